package org.commissionledger.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntConsumer;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.projection.commissions.CommissionsProjection;
import org.commissionledger.projection.commissions.PastTotals;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.journal.JournalProjection;
import org.commissionledger.projection.journal.TrialBalances;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.past.Moment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long totals and trial balances of random past moments take, of both times, beside totals of today. Half of the events are orders,
 * half confirm one some weeks later; they happened over five years. {@code -Dbench.events} says how many, 10 million by default;
 * {@link BenchServer#KEPT} keeps them for the next time.
 */
final class PastBenchmark implements Bench.Benchmark {

    private static final int EVENTS = Integer.getInteger("bench.events", 10_000_000);
    private static final int QUESTIONS = 400;
    private static final Instant START = Instant.parse("2021-01-01T00:00:00Z");
    private static final long SECONDS = Duration.ofDays(5 * 365).toSeconds();

    private final Random random = new Random(20210101);

    @Override
    public void run() throws Exception {
        try (BenchServer server = new BenchServer()) {
            BenchServer.Database database = server.ledger("ledger");
            try (HikariDataSource pool = database.pool(12);
                    LedgerCore core = new LedgerCore(
                                    pool,
                                    database.connections(),
                                    AppenderSettings.DEFAULT,
                                    Clock.systemUTC(),
                                    new SimpleMeterRegistry())
                            .start()) {
                boolean fresh = core.reader().head() == 0;
                if (fresh) {
                    new History(EVENTS, START, Duration.ofSeconds(SECONDS), Duration.ofDays(60)).write(core);
                }
                try (Projections projections = new Projections(
                                List.of(
                                        new OrdersProjection(core.eventCodec()),
                                        new JournalProjection(),
                                        new CommissionsProjection()),
                                pool,
                                core,
                                Projections.Settings.DEFAULT,
                                Clock.systemUTC(),
                                new SimpleMeterRegistry())
                        .start()) {
                    double seconds = made(projections, pool, core.reader().head());
                    if (fresh) {
                        System.out.printf(
                                "%-52s %,12.0f%n",
                                "events/s folded and summed up", core.reader().head() / seconds);
                    }
                    measure(pool, core.reader().head());
                }
            }
        }
    }

    /** Waits until everything is folded and summed up; answers the seconds that it took. */
    private static double made(Projections projections, HikariDataSource pool, long head) throws InterruptedException {
        long start = System.nanoTime();
        for (String name : projections.names()) {
            if (!projections.await(name, head, Duration.ofHours(1))) {
                throw new IllegalStateException(name + " did not catch up");
            }
        }
        Sums.await(pool, head);
        return (System.nanoTime() - start) / 1e9;
    }

    private void measure(HikariDataSource pool, long head) {
        JdbcClient.create(pool).sql("analyze").update();
        PastTotals past = new PastTotals(pool);
        TotalsQueries today = new TotalsQueries(pool);
        TrialBalances balances = new TrialBalances(pool);
        String organisation = Orders.BENCH.value();
        System.out.printf("%-52s %,12d%n", "events", head);
        double[] now = times("totals of today", i -> today.totals(organisation, filter(i)));
        double[] known = times(
                "totals as of a past moment",
                i -> past.totals(organisation, filter(i), new Moment(position(head), null)));
        double[] both = times(
                "totals as of a past moment, of what had happened",
                i -> past.totals(organisation, filter(i), new Moment(position(head), time())));
        double[] trial = times(
                "trial balance as of a past moment, of the same",
                i -> balances.balances(organisation, new Moment(position(head), time())));
        System.out.printf(
                Locale.ROOT,
                "{\"benchmark\":\"past\",\"events\":%d,\"today_p99_ms\":%.1f,\"past_p99_ms\":%.1f,\"both_p99_ms\":%.1f,\"trial_p99_ms\":%.1f}%n",
                head,
                now[QUESTIONS * 99 / 100],
                known[QUESTIONS * 99 / 100],
                both[QUESTIONS * 99 / 100],
                trial[QUESTIONS * 99 / 100]);
    }

    private long position(long head) {
        return random.nextLong(head);
    }

    private Instant time() {
        return START.plusSeconds(random.nextLong(SECONDS));
    }

    private OrderFilter filter(int question) {
        Instant from = time();
        Instant to = from.plus(Duration.ofDays(1 + random.nextInt(700)));
        return switch (question % 3) {
            case 0 -> OrderFilter.ALL;
            case 1 -> new OrderFilter(from, to, null, null, null, null, null, null, null);
            default -> new OrderFilter(from, to, null, "PENDING", null, null, null, null, null);
        };
    }

    /** Milliseconds of each question, sorted; behind a quarter as many that only warm up. */
    private static double[] times(String what, IntConsumer question) {
        double[] times = new double[QUESTIONS];
        for (int i = -QUESTIONS / 4; i < QUESTIONS; i++) {
            long start = System.nanoTime();
            question.accept(i & Integer.MAX_VALUE);
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-52s p50 %8.1f ms   p99 %8.1f ms%n",
                what,
                times[QUESTIONS / 2],
                times[QUESTIONS * 99 / 100]);
        return times;
    }
}
