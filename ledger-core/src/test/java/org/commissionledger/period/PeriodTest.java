package org.commissionledger.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.AggregateFixture.alreadyAsAsked;
import static org.commissionledger.testing.AggregateFixture.refusal;
import static org.commissionledger.testing.TestLedger.DEMO;

import java.time.Instant;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.period.Closings.Closing;
import org.commissionledger.period.PeriodCommand.ClosePeriod;
import org.commissionledger.period.PeriodEvent.PeriodClosed;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    private static final Period MARCH = new Period("2011-03");
    private static final Period MAY = new Period("2011-05");
    private static final Instant LATER = Instant.parse("2011-06-02T10:00:00Z");

    private final AggregateTestFixture<AccountingPeriod> fixture =
            AggregateFixture.of(AccountingPeriod.class, AccountingPeriod::new);

    private static ClosePeriod close(Instant at) {
        return new ClosePeriod(PeriodCommand.stream(DEMO, MARCH), MARCH, "finance", at);
    }

    @Test
    void isClosedOnceItIsOver() {
        Instant last = Instant.parse("2011-03-31T23:59:59.999999Z");
        Instant over = Instant.parse("2011-04-01T00:00:00Z");
        PeriodClosed closed = new PeriodClosed(MARCH, "finance", over);
        fixture.givenNoPriorActivity()
                .when(close(last))
                .expectNoEvents()
                .expectException(refusal(PeriodNotOver.class, "period.not-over"));
        fixture.givenNoPriorActivity().when(close(over)).expectEvents(closed).expectResultMessagePayload(closed);
        fixture.given(closed)
                .when(close(LATER))
                .expectNoEvents()
                .expectException(alreadyAsAsked(PeriodAlreadyClosed.class, "period.already-closed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2011-3", "2011-13", "2011-00", "0000-01", "9999-01", "2011-03-01", "", "march"})
    void thatIsNoMonthIsNone(String text) {
        assertThat(Period.isValid(text)).isFalse();
    }

    @Test
    void takesInWhatItsMonthCannot() {
        Closings closings = new Closings(
                List.of(new Closing(MARCH, 10), new Closing(new Period("2011-04"), 20), new Closing(MAY, 30)));
        Instant inMarch = Instant.parse("2011-03-15T12:00:00Z");
        assertThat(closings.book(inMarch, 9)).isEqualTo(new Booking(inMarch, null));
        assertThat(closings.book(inMarch, 11))
                .isEqualTo(new Booking(Instant.parse("2011-04-01T00:00:00.000001Z"), MARCH));
        assertThat(closings.book(inMarch, 21))
                .isEqualTo(new Booking(Instant.parse("2011-05-01T00:00:00.000001Z"), MARCH));
        assertThat(closings.book(inMarch, 31))
                .isEqualTo(new Booking(Instant.parse("2011-06-01T00:00:00.000001Z"), MARCH));
        assertThat(closings.book(LATER, 31)).isEqualTo(new Booking(LATER, null));
        assertThat(Closings.NONE.book(inMarch, 31)).isEqualTo(new Booking(inMarch, null));
    }
}
