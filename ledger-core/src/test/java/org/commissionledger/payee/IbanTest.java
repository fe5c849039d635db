package org.commissionledger.payee;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IbanTest {

    /** Examples of the IBAN registry. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GB29NWBK60161331926819",
                "DE89370400440532013000",
                "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S"
            })
    void isOne(String text) {
        assertThat(Iban.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GB29", "gb29NWBK60161331926819", "GB29 NWBK 6016 1331 9268 19", "1B29NWBK60161331926819"})
    void isNone(String text) {
        assertThat(Iban.isValid(text)).isFalse();
    }

    @Test
    void thatIsMistypedInOneDigitIsFound() {
        String right = "DE89370400440532013000";
        for (int i = 2; i < right.length(); i++) {
            char other = right.charAt(i) == '9' ? '0' : (char) (right.charAt(i) + 1);
            assertThat(Iban.isValid(right.substring(0, i) + other + right.substring(i + 1)))
                    .isFalse();
        }
    }
}
