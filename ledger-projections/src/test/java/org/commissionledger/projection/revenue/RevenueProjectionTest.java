package org.commissionledger.projection.revenue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.GBP;
import static org.commissionledger.testing.TestLedger.MARCH;
import static org.commissionledger.testing.TestLedger.order;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.ReverseCommission;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RevenueProjectionTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.migrated();
    private final TestLedger ledger = new TestLedger(database).withCatalogue(DEMO, "a", "b");
    private final List<Projections> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Projections::close);
        ledger.close();
    }

    private Projections start(Projection... projections) {
        Projections running = new Projections(
                        List.of(projections),
                        ledger.pool(),
                        ledger.core,
                        new Projections.Settings(50, 3),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry())
                .start();
        started.add(running);
        return running;
    }

    private void caughtUp(Projections projections) {
        long head = ledger.core.reader().head();
        projections
                .names()
                .forEach(name -> assertThat(projections.await(name, head, SOON)).isTrue());
    }

    private void history(Random random, String run) {
        for (int i = 0; i < 200; i++) {
            String id = run + "-" + i;
            ledger.run(DEMO, order(DEMO, id, i % 2 == 0 ? "a" : "b", 50_000 + i, OrderStatus.SUCCESSFUL, MARCH));
            Money some = random.nextBoolean() ? null : Money.ofMinor(1 + random.nextInt(2_000), GBP);
            var stream = OrderCommand.stream(DEMO, new OrderId(id));
            if (random.nextInt(3) > 0) {
                ledger.run(DEMO, new ConfirmCommission(stream, null, some, false, false, "march", MARCH));
                if (random.nextInt(3) == 0) {
                    try {
                        ledger.run(
                                DEMO,
                                new ReverseCommission(stream, null, some, ReasonCode.RETURNED, null, null, MARCH));
                    } catch (Rejection e) {
                        assertThat(e).isNotNull(); // more than was paid: nothing happened
                    }
                }
            }
        }
    }

    private BigDecimal net() {
        return JdbcClient.create(ledger.pool())
                .sql("select coalesce(sum(net), 0) from ledger_revenue.revenue_line")
                .query(BigDecimal.class)
                .single();
    }

    @Test
    void addsUpToWhatIsPaidAndIsTheSameAfterARebuild() {
        long seed = System.nanoTime();
        history(new Random(seed), "first");
        Projections projections = start(new OrdersProjection(ledger.core.eventCodec()), new RevenueProjection());
        history(new Random(seed + 1), "second");
        caughtUp(projections);
        TotalsQueries.Total total = new TotalsQueries(ledger.pool())
                .totals(DEMO.value(), OrderFilter.ALL)
                .totals()
                .getFirst();
        assertThat(net().toBigIntegerExact()).as("seed %d", seed).isEqualTo(total.paid());
        String live = projections.digest(RevenueProjection.NAME);
        projections.rebuild(RevenueProjection.NAME);
        assertThat(projections.digest(RevenueProjection.NAME))
                .as("seed %d", seed)
                .isEqualTo(live);
    }

    /** What the migration does to lines that were written before it. */
    @Test
    void linesOfBeforeAreMadeAgain() throws IOException {
        history(new Random(5), "before");
        Projections before = start(new RevenueProjection());
        caughtUp(before);
        String live = before.digest(RevenueProjection.NAME);
        before.close();
        database.asOwner("alter table ledger_revenue.revenue_line drop column ledger_sequence, drop column order_value,"
                + " drop column top_ups, drop column overdraft, drop column hold_id");
        try (InputStream script = RevenueProjection.class.getResourceAsStream("V046__all_of_a_transaction.sql")) {
            database.asOwner(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        }
        Projections after = start(new RevenueProjection());
        caughtUp(after);
        assertThat(net()).isPositive();
        assertThat(after.digest(RevenueProjection.NAME)).isEqualTo(live);
    }

    @Test
    void fillsItselfInAStoreThatHasAHistoryWhileTheOthersGoOn() {
        Projections others = start(new OrdersProjection(ledger.core.eventCodec()));
        history(new Random(4), "before");
        caughtUp(others);
        Projections later = start(new RevenueProjection());
        caughtUp(later);
        assertThat(net()).isPositive();
    }
}
