package org.commissionledger.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "visited", "_A", "1A", "A-B", "A B", "Ä", "A\n", "VISITED "})
    void refusesWhatIsNoName(String text) {
        assertThat(EventName.isValid(text)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventName(text))
                .withMessage("type must be 1 to 64 of A-Z 0-9 _ with a letter first");
    }

    @Test
    void hasAtMost64Characters() {
        assertThat(EventName.isValid("A".repeat(64))).isTrue();
        assertThat(EventName.isValid("A".repeat(65))).isFalse();
    }

    @Test
    void threeAreStepsOfTheFunnel() {
        assertThat(new EventName("VISITED").isFunnel()).isTrue();
        assertThat(new EventName("JOURNEY_STARTED").isFunnel()).isTrue();
        assertThat(new EventName("PRODUCT_VIEWED").isFunnel()).isTrue();
        assertThat(new EventName("ORDER_PLACED").isFunnel()).isFalse();
        assertThat(new EventName("BASKET_FILLED_2").isFunnel()).isFalse();
    }
}
