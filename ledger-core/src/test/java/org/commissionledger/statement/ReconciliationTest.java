package org.commissionledger.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.commissionledger.money.Money;
import org.commissionledger.order.Commission;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.order.CommissionState;
import org.commissionledger.order.OrderId;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReconciliationTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");

    private final Map<OrderId, Commission> ledger = new HashMap<>();
    private final List<StatedLine> stated = new ArrayList<>();

    private void order(String id, long pending, long paid, long reversed) {
        ledger.put(new OrderId(id), new Commission(GBP, pending, pending, paid, 0, reversed));
    }

    private void line(String orders, long amount) {
        line(orders, Money.ofMinor(amount, GBP), AT.plusSeconds(stated.size()));
    }

    private void line(String orders, Money amount, Instant at) {
        List<OrderId> ids = Arrays.stream(orders.split("\\|")).map(OrderId::new).toList();
        stated.add(new StatedLine(stated.size() + 1, ids, amount, at));
    }

    private List<StatementLine> match() {
        return Reconciliation.match(stated, ledger, Tolerance.NONE);
    }

    private List<StatementLine> match(Tolerance tolerance) {
        return Reconciliation.match(stated, ledger, tolerance);
    }

    private static Settlement confirm(String order, long amount) {
        return new Settlement(new OrderId(order), CommissionMove.CONFIRM, amount, false, false);
    }

    private static void assertLine(StatementLine line, LineOutcome outcome, Settlement... settlements) {
        assertThat(line.outcome()).isEqualTo(outcome);
        assertThat(line.settlements()).containsExactly(settlements);
    }

    private static void assertReview(StatementLine line, LineReason reason) {
        assertLine(line, LineOutcome.AMOUNT_DIFFERS);
        assertThat(line.reason()).isEqualTo(reason);
        assertThat(line.needsReview()).isTrue();
    }

    @Nested
    class OneOrder {

        @Test
        void isMatchedByItsPendingAmount() {
            order("a", 100, 0, 0);
            line("a", 100);
            assertLine(match().getFirst(), LineOutcome.MATCHED, confirm("a", 100));
        }

        @Test
        void isConfirmedInPartByLessAndLookedAtForMore() {
            order("a", 100, 0, 0);
            order("b", 100, 0, 0);
            line("a", 60);
            line("b", 101);
            assertLine(match().get(0), LineOutcome.AMOUNT_DIFFERS, confirm("a", 60));
            assertReview(match().get(1), LineReason.EXCEEDS_PENDING);
            assertThat(match().get(1).expected()).isEqualTo(100);
        }

        @Test
        void isSettledWithinTheTolerance() {
            order("a", 100, 0, 0);
            order("b", 100, 0, 0);
            order("c", 100, 0, 0);
            line("a", 98);
            line("b", 102);
            line("c", 103);
            List<StatementLine> lines = match(new Tolerance(2, 0));
            OrderId a = new OrderId("a");
            assertLine(lines.get(0), LineOutcome.MATCHED, new Settlement(a, CommissionMove.CONFIRM, 98, false, true));
            OrderId b = new OrderId("b");
            assertLine(lines.get(1), LineOutcome.MATCHED, new Settlement(b, CommissionMove.CONFIRM, 102, true, false));
            assertReview(lines.get(2), LineReason.EXCEEDS_PENDING);
            assertThat(match(new Tolerance(0, 200)).get(1).outcome()).isEqualTo(LineOutcome.MATCHED);
            assertThat(match(new Tolerance(0, 199)).get(1).outcome()).isEqualTo(LineOutcome.MATCHED); // 1.99 is 2
            assertThat(match(new Tolerance(0, 140)).get(1).outcome()).isEqualTo(LineOutcome.AMOUNT_DIFFERS);
        }

        @Test
        void isPaidInParts() {
            order("a", 100, 0, 0);
            line("a", 30);
            line("a", 70);
            assertLine(match().get(0), LineOutcome.MATCHED, confirm("a", 30));
            assertLine(match().get(1), LineOutcome.MATCHED, confirm("a", 70));
        }

        @Test
        void isNotPaidInPartsThatLeaveNothingForTheLast() {
            order("a", 100, 0, 0);
            line("a", 101);
            line("a", 1);
            match(new Tolerance(2, 0)).forEach(line -> assertReview(line, LineReason.EXCEEDS_PENDING));
        }

        @Test
        void isDoneWhenTheLedgerHasBookedItBefore() {
            order("a", 0, 100, 0);
            order("b", 0, 90, 0);
            line("a", 100);
            line("b", 100);
            assertLine(match().get(0), LineOutcome.MATCHED);
            assertThat(match().get(0).reason()).isEqualTo(LineReason.ALREADY_SETTLED);
            assertReview(match().get(1), LineReason.NOTHING_PENDING);
        }

        @Test
        void isLookedAtWhenAsMuchWasPaidBeforeAndMoreIsPending() {
            order("a", 100, 50, 0);
            line("a", 50);
            assertLine(match().get(0), LineOutcome.MATCHED);
            assertThat(match().get(0).reason()).isEqualTo(LineReason.PAID_BEFORE);
            assertThat(match().get(0).needsReview()).isTrue();
        }

        @Test
        void isTakenBackByANegativeAmount() {
            order("a", 0, 100, 0);
            order("b", 0, 100, 0);
            order("c", 0, 100, 0);
            order("d", 0, 60, 40);
            line("a", -100);
            line("b", -40);
            line("c", -101);
            line("d", -40);
            OrderId a = new OrderId("a");
            assertLine(match().get(0), LineOutcome.MATCHED, Settlement.reverse(a, 100));
            assertLine(match().get(1), LineOutcome.AMOUNT_DIFFERS, Settlement.reverse(new OrderId("b"), 40));
            assertReview(match().get(2), LineReason.EXCEEDS_PAID);
            assertThat(match().get(3).reason()).isEqualTo(LineReason.ALREADY_SETTLED);
        }

        @Test
        void isLookedAtInAnotherCurrencyAndForNothing() {
            order("a", 100, 0, 0);
            order("b", 100, 0, 0);
            line("a", Money.ofMinor(100, Currency.getInstance("EUR")), AT);
            line("b", 0);
            assertReview(match().get(0), LineReason.OTHER_CURRENCY);
            assertReview(match().get(1), LineReason.ZERO_STATED);
        }
    }

    @Test
    void theVerySameLineIsADuplicate() {
        order("a", 100, 0, 0);
        line("a", Money.ofMinor(100, GBP), AT);
        line("a", Money.ofMinor(100, GBP), AT);
        line("z", 1);
        assertLine(match().get(0), LineOutcome.MATCHED, confirm("a", 100));
        assertLine(match().get(1), LineOutcome.DUPLICATE);
        assertLine(match().get(2), LineOutcome.NOT_IN_LEDGER);
    }

    @Nested
    class SeveralOrders {

        @Test
        void areMatchedByTheirSum() {
            order("a", 100, 0, 0);
            order("b", 50, 0, 0);
            order("c", 0, 20, 0);
            line("a|b|c", 150);
            assertLine(match().getFirst(), LineOutcome.MATCHED, confirm("a", 100), confirm("b", 50));
        }

        @Test
        void leaveWhatTheToleranceForgivesToTheLast() {
            order("a", 100, 0, 0);
            order("b", 50, 0, 0);
            line("a|b", 151);
            OrderId b = new OrderId("b");
            assertLine(
                    match(new Tolerance(1, 0)).getFirst(),
                    LineOutcome.MATCHED,
                    confirm("a", 100),
                    new Settlement(b, CommissionMove.CONFIRM, 51, true, false));
            assertReview(match().getFirst(), LineReason.SUM_DIFFERS);
        }

        @Test
        void areLookedAtWhenAnotherLineNamesOneOfThem() {
            order("a", 100, 0, 0);
            order("b", 50, 0, 0);
            line("a|b", 150);
            line("b", 50);
            assertReview(match().get(0), LineReason.NAMED_TWICE);
            assertLine(match().get(1), LineOutcome.MATCHED, confirm("b", 50));
        }

        @Test
        void areNotInTheLedgerWhenOneIsNot() {
            order("a", 100, 0, 0);
            line("a|z", 100);
            assertLine(match().getFirst(), LineOutcome.NOT_IN_LEDGER);
        }

        @Test
        void areTakenBackTogether() {
            order("a", 0, 100, 0);
            order("b", 0, 50, 0);
            line("a|b", -150);
            assertLine(
                    match().getFirst(),
                    LineOutcome.MATCHED,
                    Settlement.reverse(new OrderId("a"), 100),
                    Settlement.reverse(new OrderId("b"), 50));
        }
    }

    private static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("statement.seeds", 300));
    }

    /** Whatever is proposed can be carried out, in its order, and leaves matched orders with nothing due. */
    @ParameterizedTest
    @MethodSource("seeds")
    void proposesOnlyWhatTheOrdersAllow(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            order(
                    "o" + i,
                    random.nextInt(4) == 0 ? 0 : random.nextInt(200),
                    random.nextInt(3) * 50L,
                    random.nextInt(2) * 30L);
        }
        for (int i = 0; i < 20; i++) {
            String first = "o" + random.nextInt(14);
            String orders = random.nextInt(5) == 0 ? first + "|o" + random.nextInt(12) : first;
            line(orders, random.nextInt(6) == 0 ? -random.nextInt(150) : random.nextInt(220));
        }
        List<StatementLine> lines = match(new Tolerance(random.nextInt(5), random.nextInt(300)));
        assertThat(lines)
                .as("seed %d", seed)
                .extracting(StatementLine::line)
                .isSorted()
                .hasSize(stated.size());
        Map<OrderId, Commission> after = new HashMap<>(ledger);
        lines.forEach(line ->
                line.settlements().forEach(s -> after.merge(s.orderId(), zero(), (now, z) -> carryOut(seed, s, now))));
        for (StatementLine line : lines) {
            if (line.outcome() == LineOutcome.MATCHED
                    && line.settlements().stream().anyMatch(s -> s.action() == CommissionMove.CONFIRM)) {
                assertThat(line.orders())
                        .allSatisfy(order -> assertThat(
                                        after.getOrDefault(order, zero()).pending())
                                .as("seed %d, line %d", seed, line.line())
                                .isZero());
            }
        }
    }

    private static Commission zero() {
        return Commission.expecting(GBP, 0);
    }

    /** By the rules of the commission itself. */
    private static Commission carryOut(long seed, Settlement settlement, Commission now) {
        CommissionState state = now.state();
        assertThat(state.moves()).as("seed %d, %s on %s", seed, settlement, now).contains(settlement.action());
        if (settlement.action() == CommissionMove.REVERSE) {
            return now.reversed(settlement.amount());
        }
        assertThat(settlement.allowExcess() || settlement.amount() <= now.pending())
                .as("seed %d, %s on %s", seed, settlement, now)
                .isTrue();
        Commission confirmed = now.confirmed(settlement.amount());
        return settlement.declinesRest() ? confirmed.declinedRest() : confirmed;
    }
}
