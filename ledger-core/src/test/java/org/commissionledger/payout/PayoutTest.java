package org.commissionledger.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.AggregateFixture.alreadyAsAsked;
import static org.commissionledger.testing.AggregateFixture.refusal;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.GBP;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderId;
import org.commissionledger.payout.PayoutCommand.ApprovePayout;
import org.commissionledger.payout.PayoutCommand.CancelPayout;
import org.commissionledger.payout.PayoutCommand.DraftPayout;
import org.commissionledger.payout.PayoutCommand.FailPayout;
import org.commissionledger.payout.PayoutCommand.SettlePayout;
import org.commissionledger.payout.PayoutEvent.Failure;
import org.commissionledger.payout.PayoutEvent.LinesGathered;
import org.commissionledger.payout.PayoutEvent.PayoutApproved;
import org.commissionledger.payout.PayoutEvent.PayoutCancelled;
import org.commissionledger.payout.PayoutEvent.PayoutDrafted;
import org.commissionledger.payout.PayoutEvent.PayoutFailed;
import org.commissionledger.payout.PayoutEvent.PayoutSettled;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayoutTest {

    private static final Currency JPY = Currency.getInstance("JPY");
    private static final Instant FROM = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2011-04-01T00:00:00Z");
    private static final Instant AT = Instant.parse("2011-04-02T10:00:00Z");
    private static final PayoutId ID = new PayoutId("march");
    private static final StreamId STREAM = PayoutCommand.stream(DEMO, ID);
    private static final ProviderId UK = new ProviderId("uk");
    private static final ProviderId JAPAN = new ProviderId("japan");
    private static final PayoutLine FIRST = line("o-1", UK, Money.ofMinor(700, GBP));
    private static final PayoutLine SECOND = line("o-2", UK, Money.ofMinor(-200, GBP));
    private static final PayoutFacts FACTS = facts(List.of(FIRST, SECOND), share(UK, Money.ofMinor(500, GBP)));
    private static final PayoutDrafted DRAFTED = new PayoutDrafted(FACTS, AT);
    private static final LinesGathered LINES = new LinesGathered(ID, 0, List.of(FIRST, SECOND), AT);
    private static final Approval APPROVAL = new Approval("second", AT);
    private static final PayoutApproved APPROVED = new PayoutApproved(FACTS, "second", AT);
    private static final PayoutSettled SETTLED = new PayoutSettled(FACTS, APPROVAL, "BACS 1", AT);
    private static final PayoutFailed FAILED = new PayoutFailed(FACTS, APPROVAL, "account closed", AT);
    private static final PayoutCancelled CANCELLED = new PayoutCancelled(FACTS, null, AT);

    private final AggregateTestFixture<Payout> fixture = AggregateFixture.of(Payout.class, Payout::new);

    private static PayoutLine line(String order, ProviderId provider, Money amount) {
        return new PayoutLine(new OrderId(order), provider, amount, List.of(1L), 0);
    }

    private static PayoutShare share(ProviderId provider, Money amount) {
        return new PayoutShare(provider, amount);
    }

    private static PayoutFacts facts(List<PayoutLine> lines, PayoutShare... shares) {
        return new PayoutFacts(ID, 1, null, FROM, TO, lines.size(), List.of(shares), "maker", AT);
    }

    private static DraftPayout draft(PayoutLine... lines) {
        return new DraftPayout(STREAM, ID, 1, null, FROM, TO, List.of(lines), "maker", AT);
    }

    /** What brought a payout to where it stands. */
    private static List<PayoutEvent> history(PayoutStatus status) {
        return switch (status) {
            case DRAFT -> List.of(DRAFTED, LINES);
            case APPROVED -> List.of(DRAFTED, LINES, APPROVED);
            case SETTLED -> List.of(DRAFTED, LINES, APPROVED, SETTLED);
            case FAILED -> List.of(DRAFTED, LINES, APPROVED, FAILED);
            case CANCELLED -> List.of(DRAFTED, LINES, CANCELLED);
        };
    }

    private static PayoutCommand move(PayoutStatus to) {
        return switch (to) {
            case DRAFT -> draft(FIRST);
            case APPROVED -> new ApprovePayout(STREAM, "second", AT);
            case SETTLED -> new SettlePayout(STREAM, "BACS 1", AT);
            case FAILED -> new FailPayout(STREAM, "account closed", AT);
            case CANCELLED -> new CancelPayout(STREAM, AT);
        };
    }

    @Test
    void isDraftedWithItsLinesInOrder() {
        fixture.givenNoPriorActivity()
                .when(draft(SECOND, FIRST))
                .expectEvents(DRAFTED, LINES)
                .expectResultMessagePayload(PayoutState.drafted(FACTS));
    }

    @Test
    void leavesACurrencyInWhichNothingIsLeftForTheNext() {
        PayoutLine yen = line("o-3", JAPAN, Money.ofMinor(-5, JPY));
        PayoutLine balanced = line("o-4", JAPAN, Money.ofMinor(5, JPY));
        fixture.givenNoPriorActivity().when(draft(FIRST, yen, SECOND, balanced)).expectEvents(DRAFTED, LINES);
        fixture.givenNoPriorActivity()
                .when(draft(yen, balanced))
                .expectNoEvents()
                .expectException(refusal(NothingToPay.class, "payout.nothing-to-pay"));
        fixture.givenNoPriorActivity()
                .when(draft())
                .expectNoEvents()
                .expectException(refusal(NothingToPay.class, "payout.nothing-to-pay"));
    }

    @Test
    void writesManyLinesInEventsOfBoundedSize() {
        List<PayoutLine> lines = new ArrayList<>();
        for (int i = 0; i <= Payout.LINES_AN_EVENT; i++) {
            lines.add(line("o-%04d".formatted(i), i % 2 == 0 ? UK : JAPAN, Money.ofMinor(2, i % 2 == 0 ? GBP : JPY)));
        }
        PayoutFacts facts = facts(lines, share(JAPAN, Money.ofMinor(500, JPY)), share(UK, Money.ofMinor(502, GBP)));
        fixture.givenNoPriorActivity()
                .when(draft(lines.toArray(PayoutLine[]::new)))
                .expectEvents(
                        new PayoutDrafted(facts, AT),
                        new LinesGathered(ID, 0, lines.subList(0, Payout.LINES_AN_EVENT), AT),
                        new LinesGathered(ID, Payout.LINES_AN_EVENT, List.of(lines.getLast()), AT));
        assertThat(facts.amounts()).containsExactly(Money.ofMinor(502, GBP), Money.ofMinor(500, JPY));
    }

    @Test
    void hasAsManyOrdersAsCanBeFrozenTogether() {
        PayoutLine[] lines = new PayoutLine[PayoutTooLarge.MOST_ORDERS + 1];
        Arrays.fill(lines, FIRST);
        fixture.givenNoPriorActivity()
                .when(draft(lines))
                .expectNoEvents()
                .expectException(refusal(PayoutTooLarge.class, "payout.too-large"));
    }

    @Test
    void isDraftedOnce() {
        fixture.given(DRAFTED, LINES)
                .when(draft(FIRST))
                .expectNoEvents()
                .expectException(refusal(DuplicatePayout.class, "payout.duplicate"));
    }

    @Test
    void isApprovedByAnotherThanItsMaker() {
        fixture.given(DRAFTED, LINES)
                .when(new ApprovePayout(STREAM, "maker", AT))
                .expectNoEvents()
                .expectException(refusal(PayoutNeedsAnother.class, "payout.four-eyes"));
        fixture.given(DRAFTED, LINES)
                .when(new ApprovePayout(STREAM, "second", AT))
                .expectEvents(APPROVED)
                .expectResultMessagePayload(PayoutState.drafted(FACTS).approved(APPROVAL));
        fixture.given(history(PayoutStatus.FAILED))
                .when(new ApprovePayout(STREAM, "maker", AT))
                .expectNoEvents()
                .expectException(refusal(PayoutNeedsAnother.class, "payout.four-eyes"));
    }

    @Test
    void thatFailedSaysSoAlsoWhenItIsGivenUp() {
        PayoutCancelled cancelled = new PayoutCancelled(FACTS, new Failure(APPROVAL, "account closed", AT), AT);
        fixture.given(history(PayoutStatus.FAILED))
                .when(new CancelPayout(STREAM, AT))
                .expectEvents(cancelled)
                .expectResultMessagePayload(
                        new PayoutState(FACTS, PayoutStatus.CANCELLED, APPROVAL, null, null, AT, "account closed"));
    }

    @Test
    void mayFailWithoutAReason() {
        PayoutFailed failed = new PayoutFailed(FACTS, APPROVAL, null, AT);
        fixture.given(history(PayoutStatus.APPROVED))
                .when(new FailPayout(STREAM, null, AT))
                .expectEvents(failed);
        fixture.given(DRAFTED, LINES, APPROVED, failed)
                .when(new CancelPayout(STREAM, AT))
                .expectEvents(new PayoutCancelled(FACTS, new Failure(APPROVAL, null, AT), AT));
    }

    @Test
    void thatIsNotThereCannotBeMoved() {
        fixture.givenNoPriorActivity()
                .when(new ApprovePayout(STREAM, "second", AT))
                .expectException(AggregateNotFoundException.class);
        assertThat(new ApprovePayout(STREAM, "second", AT).whenMissing().code()).isEqualTo("payout.unknown");
    }

    /** From the first to the second; every other pair is refused. */
    private static final Set<String> ALLOWED = Set.of(
            "DRAFT APPROVED",
            "DRAFT CANCELLED",
            "APPROVED SETTLED",
            "APPROVED FAILED",
            "FAILED APPROVED",
            "FAILED CANCELLED");

    @ParameterizedTest
    @EnumSource
    void movesAsPublishedAndNoOtherWay(PayoutStatus from) {
        for (PayoutStatus to : PayoutStatus.values()) {
            assertThat(from.next().contains(to)).isEqualTo(ALLOWED.contains(from + " " + to));
            if (to != PayoutStatus.DRAFT) {
                var outcome = fixture.given(history(from)).when(move(to));
                if (ALLOWED.contains(from + " " + to)) {
                    outcome.expectSuccessfulHandlerExecution();
                } else if (from == to) {
                    outcome.expectNoEvents()
                            .expectException(
                                    alreadyAsAsked(IllegalPayoutTransition.class, "payout.illegal-transition"));
                } else {
                    outcome.expectNoEvents()
                            .expectException(refusal(IllegalPayoutTransition.class, "payout.illegal-transition"));
                }
            }
        }
    }
}
