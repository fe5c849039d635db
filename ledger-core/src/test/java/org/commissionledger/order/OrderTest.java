package org.commissionledger.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commissionledger.testing.AggregateFixture.alreadyAsAsked;
import static org.commissionledger.testing.AggregateFixture.refusal;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand.AmendCommission;
import org.commissionledger.order.OrderCommand.ChangeStatus;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.DeclineCommission;
import org.commissionledger.order.OrderCommand.OnOrder;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderCommand.RepeatOrder;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.AggregateFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final Currency KWD = Currency.getInstance("KWD");
    private static final Instant PLACED = Instant.parse("2010-12-01T08:26:00Z");
    private static final Instant LATER = Instant.parse("2011-01-15T12:00:00Z");
    private static final ProviderId PROVIDER = new ProviderId("united-kingdom");
    private static final ProviderId OTHER_PROVIDER = new ProviderId("germany");
    private static final OrderId ORDER = new OrderId("536365");
    private static final StreamId STREAM = OrderCommand.stream(new OrganisationId("demo"), ORDER);
    private static final OrderFacts FACTS = new OrderFacts(
            ORDER,
            new IntegrationId("web-shop"),
            new ProductId("giftware"),
            new CategoryId("domestic"),
            PROVIDER,
            new CustomerId("c-17850"),
            false,
            gbp(15_640),
            PLACED);

    private final AggregateTestFixture<Order> order = AggregateFixture.of(Order.class, Order::new);

    private static Money gbp(long amount) {
        return Money.ofMinor(amount, GBP);
    }

    private static Money jpy(long amount) {
        return Money.ofMinor(amount, JPY);
    }

    /** Figures in GBP: expected, pending, paid, declined, reversed. */
    private static Commission figures(long expected, long pending, long paid, long declined, long reversed) {
        return new Commission(GBP, expected, pending, paid, declined, reversed);
    }

    private static OrderPlaced placed(OrderStatus status) {
        return new OrderPlaced(
                FACTS, status, false, figures(782, status == OrderStatus.SUCCESSFUL ? 782 : 0, 0, 0, 0), PLACED);
    }

    private static CommissionConfirmed confirmed(long amount, long pendingBefore, Commission after) {
        return new CommissionConfirmed(FACTS, amount, pendingBefore, "march", after, LATER);
    }

    private static CommissionDeclined declined(long amount, Commission after) {
        return new CommissionDeclined(FACTS, amount, ReasonCode.RETURNED, "came back", "r-1", after, LATER);
    }

    private static CommissionReversed reversed(long amount, Commission after) {
        return new CommissionReversed(FACTS, amount, ReasonCode.FRAUD, "chargeback", "r-2", after, LATER);
    }

    /** Histories that end in each state of a commission; the figures after them are in GBP. */
    private enum Past {
        WAITING(CommissionState.NONE, placed(OrderStatus.PENDING)),
        NOT_DELIVERED(CommissionState.NONE, placed(OrderStatus.FAILED)),
        ACCRUED(CommissionState.PENDING, placed(OrderStatus.SUCCESSFUL)),
        PARTLY_PAID(
                CommissionState.PARTIALLY_CONFIRMED,
                placed(OrderStatus.SUCCESSFUL),
                confirmed(300, 782, figures(782, 482, 300, 0, 0))),
        PAID(
                CommissionState.CONFIRMED,
                placed(OrderStatus.SUCCESSFUL),
                confirmed(782, 782, figures(782, 0, 782, 0, 0))),
        REFUSED(CommissionState.DECLINED, placed(OrderStatus.SUCCESSFUL), declined(782, figures(782, 0, 0, 782, 0))),
        TAKEN_BACK(
                CommissionState.REVERSED,
                placed(OrderStatus.SUCCESSFUL),
                confirmed(782, 782, figures(782, 0, 782, 0, 0)),
                reversed(782, figures(782, 0, 0, 0, 782)));

        private final CommissionState state;
        private final List<OrderEvent> events;

        Past(CommissionState state, OrderEvent... events) {
            this.state = state;
            this.events = List.of(events);
        }
    }

    /** An order to place, with one thing at a time made different. */
    private record Request(
            String integration,
            String product,
            String customer,
            boolean anonymous,
            Money value,
            OrderStatus status,
            Money commission,
            boolean commissionGiven,
            Instant at,
            boolean atGiven) {

        static final Request USUAL = new Request(
                "web-shop",
                "giftware",
                "c-17850",
                false,
                gbp(15_640),
                OrderStatus.SUCCESSFUL,
                gbp(782),
                false,
                PLACED,
                true);

        Request integration(String other) {
            return new Request(
                    other, product, customer, anonymous, value, status, commission, commissionGiven, at, atGiven);
        }

        Request product(String other) {
            return new Request(
                    integration, other, customer, anonymous, value, status, commission, commissionGiven, at, atGiven);
        }

        Request customer(String other, boolean madeByTheLedger) {
            return new Request(
                    integration,
                    product,
                    other,
                    madeByTheLedger,
                    value,
                    status,
                    commission,
                    commissionGiven,
                    at,
                    atGiven);
        }

        Request value(Money other) {
            return new Request(
                    integration, product, customer, anonymous, other, status, commission, commissionGiven, at, atGiven);
        }

        Request status(OrderStatus other) {
            return new Request(
                    integration, product, customer, anonymous, value, other, commission, commissionGiven, at, atGiven);
        }

        Request commission(Money other, boolean given) {
            return new Request(integration, product, customer, anonymous, value, status, other, given, at, atGiven);
        }

        Request at(Instant other, boolean given) {
            return new Request(
                    integration,
                    product,
                    customer,
                    anonymous,
                    value,
                    status,
                    commission,
                    commissionGiven,
                    other,
                    given);
        }

        PlaceOrder command() {
            return new PlaceOrder(
                    STREAM,
                    ORDER,
                    new IntegrationId(integration),
                    new ProductId(product),
                    new CategoryId("domestic"),
                    PROVIDER,
                    new CustomerId(customer),
                    anonymous,
                    value,
                    status,
                    commission,
                    commissionGiven,
                    at,
                    atGiven);
        }
    }

    @Nested
    class Place {

        @ParameterizedTest
        @EnumSource(value = OrderStatus.class, names = "SUCCESSFUL", mode = EnumSource.Mode.EXCLUDE)
        void owesNothingUntilTheOrderIsDelivered(OrderStatus status) {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.status(status).command())
                    .expectEvents(new OrderPlaced(FACTS, status, false, figures(782, 0, 0, 0, 0), PLACED));
        }

        @Test
        void owesTheCommissionAtOnceWhenTheOrderIsDelivered() {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.command())
                    .expectEvents(
                            new OrderPlaced(FACTS, OrderStatus.SUCCESSFUL, false, figures(782, 782, 0, 0, 0), PLACED));
        }

        @Test
        void answersWithTheOrderAsItStands() {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.command())
                    .expectResultMessagePayload(new OrderState(
                            FACTS,
                            OrderStatus.SUCCESSFUL,
                            OrderStatus.SUCCESSFUL,
                            false,
                            figures(782, 782, 0, 0, 0),
                            order.currentTime()));
        }

        @Test
        void keepsTheCommissionThatTheClientGave() {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.commission(gbp(1_000), true).command())
                    .expectEvents(new OrderPlaced(
                            FACTS, OrderStatus.SUCCESSFUL, true, figures(1_000, 1_000, 0, 0, 0), PLACED));
        }

        @Test
        void takesACommissionOfNothing() {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.commission(gbp(0), false).command())
                    .expectEvents(
                            new OrderPlaced(FACTS, OrderStatus.SUCCESSFUL, false, figures(0, 0, 0, 0, 0), PLACED));
        }

        @Test
        void keepsTheCurrencyOfTheOrder() {
            OrderFacts facts = new OrderFacts(
                    ORDER,
                    FACTS.integrationId(),
                    FACTS.productId(),
                    FACTS.categoryId(),
                    PROVIDER,
                    FACTS.customerId(),
                    false,
                    Money.ofMinor(1_500, KWD),
                    PLACED);
            order.givenNoPriorActivity()
                    .when(Request.USUAL
                            .value(Money.ofMinor(1_500, KWD))
                            .commission(Money.ofMinor(75, KWD), false)
                            .command())
                    .expectEvents(new OrderPlaced(
                            facts, OrderStatus.SUCCESSFUL, false, new Commission(KWD, 75, 75, 0, 0, 0), PLACED));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, Long.MIN_VALUE})
        void refusesAnOrderWorthNothing(long value) {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.value(gbp(value)).command())
                    .expectException(refusal(InvalidOrderValue.class, "order.invalid-value"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void refusesANegativeCommission(boolean given) {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.commission(gbp(-1), given).command())
                    .expectException(refusal(InvalidAmount.class, "request.invalid-amount"))
                    .expectNoEvents();
        }

        @Test
        void refusesACommissionInAnotherCurrency() {
            order.givenNoPriorActivity()
                    .when(Request.USUAL.commission(jpy(782), true).command())
                    .expectException(refusal(CommissionCurrencyMismatch.class, "commission.currency-mismatch"))
                    .expectNoEvents();
        }
    }

    @Nested
    class PlaceAgain {

        private static Stream<Request> sameRequests() {
            return Stream.of(
                    Request.USUAL,
                    Request.USUAL.at(LATER, false),
                    Request.USUAL.commission(gbp(999), false),
                    Request.USUAL.commission(jpy(999), false));
        }

        @ParameterizedTest
        @MethodSource("sameRequests")
        void changesNothingWhenTheContentIsTheSame(Request again) {
            order.given(placed(OrderStatus.SUCCESSFUL))
                    .when(again.command())
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        private static Stream<Request> otherRequests() {
            return Stream.of(
                    Request.USUAL.integration("app"),
                    Request.USUAL.product("cards"),
                    Request.USUAL.customer("c-1", false),
                    Request.USUAL.customer("c-17850", true),
                    Request.USUAL.value(gbp(15_641)),
                    Request.USUAL.value(jpy(15_640)),
                    Request.USUAL.status(OrderStatus.PENDING),
                    Request.USUAL.commission(gbp(782), true),
                    Request.USUAL.at(LATER, true));
        }

        @ParameterizedTest
        @MethodSource("otherRequests")
        void isRefusedWhenTheContentIsAnother(Request again) {
            order.given(placed(OrderStatus.SUCCESSFUL))
                    .when(again.command())
                    .expectException(refusal(DuplicateOrder.class, "order.duplicate"))
                    .expectNoEvents();
        }

        @Test
        void answersWithTheOrderAsItStandsNow() {
            order.given(Past.PAID.events)
                    .when(Request.USUAL.command())
                    .expectNoEvents()
                    .expectResultMessagePayload(new OrderState(
                            FACTS,
                            OrderStatus.SUCCESSFUL,
                            OrderStatus.SUCCESSFUL,
                            false,
                            figures(782, 0, 782, 0, 0),
                            order.currentTime()));
        }

        @Test
        void comparesTheStatusThatItWasPlacedWith() {
            order.given(
                            placed(OrderStatus.PENDING),
                            new OrderSucceeded(FACTS, OrderStatus.PENDING, null, figures(782, 782, 0, 0, 0), LATER))
                    .when(Request.USUAL.status(OrderStatus.PENDING).command())
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        @Test
        void comparesAnAnonymousCustomerWithAnyOther() {
            OrderFacts anonymous = new OrderFacts(
                    ORDER,
                    FACTS.integrationId(),
                    FACTS.productId(),
                    FACTS.categoryId(),
                    PROVIDER,
                    new CustomerId("made-first"),
                    true,
                    FACTS.value(),
                    PLACED);
            order.given(new OrderPlaced(anonymous, OrderStatus.SUCCESSFUL, false, figures(782, 782, 0, 0, 0), PLACED))
                    .when(Request.USUAL.customer("made-later", true).command())
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        @Test
        void comparesACommissionThatTheClientGave() {
            OrderPlaced given =
                    new OrderPlaced(FACTS, OrderStatus.SUCCESSFUL, true, figures(500, 500, 0, 0, 0), PLACED);
            order.given(given)
                    .when(Request.USUAL.commission(gbp(500), true).command())
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
            order.given(given)
                    .when(Request.USUAL.commission(gbp(501), true).command())
                    .expectException(refusal(DuplicateOrder.class, "order.duplicate"))
                    .expectNoEvents();
        }

        @Test
        void comparesTheCurrencyOfACommissionThatTheClientGave() {
            order.given(new OrderPlaced(FACTS, OrderStatus.SUCCESSFUL, true, figures(500, 500, 0, 0, 0), PLACED))
                    .when(Request.USUAL.commission(jpy(500), true).command())
                    .expectException(refusal(DuplicateOrder.class, "order.duplicate"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Repeat {

        private static RepeatOrder of(Request request) {
            return new RepeatOrder(request.command(), new InvalidOrderValue("of another day"));
        }

        @ParameterizedTest
        @MethodSource("org.commissionledger.order.OrderTest$PlaceAgain#sameRequests")
        void changesNothingWhenTheContentIsTheSame(Request again) {
            order.given(Past.PAID.events)
                    .when(of(again))
                    .expectNoEvents()
                    .expectResultMessagePayload(new OrderState(
                            FACTS,
                            OrderStatus.SUCCESSFUL,
                            OrderStatus.SUCCESSFUL,
                            false,
                            figures(782, 0, 782, 0, 0),
                            order.currentTime()));
        }

        @ParameterizedTest
        @MethodSource("org.commissionledger.order.OrderTest$PlaceAgain#otherRequests")
        void isRefusedWhenTheContentIsAnother(Request again) {
            order.given(Past.PAID.events)
                    .when(of(again))
                    .expectException(refusal(DuplicateOrder.class, "order.duplicate"))
                    .expectNoEvents();
        }

        @Test
        void saysWhyWhenThereIsNoSuchOrder() {
            RepeatOrder repeat = of(Request.USUAL);
            order.givenNoPriorActivity()
                    .when(repeat)
                    .expectException(AggregateNotFoundException.class)
                    .expectNoEvents();
            assertThat(repeat.whenMissing()).isExactlyInstanceOf(InvalidOrderValue.class);
        }
    }

    @Nested
    class Status {

        private static ChangeStatus to(OrderStatus status) {
            return new ChangeStatus(STREAM, null, status, "carrier says so", LATER);
        }

        @ParameterizedTest
        @EnumSource(names = {"PENDING", "FAILED"})
        void makesTheCommissionPendingOnceDelivered(OrderStatus before) {
            order.given(placed(before))
                    .when(to(OrderStatus.SUCCESSFUL))
                    .expectEvents(
                            new OrderSucceeded(FACTS, before, "carrier says so", figures(782, 782, 0, 0, 0), LATER));
        }

        @Test
        void owesNothingForAnOrderThatFailed() {
            order.given(placed(OrderStatus.PENDING))
                    .when(to(OrderStatus.FAILED))
                    .expectEvents(new OrderFailed(
                            FACTS, OrderStatus.PENDING, "carrier says so", figures(782, 0, 0, 0, 0), LATER));
        }

        @Test
        void letsAFailedOrderBeDeliveredAgain() {
            order.given(
                            placed(OrderStatus.PENDING),
                            new OrderFailed(FACTS, OrderStatus.PENDING, null, figures(782, 0, 0, 0, 0), LATER))
                    .when(new ChangeStatus(STREAM, null, OrderStatus.SUCCESSFUL, null, LATER))
                    .expectEvents(
                            new OrderSucceeded(FACTS, OrderStatus.FAILED, null, figures(782, 782, 0, 0, 0), LATER))
                    .expectResultMessagePayload(new OrderState(
                            FACTS,
                            OrderStatus.SUCCESSFUL,
                            OrderStatus.PENDING,
                            false,
                            figures(782, 782, 0, 0, 0),
                            order.currentTime()));
        }

        @Test
        void isNotTakenFromADeliveredOrder() {
            order.given(placed(OrderStatus.SUCCESSFUL))
                    .when(to(OrderStatus.FAILED))
                    .expectException(refusal(IllegalOrderTransition.class, "order.illegal-transition"))
                    .expectNoEvents();
        }

        @Test
        void neverGoesBackToPending() {
            order.given(placed(OrderStatus.FAILED))
                    .when(to(OrderStatus.PENDING))
                    .expectException(refusal(IllegalOrderTransition.class, "order.illegal-transition"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @EnumSource(OrderStatus.class)
        void saysWhenItIsAlreadyAsAsked(OrderStatus status) {
            order.given(placed(status))
                    .when(to(status))
                    .expectException(alreadyAsAsked(IllegalOrderTransition.class, "order.illegal-transition"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Confirm {

        private static ConfirmCommission command(@Nullable Money amount, boolean isFinal, boolean allowExcess) {
            return new ConfirmCommission(STREAM, null, amount, isFinal, allowExcess, "march", LATER);
        }

        @Test
        void movesAllThatIsPendingToPaid() {
            order.given(Past.ACCRUED.events)
                    .when(command(null, false, false))
                    .expectEvents(confirmed(782, 782, figures(782, 0, 782, 0, 0)));
        }

        @Test
        void movesAllThatIsPendingToPaidWhenFinal() {
            order.given(Past.ACCRUED.events)
                    .when(command(null, true, false))
                    .expectEvents(confirmed(782, 782, figures(782, 0, 782, 0, 0)));
        }

        @Test
        void leavesTheRestPendingWhenItIsLess() {
            order.given(Past.ACCRUED.events)
                    .when(command(gbp(300), false, false))
                    .expectEvents(confirmed(300, 782, figures(782, 482, 300, 0, 0)));
        }

        @Test
        void addsToWhatWasConfirmedBefore() {
            order.given(Past.PARTLY_PAID.events)
                    .when(command(gbp(482), false, false))
                    .expectEvents(confirmed(482, 482, figures(782, 0, 782, 0, 0)));
        }

        @Test
        void leavesTheRestPendingWhenItIsMoreThanMayBeDeclined() {
            order.given(Past.ACCRUED.events)
                    .when(command(gbp(300), true, false).decliningAtMost(481))
                    .expectEvents(confirmed(300, 782, figures(782, 482, 300, 0, 0)));
        }

        @Test
        void declinesTheRestWhenFinal() {
            Commission paid = figures(782, 482, 300, 0, 0);
            Commission settled = figures(782, 0, 300, 482, 0);
            order.given(Past.ACCRUED.events)
                    .when(command(gbp(300), true, false))
                    .expectEvents(
                            confirmed(300, 782, paid),
                            new CommissionDeclined(
                                    FACTS,
                                    482,
                                    ReasonCode.OTHER,
                                    "the rest after a final confirmation",
                                    "march",
                                    settled,
                                    LATER))
                    .expectResultMessagePayload(new OrderState(
                            FACTS,
                            OrderStatus.SUCCESSFUL,
                            OrderStatus.SUCCESSFUL,
                            false,
                            settled,
                            order.currentTime()));
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void refusesMoreThanIsPending(boolean isFinal) {
            order.given(Past.PARTLY_PAID.events)
                    .when(command(gbp(483), isFinal, false))
                    .expectException(refusal(ExceedsPending.class, "commission.exceeds-pending"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void takesMoreThanIsPendingWhenThatIsMeant(boolean isFinal) {
            order.given(Past.PARTLY_PAID.events)
                    .when(command(gbp(500), isFinal, true))
                    .expectEvents(confirmed(500, 482, figures(782, 0, 800, 0, 0)));
        }

        @Test
        void takesLessEvenWhenMoreWouldBeAllowed() {
            order.given(Past.ACCRUED.events)
                    .when(command(gbp(1), false, true))
                    .expectEvents(confirmed(1, 782, figures(782, 781, 1, 0, 0)));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, Long.MIN_VALUE})
        void refusesAnAmountThatIsNone(long amount) {
            order.given(Past.ACCRUED.events)
                    .when(command(gbp(amount), false, true))
                    .expectException(refusal(InvalidAmount.class, "request.invalid-amount"))
                    .expectNoEvents();
        }

        @Test
        void refusesAnotherCurrency() {
            order.given(Past.ACCRUED.events)
                    .when(command(jpy(782), false, false))
                    .expectException(refusal(CommissionCurrencyMismatch.class, "commission.currency-mismatch"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @EnumSource(names = {"WAITING", "NOT_DELIVERED", "REFUSED", "TAKEN_BACK"})
        void isRefusedWhenNothingIsPending(Past past) {
            order.given(past.events)
                    .when(command(null, false, true))
                    .expectException(refusal(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }

        @Test
        void saysWhenAllIsConfirmedAlready() {
            order.given(Past.PAID.events)
                    .when(command(null, false, false))
                    .expectException(alreadyAsAsked(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }

        @Test
        void anAmountAgainIsNotTheSameAsAllAgain() {
            order.given(Past.PAID.events)
                    .when(command(gbp(782), false, false))
                    .expectException(refusal(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Decline {

        private static final DeclineCommission COMMAND =
                new DeclineCommission(STREAM, null, ReasonCode.RETURNED, "came back", "r-1", LATER);

        @Test
        void owesNoMoreWhatWasPending() {
            order.given(Past.ACCRUED.events).when(COMMAND).expectEvents(declined(782, figures(782, 0, 0, 782, 0)));
        }

        @Test
        void leavesWhatWasPaid() {
            order.given(Past.PARTLY_PAID.events)
                    .when(COMMAND)
                    .expectEvents(declined(482, figures(782, 0, 300, 482, 0)));
        }

        @ParameterizedTest
        @EnumSource(names = {"WAITING", "NOT_DELIVERED", "PAID", "TAKEN_BACK"})
        void isRefusedWhenNothingIsPending(Past past) {
            order.given(past.events)
                    .when(COMMAND)
                    .expectException(refusal(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }

        @Test
        void saysWhenItIsDeclinedAlready() {
            order.given(Past.REFUSED.events)
                    .when(COMMAND)
                    .expectException(alreadyAsAsked(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }
    }

    /** A bulk request that is sent again under a new key: what already holds is refused too, but as such. */
    @Nested
    class MovedAgain {

        private static final OrderPlaced PLACED_FIRST = placed(OrderStatus.SUCCESSFUL);
        private static final CommissionConfirmed PART = confirmed(300, 782, figures(782, 482, 300, 0, 0));
        private static final CommissionDeclined REST = declined(482, figures(782, 0, 300, 482, 0));
        private static final CommissionReversed PART_BACK = reversed(300, figures(782, 482, 0, 0, 300));
        private static final CommissionAmended TO_NOTHING = Amend.amended(0, 482, figures(782, 0, 300, 0, 0));
        private static final DeclineCommission DECLINE = Decline.COMMAND;

        private static Stream<Arguments> asBefore() {
            CommissionReversed restBack = reversed(300, figures(782, 0, 0, 482, 300));
            return Stream.of(
                    Arguments.of(List.of(PLACED_FIRST, PART, REST), DECLINE),
                    Arguments.of(List.of(PLACED_FIRST, PART, REST, restBack), DECLINE),
                    Arguments.of(List.of(PLACED_FIRST, PART, REST, restBack), Reverse.command(null)),
                    Arguments.of(List.of(PLACED_FIRST, PART, PART_BACK), Reverse.command(null)),
                    Arguments.of(List.of(PLACED_FIRST, PART, TO_NOTHING), Amend.to(gbp(0))));
        }

        @ParameterizedTest
        @MethodSource("asBefore")
        void saysThatItAlreadyHolds(List<OrderEvent> past, OnOrder again) {
            order.given(past)
                    .when(again)
                    .expectException(alreadyAsAsked(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }

        private static Stream<Arguments> otherwise() {
            ReasonCode fraud = ReasonCode.FRAUD;
            return Stream.of(
                    Arguments.of(List.of(PLACED_FIRST, PART, REST), decline(fraud, "came back", "r-1")),
                    Arguments.of(List.of(PLACED_FIRST, PART, REST), decline(ReasonCode.RETURNED, null, "r-1")),
                    Arguments.of(List.of(PLACED_FIRST, PART, REST), decline(ReasonCode.RETURNED, "came back", "r-2")),
                    Arguments.of(List.of(PLACED_FIRST, PART, TO_NOTHING), DECLINE),
                    Arguments.of(List.of(PLACED_FIRST, PART, TO_NOTHING), Amend.to(gbp(1))),
                    Arguments.of(List.of(PLACED_FIRST, PART, REST), Amend.to(gbp(0))),
                    Arguments.of(List.of(PLACED_FIRST, PART, PART_BACK), Reverse.command(gbp(300))),
                    Arguments.of(
                            List.of(PLACED_FIRST, PART, PART_BACK),
                            new ReverseCommission(STREAM, null, null, fraud, "chargeback", "r-3", LATER)));
        }

        private static DeclineCommission decline(ReasonCode reason, @Nullable String note, String reference) {
            return new DeclineCommission(STREAM, null, reason, note, reference, LATER);
        }

        @ParameterizedTest
        @MethodSource("otherwise")
        void isAMistakeWhenItSaysSomethingElse(List<OrderEvent> past, OnOrder other) {
            order.given(past)
                    .when(other)
                    .expectException(refusal(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Amend {

        private static AmendCommission to(Money amount) {
            return new AmendCommission(STREAM, null, amount, ReasonCode.INCORRECT_AMOUNT, "was wrong", "r-3", LATER);
        }

        private static CommissionAmended amended(long amount, long pendingBefore, Commission after) {
            return new CommissionAmended(
                    FACTS, amount, pendingBefore, ReasonCode.INCORRECT_AMOUNT, "was wrong", "r-3", after, LATER);
        }

        @Test
        void raisesWhatIsPending() {
            order.given(Past.ACCRUED.events)
                    .when(to(gbp(900)))
                    .expectEvents(amended(900, 782, figures(782, 900, 0, 0, 0)));
        }

        @Test
        void lowersWhatIsPendingAndLeavesWhatWasPaid() {
            order.given(Past.PARTLY_PAID.events)
                    .when(to(gbp(100)))
                    .expectEvents(amended(100, 482, figures(782, 100, 300, 0, 0)));
        }

        @Test
        void canSetWhatIsPendingToNothing() {
            order.given(Past.ACCRUED.events).when(to(gbp(0))).expectEvents(amended(0, 782, figures(782, 0, 0, 0, 0)));
        }

        @Test
        void isNoNewsWhenThatMuchIsPendingAnyway() {
            order.given(Past.PARTLY_PAID.events)
                    .when(to(gbp(482)))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, Long.MIN_VALUE})
        void refusesAnAmountThatIsNone(long amount) {
            order.given(Past.ACCRUED.events)
                    .when(to(gbp(amount)))
                    .expectException(refusal(InvalidAmount.class, "request.invalid-amount"))
                    .expectNoEvents();
        }

        @Test
        void refusesAnotherCurrency() {
            order.given(Past.ACCRUED.events)
                    .when(to(jpy(782)))
                    .expectException(refusal(CommissionCurrencyMismatch.class, "commission.currency-mismatch"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @EnumSource(
                names = {"ACCRUED", "PARTLY_PAID"},
                mode = EnumSource.Mode.EXCLUDE)
        void isRefusedWhenNothingIsPending(Past past) {
            order.given(past.events)
                    .when(to(gbp(1)))
                    .expectException(refusal(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }
    }

    @Nested
    class Reverse {

        private static ReverseCommission command(@Nullable Money amount) {
            return new ReverseCommission(STREAM, null, amount, ReasonCode.FRAUD, "chargeback", "r-2", LATER);
        }

        @Test
        void takesBackAllThatWasPaid() {
            order.given(Past.PAID.events).when(command(null)).expectEvents(reversed(782, figures(782, 0, 0, 0, 782)));
        }

        @Test
        void takesBackAPartAndLeavesTheRestPaid() {
            order.given(Past.PAID.events)
                    .when(command(gbp(82)))
                    .expectEvents(reversed(82, figures(782, 0, 700, 0, 82)));
        }

        @Test
        void leavesWhatIsStillPending() {
            order.given(Past.PARTLY_PAID.events)
                    .when(command(null))
                    .expectEvents(reversed(300, figures(782, 482, 0, 0, 300)));
        }

        @Test
        void takesBackExactlyWhatWasPaid() {
            order.given(Past.PARTLY_PAID.events)
                    .when(command(gbp(300)))
                    .expectEvents(reversed(300, figures(782, 482, 0, 0, 300)));
        }

        @Test
        void refusesMoreThanWasPaid() {
            order.given(Past.PARTLY_PAID.events)
                    .when(command(gbp(301)))
                    .expectException(refusal(ExceedsPaid.class, "commission.exceeds-paid"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, Long.MIN_VALUE})
        void refusesAnAmountThatIsNone(long amount) {
            order.given(Past.PAID.events)
                    .when(command(gbp(amount)))
                    .expectException(refusal(InvalidAmount.class, "request.invalid-amount"))
                    .expectNoEvents();
        }

        @Test
        void refusesAnotherCurrency() {
            order.given(Past.PAID.events)
                    .when(command(jpy(1)))
                    .expectException(refusal(CommissionCurrencyMismatch.class, "commission.currency-mismatch"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @EnumSource(names = {"WAITING", "NOT_DELIVERED", "ACCRUED", "REFUSED"})
        void isRefusedWhenNothingWasPaid(Past past) {
            order.given(past.events)
                    .when(command(null))
                    .expectException(refusal(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }

        @Test
        void saysWhenAllIsReversedAlready() {
            order.given(Past.TAKEN_BACK.events)
                    .when(command(null))
                    .expectException(alreadyAsAsked(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }

        @Test
        void anAmountAgainIsNotTheSameAsAllAgain() {
            order.given(Past.TAKEN_BACK.events)
                    .when(command(gbp(782)))
                    .expectException(refusal(IllegalCommissionTransition.class, "commission.illegal-transition"))
                    .expectNoEvents();
        }
    }

    @Nested
    class ProviderScope {

        private static Stream<OnOrder> commandsOf(ProviderId only) {
            return Stream.of(
                    new ConfirmCommission(STREAM, only, null, false, false, null, LATER),
                    new DeclineCommission(STREAM, only, ReasonCode.FRAUD, null, null, LATER),
                    new AmendCommission(STREAM, only, gbp(1), ReasonCode.FRAUD, null, null, LATER),
                    new ReverseCommission(STREAM, only, null, ReasonCode.FRAUD, null, null, LATER));
        }

        private static Stream<OnOrder> ownCommands() {
            return commandsOf(PROVIDER);
        }

        private static Stream<OnOrder> foreignCommands() {
            return commandsOf(OTHER_PROVIDER);
        }

        @ParameterizedTest
        @MethodSource("ownCommands")
        void letsAProviderTouchItsOwnOrders(OnOrder command) {
            order.given(Past.PARTLY_PAID.events).when(command).expectSuccessfulHandlerExecution();
        }

        @ParameterizedTest
        @MethodSource("foreignCommands")
        void hidesTheOrdersOfOthers(OnOrder command) {
            order.given(Past.PARTLY_PAID.events)
                    .when(command)
                    .expectException(refusal(UnknownOrder.class, "order.unknown"))
                    .expectNoEvents();
        }

        @ParameterizedTest
        @EnumSource(OrderStatus.class)
        void hidesTheStatusOfTheOrdersOfOthers(OrderStatus status) {
            order.given(placed(OrderStatus.PENDING))
                    .when(new ChangeStatus(STREAM, OTHER_PROVIDER, status, null, LATER))
                    .expectException(refusal(UnknownOrder.class, "order.unknown"))
                    .expectNoEvents();
        }

        @Test
        void letsAProviderSetTheStatusOfItsOwnOrders() {
            order.given(placed(OrderStatus.PENDING))
                    .when(new ChangeStatus(STREAM, PROVIDER, OrderStatus.FAILED, null, LATER))
                    .expectEvents(new OrderFailed(FACTS, OrderStatus.PENDING, null, figures(782, 0, 0, 0, 0), LATER));
        }
    }

    @Nested
    class Missing {

        private static Stream<OnOrder> commands() {
            return Stream.concat(
                    Stream.of(new ChangeStatus(STREAM, null, OrderStatus.FAILED, null, LATER)),
                    ProviderScope.ownCommands());
        }

        @ParameterizedTest
        @MethodSource("commands")
        void isNotFoundAndAnsweredAsUnknown(OnOrder command) {
            order.givenNoPriorActivity()
                    .when(command)
                    .expectException(AggregateNotFoundException.class)
                    .expectNoEvents();
            assertThat(command.whenMissing())
                    .isExactlyInstanceOf(UnknownOrder.class)
                    .hasMessage("There is no such order.");
        }
    }

    @ParameterizedTest
    @EnumSource(Past.class)
    void thePastsOfTheseTestsEndInTheStatesThatTheyStandFor(Past past) {
        assertThat(past.events.getLast().commission().state()).isEqualTo(past.state);
    }

    @Test
    void aSumBeyondTheRangeOfMoneyIsAFaultAndNoEvent() {
        Commission full = figures(782, 1, Long.MAX_VALUE, 0, 0);
        assertThatThrownBy(() -> full.confirmed(1)).isInstanceOf(ArithmeticException.class);
        order.given(placed(OrderStatus.SUCCESSFUL), confirmed(782, 782, full))
                .when(new ConfirmCommission(STREAM, null, null, false, false, null, LATER))
                .expectException(ArithmeticException.class)
                .expectNoEvents();
    }
}
