package org.commissionledger.projection.payouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.order;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.payout.PayoutCommand;
import org.commissionledger.payout.PayoutCommand.CancelPayout;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.PayoutStatus;
import org.commissionledger.period.Period;
import org.commissionledger.period.PeriodCommand;
import org.commissionledger.period.PeriodCommand.ClosePeriod;
import org.commissionledger.projection.report.ReportTable;
import org.commissionledger.projection.report.Selection;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Random histories of orders, reversals, payouts and closings, compared with a slow model. */
class PayoutsHistoryTest {

    private static final int STEPS = Integer.getInteger("payouts.steps", 350);
    /** What a history must contain: it goes on until it does. */
    private static final List<String> KINDS =
            List.of("drafted", "approved", "settled", "failed", "cancelled", "commission.frozen", "closed");

    private static final Instant START = Instant.parse("2011-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2011-12-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.migrated();
    private final Map<String, Map<String, BigInteger>> atClosing = new TreeMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private int orders;
    private int payouts;

    @Test
    void payEveryMovementOnceAndLoseNone() {
        long seed = Long.getLong("payouts.seed", System.nanoTime());
        Random random = new Random(seed);
        try (PayoutsNode node = new PayoutsNode(database)) {
            node.ledger.withCatalogue(DEMO, "a", "b");
            for (int step = 0;
                    step < STEPS || step < 10 * STEPS && !seen.keySet().containsAll(KINDS);
                    step++) {
                step(node, random, "seed %d, step %d".formatted(seed, step));
            }
            compare(node, "seed " + seed);
            assertThat(seen.keySet()).as("seed %d", seed).containsAll(KINDS);
        }
    }

    private void step(PayoutsNode node, Random random, String where) {
        int choice = random.nextInt(40);
        if (choice < 12 || orders < 5) {
            place(node, random);
        } else if (choice < 22) {
            confirm(node, random);
        } else if (choice < 27) {
            reverse(node, random, where);
        } else if (choice < 31 || payouts == 0) {
            draft(node, random, where);
        } else if (choice < 39) {
            move(node, random, where);
        } else {
            close(node, random, where);
        }
    }

    private static Instant someTime(Random random) {
        return START.plusSeconds(random.nextLong(END.getEpochSecond() - START.getEpochSecond()));
    }

    private void place(PayoutsNode node, Random random) {
        String provider = random.nextBoolean() ? "a" : "b";
        Instant at = someTime(random);
        assertThat(node.refused(order(DEMO, "o-" + orders++, provider, 40_000, OrderStatus.SUCCESSFUL, at)))
                .isEmpty();
    }

    private StreamId someOrder(Random random) {
        return OrderCommand.stream(DEMO, new OrderId("o-" + random.nextInt(orders)));
    }

    private void confirm(PayoutsNode node, Random random) {
        Money some = random.nextInt(3) == 0 ? null : Money.ofMinor(1 + random.nextInt(900), TestLedger.GBP);
        node.refused(new ConfirmCommission(someOrder(random), null, some, false, true, null, someTime(random)));
    }

    private void reverse(PayoutsNode node, Random random, String where) {
        StreamId stream = someOrder(random);
        Money some = random.nextInt(3) == 0 ? null : Money.ofMinor(1 + random.nextInt(500), TestLedger.GBP);
        boolean frozen = node.model().isFrozen(stream.stream().substring("order/".length()));
        String code = node.refused(
                        new ReverseCommission(stream, null, some, ReasonCode.RETURNED, null, null, someTime(random)))
                .map(Rejection::code)
                .orElse("reversed");
        seen.merge(code, 1, Integer::sum);
        assertThat(code.equals("commission.frozen")).as(where).isEqualTo(frozen && !code.endsWith("transition"));
    }

    private void draft(PayoutsNode node, Random random, String where) {
        Instant first = someTime(random);
        Instant second = someTime(random);
        boolean inOrder = first.isBefore(second);
        String provider = random.nextInt(3) == 0 ? "a" : null;
        String payout = "p-" + payouts;
        Map<String, Long> expected = node.model().payable(provider, inOrder ? first : second, inOrder ? second : first);
        Optional<Rejection> refusal = node.draft(payout, provider, inOrder ? first : second, inOrder ? second : first);
        if (expected.isEmpty()) {
            assertThat(refusal.map(Rejection::code)).as(where).contains("payout.nothing-to-pay");
            return;
        }
        payouts++;
        seen.merge("drafted", 1, Integer::sum);
        assertThat(refusal).as(where).isEmpty();
        assertThat(node.model().amounts(payout)).as(where).isEqualTo(expected);
    }

    private void move(PayoutsNode node, Random random, String where) {
        String payout = "p-" + random.nextInt(payouts);
        PayoutModel before = node.model();
        PayoutStatus status = before.statuses.getOrDefault(payout, PayoutStatus.DRAFT);
        PayoutStatus to = PayoutStatus.values()[1 + random.nextInt(4)];
        Optional<Rejection> refusal = switch (to) {
            case APPROVED -> node.approve(payout);
            case SETTLED -> node.settle(payout);
            case FAILED -> node.fail(payout);
            case CANCELLED, DRAFT ->
                node.refused(new CancelPayout(PayoutCommand.stream(DEMO, new PayoutId(payout)), PayoutsNode.NOW));
        };
        String expected = !status.next().contains(to)
                ? "payout.illegal-transition"
                : to == PayoutStatus.APPROVED && before.isOutdated(payout) ? "payout.outdated" : "";
        assertThat(refusal.map(Rejection::code).orElse(""))
                .as("%s, %s", where, payout)
                .isEqualTo(expected);
        if (expected.isEmpty()) {
            seen.merge(to.name().toLowerCase(Locale.ROOT), 1, Integer::sum);
            assertThat(node.model().statuses).as(where).containsEntry(payout, to);
        }
    }

    private void close(PayoutsNode node, Random random, String where) {
        Period period = new Period("2011-%02d".formatted(1 + random.nextInt(10)));
        Optional<Rejection> refusal =
                node.refused(new ClosePeriod(PeriodCommand.stream(DEMO, period), period, "finance", PayoutsNode.NOW));
        assertThat(refusal.isPresent()).as(where).isEqualTo(atClosing.containsKey(period.value()));
        if (refusal.isEmpty()) {
            node.caughtUp();
            atClosing.put(period.value(), figures(node, period));
            seen.merge("closed", 1, Integer::sum);
        }
    }

    /** What a month comes to by booking time: revenue, and each account of the journal. */
    private static Map<String, BigInteger> figures(PayoutsNode node, Period period) {
        Map<String, BigInteger> figures = new TreeMap<>();
        Selection month = new Selection(DEMO, period.start(), period.end(), null, Map.of());
        ReportTable.read(node.reports, "revenue-by-service", month, null)
                .forEach(row -> figures.put("revenue " + row.get("productId"), ReportTable.amount(row, "net")));
        JdbcClient.create(node.ledger.pool())
                .sql("""
                        select a.account, sum(l.amount)
                          from ledger_journal.posting_block b join ledger_journal.account_balance a using (account_id),
                               unnest(b.amounts, coalesce(b.booked_at, b.effective_at)) l(amount, booked_at)
                         where l.booked_at >= ? and l.booked_at < ? group by a.account""")
                .params(period.start().atOffset(ZoneOffset.UTC), period.end().atOffset(ZoneOffset.UTC))
                .query(row -> {
                    figures.put(row.getString(1), row.getBigDecimal(2).toBigIntegerExact());
                });
        return figures;
    }

    private void compare(PayoutsNode node, String why) {
        node.caughtUp();
        PayoutModel model = node.model();
        model.movements.forEach(moved ->
                assertThat(model.keepers(moved)).as("%s, %s", why, moved).hasSizeLessThan(2));
        long paid = model.paid.values().stream().mapToLong(Long::longValue).sum();
        assertThat(model.movements.stream().mapToLong(PayoutModel.Moved::amount).sum())
                .as(why)
                .isEqualTo(paid);
        Map<String, BigInteger> accounts = new HashMap<>();
        node.journal.balances(DEMO.value()).forEach(b -> accounts.put(b.account(), b.balance()));
        assertThat(node.journal.sums())
                .allSatisfy(sum -> assertThat(sum.balance()).isZero());
        BigInteger all = accounts.entrySet().stream()
                .filter(a ->
                        a.getKey().startsWith("commission:paid:") || a.getKey().startsWith("payout:"))
                .map(Map.Entry::getValue)
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertThat(all).as(why).isEqualTo(BigInteger.valueOf(paid));
        assertThat(accounts.getOrDefault("payout:bank", BigInteger.ZERO))
                .as(why)
                .isEqualTo(BigInteger.valueOf(sum(model, PayoutStatus.SETTLED)));
        assertThat(accounts.entrySet().stream()
                        .filter(a -> a.getKey().startsWith("payout:payable:"))
                        .map(Map.Entry::getValue)
                        .reduce(BigInteger.ZERO, BigInteger::add))
                .as(why)
                .isEqualTo(BigInteger.valueOf(sum(model, PayoutStatus.APPROVED)));
        open(node, model, why);
        atClosing.forEach((period, figures) -> assertThat(figures(node, new Period(period)))
                .as("%s, %s", why, period)
                .isEqualTo(figures));
        report(node, model, why);
        node.assertEqualsItsRebuild(why);
    }

    private static long sum(PayoutModel model, PayoutStatus status) {
        return model.statuses.entrySet().stream()
                .filter(payout -> payout.getValue() == status)
                .flatMap(payout -> model.amounts(payout.getKey()).values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    private static void open(PayoutsNode node, PayoutModel model, String why) {
        BigDecimal open = JdbcClient.create(node.ledger.pool())
                .sql("select coalesce(sum(amount), 0) from ledger_payouts.movement where payout_id is null")
                .query(BigDecimal.class)
                .single();
        long expected = model.movements.stream()
                .filter(moved -> model.keepers(moved).isEmpty())
                .mapToLong(PayoutModel.Moved::amount)
                .sum();
        assertThat(open.longValueExact()).as(why).isEqualTo(expected);
    }

    private static void report(PayoutsNode node, PayoutModel model, String why) {
        Selection all = new Selection(DEMO, null, null, null, Map.of());
        List<Map<String, String>> rows = ReportTable.read(node.reports, "payouts", all, null);
        Map<String, String> statuses = new TreeMap<>();
        rows.forEach(row -> statuses.put(row.get("payoutId"), row.get("status")));
        Map<String, String> expected = new TreeMap<>();
        model.statuses.forEach((payout, status) -> expected.put(payout, status.name()));
        assertThat(statuses).as(why).isEqualTo(expected);
        long position = node.ledger.core.reader().head();
        node.draft("last", null, START, END);
        node.caughtUp();
        assertThat(ReportTable.read(node.reports, "payouts", all, position))
                .as(why)
                .isEqualTo(rows);
    }

    /** Two nodes want the same at the same moment: one gets it, for the other nothing is left. */
    @Test
    void payOnceWhatTwoNodesGatherAtTheSameTime() {
        try (PayoutsNode one = new PayoutsNode(database);
                PayoutsNode two = new PayoutsNode(database)) {
            one.ledger.withCatalogue(DEMO, "a", "b");
            for (int round = 0; round < 8; round++) {
                String id = "both-" + round;
                one.refused(order(DEMO, id, "a", 40_000, OrderStatus.SUCCESSFUL, START));
                StreamId stream = OrderCommand.stream(DEMO, new OrderId(id));
                one.refused(new ConfirmCommission(stream, null, null, false, false, null, START));
                List<CompletableFuture<Optional<Rejection>>> drafts = new ArrayList<>();
                for (PayoutsNode node : List.of(one, two, one, two)) {
                    String payout = id + "-" + drafts.size();
                    drafts.add(CompletableFuture.supplyAsync(() -> node.draft(payout, null, START, END)));
                }
                List<String> codes = drafts.stream()
                        .map(draft -> draft.join().map(Rejection::code).orElse("drafted"))
                        .sorted()
                        .toList();
                assertThat(codes)
                        .containsExactly(
                                "drafted", "payout.nothing-to-pay", "payout.nothing-to-pay", "payout.nothing-to-pay");
            }
            one.caughtUp();
            assertThat(one.queries.list(DEMO.value(), Long.MAX_VALUE, null, null, 50))
                    .extracting(PayoutRow::number)
                    .containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
        }
    }
}
