package org.commissionledger.order;

import static org.commissionledger.testing.AggregateFixture.refusal;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.GBP;

import java.time.Instant;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.FreezeEvent.CommissionFrozen;
import org.commissionledger.order.FreezeEvent.CommissionThawed;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.FreezeCommission;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderCommand.ThawCommission;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.PayoutLine;
import org.commissionledger.payout.PayoutOutdated;
import org.commissionledger.testing.AggregateFixture;
import org.junit.jupiter.api.Test;

/** An order of 782 of which 300 were confirmed by the second event of its stream, and 200 by the third. */
class FreezeTest {

    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final OrderId ORDER = new OrderId("536365");
    private static final ProviderId UK = new ProviderId("uk");
    private static final StreamId STREAM = OrderCommand.stream(DEMO, ORDER);
    private static final PayoutId MARCH = new PayoutId("march");
    private static final PayoutId APRIL = new PayoutId("april");
    private static final OrderFacts FACTS = new OrderFacts(
            ORDER,
            new IntegrationId("web-shop"),
            new ProductId("giftware"),
            new CategoryId("domestic"),
            UK,
            new CustomerId("c-1"),
            false,
            Money.ofMinor(15_640, GBP),
            AT);
    private static final OrderPlaced PLACED =
            new OrderPlaced(FACTS, OrderStatus.SUCCESSFUL, false, figures(782, 0, 0), AT);
    private static final CommissionConfirmed FIRST =
            new CommissionConfirmed(FACTS, 300, 782, null, figures(482, 300, 0), AT);
    private static final CommissionConfirmed SECOND =
            new CommissionConfirmed(FACTS, 200, 482, null, figures(282, 500, 0), AT);
    private static final CommissionReversed TAKEN_BACK =
            new CommissionReversed(FACTS, 50, ReasonCode.FRAUD, null, null, figures(282, 450, 50), AT);
    private static final ReverseCommission REVERSE =
            new ReverseCommission(STREAM, null, Money.ofMinor(50, GBP), ReasonCode.FRAUD, null, null, AT);

    private final AggregateTestFixture<Order> fixture = AggregateFixture.of(Order.class, Order::new);

    private static Commission figures(long pending, long paid, long reversed) {
        return new Commission(GBP, 782, pending, paid, 0, reversed);
    }

    private static PayoutLine line(long amount, long reversed, Long... movements) {
        return new PayoutLine(ORDER, UK, Money.ofMinor(amount, GBP), List.of(movements), reversed);
    }

    private static FreezeCommission freeze(PayoutId payout, PayoutLine line) {
        return new FreezeCommission(STREAM, payout, line, AT);
    }

    private static CommissionFrozen frozen(PayoutId payout, long amount, Long... movements) {
        return new CommissionFrozen(ORDER, payout, Money.ofMinor(amount, GBP), List.of(movements), AT);
    }

    private static CommissionThawed thawed(PayoutId payout, boolean paidOut) {
        return new CommissionThawed(ORDER, payout, paidOut, AT);
    }

    private void expectOutdated(PayoutLine line, Object... history) {
        fixture.given(history)
                .when(freeze(APRIL, line))
                .expectNoEvents()
                .expectException(refusal(PayoutOutdated.class, "payout.outdated"));
    }

    @Test
    void takesWhatTheLineSays() {
        fixture.given(PLACED, FIRST, SECOND)
                .when(freeze(MARCH, line(500, 0, 1L, 2L)))
                .expectEvents(frozen(MARCH, 500, 1L, 2L));
        fixture.given(PLACED, FIRST, SECOND)
                .when(freeze(MARCH, line(200, 0, 2L)))
                .expectEvents(frozen(MARCH, 200, 2L));
    }

    @Test
    void takesNothingTwice() {
        expectOutdated(line(500, 0, 1L, 2L), PLACED, FIRST, SECOND, frozen(MARCH, 300, 1L));
        expectOutdated(line(300, 0, 1L), PLACED, FIRST, frozen(MARCH, 300, 1L), thawed(MARCH, true));
        expectOutdated(line(600, 0, 1L, 1L), PLACED, FIRST, SECOND);
    }

    @Test
    void takesNothingThatIsNotSo() {
        expectOutdated(line(301, 0, 1L), PLACED, FIRST);
        expectOutdated(line(782, 0, 0L), PLACED, FIRST);
        expectOutdated(line(0, 0), PLACED, FIRST);
    }

    @Test
    void isOldNewsWhenSomethingWasTakenBackSince() {
        expectOutdated(line(500, 0, 1L, 2L), PLACED, FIRST, SECOND, TAKEN_BACK);
        fixture.given(PLACED, FIRST, SECOND, TAKEN_BACK)
                .when(freeze(APRIL, line(450, 50, 1L, 2L, 3L)))
                .expectEvents(frozen(APRIL, 450, 1L, 2L, 3L));
    }

    @Test
    void keepsWhatIsPaidFromBeingTakenBack() {
        fixture.given(PLACED, FIRST, SECOND, frozen(MARCH, 300, 1L))
                .when(REVERSE)
                .expectNoEvents()
                .expectException(refusal(FrozenCommission.class, "commission.frozen"));
    }

    @Test
    void letsTheRestBeConfirmed() {
        fixture.given(PLACED, FIRST, frozen(MARCH, 300, 1L))
                .when(new ConfirmCommission(STREAM, null, Money.ofMinor(200, GBP), false, false, null, AT))
                .expectEvents(SECOND);
    }

    @Test
    void endsWhenThePayoutIsSettledOrHasFailed() {
        fixture.given(PLACED, FIRST, SECOND, frozen(MARCH, 500, 1L, 2L))
                .when(new ThawCommission(STREAM, MARCH, true, AT))
                .expectEvents(thawed(MARCH, true));
        for (boolean paidOut : new boolean[] {true, false}) {
            fixture.given(PLACED, FIRST, SECOND, frozen(MARCH, 500, 1L, 2L), thawed(MARCH, paidOut))
                    .when(REVERSE)
                    .expectEvents(TAKEN_BACK);
        }
        fixture.given(PLACED, FIRST, SECOND, frozen(MARCH, 300, 1L), frozen(APRIL, 200, 2L), thawed(MARCH, true))
                .when(REVERSE)
                .expectNoEvents()
                .expectException(refusal(FrozenCommission.class, "commission.frozen"));
    }

    @Test
    void canBeTriedAgainAfterAFailure() {
        fixture.given(PLACED, FIRST, frozen(MARCH, 300, 1L), thawed(MARCH, false))
                .when(freeze(MARCH, line(300, 0, 1L)))
                .expectEvents(frozen(MARCH, 300, 1L));
    }
}
