package org.commissionledger.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.StandardProjections;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.Projections;

/**
 * How fast the projections that are read together take a history in, and the customers' one by itself, beside reading the same events
 * raw; and how far the first are behind while 5,000
 * commands a second come in.
 */
final class ProjectionsBenchmark implements Bench.Benchmark {

    private static final int HISTORY = 300_000;
    private static final int WARM_UP_EVENTS = 100_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PACE = 5_000;
    private static final Duration PACED = Duration.ofSeconds(20);
    private static final Duration WARM_UP = Duration.ofSeconds(5);

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
                new History(HISTORY, START, Duration.ofDays(54), Duration.ofMinutes(1)).write(core);
                double raw = raw(core.reader());
                SimpleMeterRegistry meters = new SimpleMeterRegistry();
                try (Projections projections = new Projections(
                        StandardProjections.ledger(core.eventCodec()),
                        pool,
                        core,
                        Projections.Settings.DEFAULT,
                        Clock.systemUTC(),
                        meters)) {
                    projections.start();
                    caughtUp(projections, WARM_UP_EVENTS);
                    long from = reached(projections);
                    long events = core.reader().head() - from;
                    Duration own = BenchServer.ownCpu();
                    Duration servers = server.cpu();
                    double rate = events / caughtUp(projections, core.reader().head());
                    double ownMicros = micros(BenchServer.ownCpu().minus(own)) / events;
                    double serverMicros = micros(server.cpu().minus(servers)) / events;
                    double customers = customers(pool, core, meters);
                    paced(core, projections, WARM_UP);
                    double[] lags = paced(core, projections, PACED);
                    report(raw, rate, ownMicros, serverMicros, customers, lags);
                }
            }
        }
    }

    /** @return events a second that the customers' projection, which has a processor of its own, takes in when it works alone */
    private static double customers(DataSource pool, LedgerCore core, SimpleMeterRegistry meters) throws IOException {
        Path keys = Files.createTempDirectory("ledger-bench").resolve("persons.key");
        List<Projection> behaviour =
                StandardProjections.all(core.eventCodec(), PersonKeys.withKeyFile(pool, core.watcher(), keys)).stream()
                        .filter(projection -> projection.name().equals(CustomersProjection.NAME))
                        .toList();
        try (Projections projections =
                new Projections(behaviour, pool, core, Projections.Settings.DEFAULT, Clock.systemUTC(), meters)) {
            projections.start();
            caughtUp(projections, WARM_UP_EVENTS);
            long events = core.reader().head() - reached(projections);
            return events / caughtUp(projections, core.reader().head());
        }
    }

    /** @return events a second that one reader gets, page by page, with all their columns */
    static double raw(EventReader reader) {
        long start = System.nanoTime();
        long position = 0;
        List<RecordedEvent> page = reader.after(0, 1_000);
        while (!page.isEmpty()) {
            position = page.getLast().position();
            page = reader.after(position, 1_000);
        }
        return position / ((System.nanoTime() - start) / 1e9);
    }

    /** @return the seconds that it took */
    private static double caughtUp(Projections projections, long position) {
        long start = System.nanoTime();
        for (String name : projections.names()) {
            if (!projections.await(name, position, Duration.ofMinutes(5))) {
                throw new IllegalStateException(name + " did not catch up");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long reached(Projections projections) {
        return projections.names().stream()
                .mapToLong(projections::position)
                .min()
                .orElse(0);
    }

    /** @return for each command in turn, milliseconds from its durable answer to all projections having its event, sorted */
    private static double[] paced(LedgerCore core, Projections projections, Duration duration) throws Exception {
        CommandContext context = new CommandContext(Orders.BENCH, EventMetadata.system("bench"));
        ConcurrentLinkedQueue<Double> lags = new ConcurrentLinkedQueue<>();
        long begin = System.nanoTime();
        String run = Long.toString(begin);
        Semaphore inFlight = new Semaphore(512);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long total = PACE * duration.toSeconds();
            for (long n = 0; n < total; n++) {
                long due = begin + n * 1_000_000_000L / PACE;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long number = n;
                inFlight.acquire();
                threads.submit(() -> {
                    var order = Orders.order(run + "-" + number, (int) number, Instant.now());
                    var reply = core.ledger().execute(context, () -> Draft.of(order), null);
                    inFlight.release();
                    if (number % 50 == 0) {
                        lags.add(lag(
                                projections,
                                ((org.commissionledger.command.Ledger.Reply.Fresh) reply)
                                        .receipt()
                                        .position()));
                    }
                    return null;
                });
            }
        }
        return lags.stream().mapToDouble(d -> d).sorted().toArray();
    }

    private static double lag(Projections projections, long position) {
        long committed = System.nanoTime();
        for (String name : projections.names()) {
            if (!projections.await(name, position, Duration.ofSeconds(30))) {
                throw new IllegalStateException(name + " is more than 30 s behind");
            }
        }
        return (System.nanoTime() - committed) / 1e6;
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }

    private static void report(
            double raw, double rate, double ownMicros, double serverMicros, double customers, double[] lags) {
        double p50 = lags[lags.length / 2];
        double p99 = lags[(int) (lags.length * 0.99)];
        List<String> lines = new ArrayList<>(Arrays.asList(
                String.format("%-44s %,12.0f", "events/s read raw, in order", raw),
                String.format("%-44s %,12.0f", "events/s into the ledger's projections together", rate),
                String.format("%-44s %12.1f", "  CPU microseconds an event, ledger", ownMicros),
                String.format("%-44s %12.1f", "  CPU microseconds an event, PostgreSQL", serverMicros),
                String.format("%-44s %,12.0f", "events/s into the customers' projection", customers),
                String.format("%-44s %12.1f", "lag p50 ms at 5,000 commands/s", p50),
                String.format("%-44s %12.1f", "lag p99 ms at 5,000 commands/s", p99)));
        lines.forEach(System.out::println);
        System.out.printf(
                "{\"benchmark\":\"projections\",\"raw\":%.0f,\"projected\":%.0f,\"cpu_us_ledger\":%.1f,\"cpu_us_postgresql\":%.1f,\"customers\":%.0f,\"lag_p50_ms\":%.1f,\"lag_p99_ms\":%.1f}%n",
                raw, rate, ownMicros, serverMicros, customers, p50, p99);
    }
}
