package org.commissionledger.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    private static final String ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";

    @ParameterizedTest
    @ValueSource(strings = {"5", "536365", "C-17850", "a.b_c:d-e", "...", "..a", "giftware-united-kingdom"})
    void takesTheAllowedCharacters(String value) {
        assertThat(Identifiers.require("orderId", value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "é", "а", "a\n", "a\0", "a%2F", "a+b", "a@b", "😀", "٣", ".", ".."})
    void refusesEverythingElse(String value) {
        assertThat(Identifiers.isValid(value)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Identifiers.require("orderId", value));
    }

    @Test
    void judgesEveryCharacterByTheList() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            assertThat(Identifiers.isValid("a" + c)).as("%04x", (int) c).isEqualTo(ALLOWED.indexOf(c) >= 0);
        }
    }

    @Test
    void areNoLongerThanTheLimit() {
        assertThat(Identifiers.isValid("a".repeat(64))).isTrue();
        assertThat(Identifiers.isValid("a".repeat(65))).isFalse();
    }

    @Test
    void namesTheKindAndNeverTheValueWhenItRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Identifiers.require("customerId", "jane@example.org"))
                .withMessageContaining("customerId")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("jane"));
    }
}
