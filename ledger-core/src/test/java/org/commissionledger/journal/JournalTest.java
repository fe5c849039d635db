package org.commissionledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.commissionledger.catalogue.CatalogueEvent.CategoryDefined;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.money.Money;
import org.commissionledger.order.Commission;
import org.commissionledger.order.CommissionState;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationEvent.OrganisationCreated;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.RandomOrders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final OrderFacts FACTS = new OrderFacts(
            new OrderId("536365"),
            new IntegrationId("web-shop"),
            new ProductId("giftware"),
            new CategoryId("domestic"),
            new ProviderId("uk"),
            new CustomerId("c-17850"),
            false,
            Money.ofMinor(15_640, GBP),
            AT);

    private static Commission figures(long expected, long pending, long paid, long declined, long reversed) {
        return new Commission(GBP, expected, pending, paid, declined, reversed);
    }

    private static Posting posting(String figure, long amount) {
        return new Posting("commission:" + figure + ":uk", GBP, amount);
    }

    private static void assertPostings(LedgerEvent event, Posting... postings) {
        assertThat(Journal.entry(event).postings()).containsExactlyInAnyOrder(postings);
    }

    @Nested
    class Postings {

        @Test
        void ofAnOrderThatWaitsAreNone() {
            OrderPlaced event = new OrderPlaced(FACTS, OrderStatus.PENDING, false, figures(782, 0, 0, 0, 0), AT);
            assertThat(Journal.entry(event).isEmpty()).isTrue();
        }

        @Test
        void ofADeliveredOrderExpectTheCommission() {
            assertPostings(
                    new OrderPlaced(FACTS, OrderStatus.SUCCESSFUL, false, figures(782, 782, 0, 0, 0), AT),
                    posting("expected", -782),
                    posting("pending", 782));
        }

        @Test
        void ofALaterDeliveryExpectTheCommission() {
            assertPostings(
                    new OrderSucceeded(FACTS, OrderStatus.FAILED, null, figures(782, 782, 0, 0, 0), AT),
                    posting("expected", -782),
                    posting("pending", 782));
        }

        @Test
        void ofAFailureAreNone() {
            OrderFailed event = new OrderFailed(FACTS, OrderStatus.PENDING, null, figures(782, 0, 0, 0, 0), AT);
            assertThat(Journal.entry(event).isEmpty()).isTrue();
        }

        @Test
        void ofAConfirmationMoveFromPendingToPaid() {
            assertPostings(
                    new CommissionConfirmed(FACTS, 300, 782, null, figures(782, 482, 300, 0, 0), AT),
                    posting("pending", -300),
                    posting("paid", 300));
        }

        @Test
        void ofAnExcessComeFromExpected() {
            assertPostings(
                    new CommissionConfirmed(FACTS, 800, 782, null, figures(782, 0, 800, 0, 0), AT),
                    posting("pending", -782),
                    posting("paid", 800),
                    posting("expected", -18));
        }

        @Test
        void ofADeclineMoveFromPendingToDeclined() {
            assertPostings(
                    new CommissionDeclined(
                            FACTS, 482, ReasonCode.RETURNED, null, null, figures(782, 0, 300, 482, 0), AT),
                    posting("pending", -482),
                    posting("declined", 482));
        }

        @ParameterizedTest
        @ValueSource(longs = {0, 100, 900})
        void ofAnAmendmentMoveBetweenExpectedAndPending(long amount) {
            assertPostings(
                    new CommissionAmended(
                            FACTS,
                            amount,
                            482,
                            ReasonCode.INCORRECT_AMOUNT,
                            null,
                            null,
                            figures(782, amount, 300, 0, 0),
                            AT),
                    posting("pending", amount - 482),
                    posting("expected", 482 - amount));
        }

        @Test
        void ofAReversalMoveFromPaidToReversed() {
            assertPostings(
                    new CommissionReversed(FACTS, 82, ReasonCode.FRAUD, null, null, figures(782, 0, 700, 0, 82), AT),
                    posting("paid", -82),
                    posting("reversed", 82));
        }

        @Test
        void ofWhatMovesNoMoneyAreNone() {
            assertPostings(new CategoryDefined(new CategoryId("gifts"), "Gifts", AT));
            assertPostings(new OrganisationCreated(new OrganisationId("demo"), "Demo", AT));
        }

        @Test
        void ofAnEventThatTheJournalDoesNotKnowAreRefused() {
            LedgerEvent unknown = () -> AT;
            assertThatIllegalArgumentException().isThrownBy(() -> Journal.entry(unknown));
        }
    }

    @Nested
    class Entries {

        @Test
        void thatDoNotBalanceCannotBeMade() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JournalEntry.balanced(List.of(posting("paid", 1), posting("pending", -2))));
        }

        @Test
        void balanceInEachCurrencyByItself() {
            Posting yen = new Posting("commission:paid:uk", JPY, -1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JournalEntry.balanced(List.of(posting("paid", 1), yen)));
        }

        @Test
        void leaveOutLinesOfNothing() {
            assertThat(JournalEntry.balanced(List.of(posting("paid", 0))).isEmpty())
                    .isTrue();
        }
    }

    /** The books of a random history, compared after every event with sums made the slow way from the orders themselves. */
    @Nested
    class History {

        private static final int STEPS = 6_000;
        private static final int COMPARE_ALL_EVERY = 200;

        private final Map<String, Long> accounts = new TreeMap<>();
        private final Map<Currency, Long> sums = new HashMap<>();
        private final Map<OrderId, OrderEvent> orders = new HashMap<>();

        @ParameterizedTest
        @ValueSource(longs = {1, 20101201, 20111209})
        void alwaysSumsToZeroAndAgreesWithTheOrders(long seed) {
            RandomOrders random = new RandomOrders(new Random(seed));
            Set<CommissionState> seen = EnumSet.noneOf(CommissionState.class);
            Set<Class<?>> types = new HashSet<>();
            for (int step = 0; step < STEPS; step++) {
                for (OrderEvent event : random.next()) {
                    String where = "seed %d, step %d, %s".formatted(seed, step, event);
                    book(event, where);
                    seen.add(event.commission().state());
                    types.add(event.getClass());
                }
                if (step % COMPARE_ALL_EVERY == 0 || step == STEPS - 1) {
                    assertThat(withoutZeros(accounts))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(withoutZeros(slowModel()));
                }
            }
            assertThat(random.refusals()).as("refusals with seed %d", seed).isPositive();
            assertThat(seen).as("states seen with seed %d", seed).containsOnly(CommissionState.values());
            assertThat(types).as("events seen with seed %d", seed).hasSize(OrderEvent.TYPES.size());
            assertThat(sums.keySet()).as("currencies seen with seed %d", seed).hasSize(3);
        }

        private void book(OrderEvent event, String where) {
            String provider = event.order().providerId().value();
            OrderEvent before = orders.put(event.order().orderId(), event);
            Map<String, Long> expected = new TreeMap<>();
            figures(before, -1, expected);
            figures(event, 1, expected);
            Map<String, Long> posted = new TreeMap<>();
            for (Posting posting : Journal.entry(event).postings()) {
                String account = posting.account() + " " + posting.currency();
                accounts.merge(account, posting.amount(), Math::addExact);
                posted.merge(account, posting.amount(), Math::addExact);
                sums.merge(posting.currency(), posting.amount(), Math::addExact);
                assertThat(posting.account()).as(where).endsWith(":" + provider);
            }
            assertThat(posted).as(where).isEqualTo(withoutZeros(expected));
            sums.forEach((currency, sum) ->
                    assertThat(sum).as("%s, sum of %s", where, currency).isZero());
        }

        private Map<String, Long> slowModel() {
            Map<String, Long> model = new TreeMap<>();
            orders.values().forEach(latest -> figures(latest, 1, model));
            return model;
        }

        /** An order's figures stand on their accounts; expected stands against their sum. */
        private static void figures(@Nullable OrderEvent latest, long sign, Map<String, Long> to) {
            if (latest == null) {
                return;
            }
            Commission c = latest.commission();
            String suffix = ":" + latest.order().providerId() + " " + c.currency();
            long due = c.pending() + c.paid() + c.declined() + c.reversed();
            to.merge("commission:expected" + suffix, -due * sign, Long::sum);
            to.merge("commission:pending" + suffix, c.pending() * sign, Long::sum);
            to.merge("commission:paid" + suffix, c.paid() * sign, Long::sum);
            to.merge("commission:declined" + suffix, c.declined() * sign, Long::sum);
            to.merge("commission:reversed" + suffix, c.reversed() * sign, Long::sum);
        }

        private static Map<String, Long> withoutZeros(Map<String, Long> all) {
            Map<String, Long> left = new TreeMap<>(all);
            left.values().removeIf(amount -> amount == 0);
            return left;
        }
    }
}
