package org.commissionledger.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.projection.StandardProjections;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.Projections;

/**
 * How fast all projections are made anew from the history, all at once, beside reading the same events raw, and beside the folds of
 * orders and the journal fed with the first 20,000 of them from Axon's own JPA store. {@code -Dbench.events} says how many
 * events, a million by default: fewer are over before the compiler is done.
 */
final class ReplayBenchmark implements Bench.Benchmark {

    private static final int EVENTS = Integer.getInteger("bench.events", 1_000_000);
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int BATCH = 5_000;

    /** As many as Axon's store is given: it takes a thousand a second. */
    private static final int STOCK_EVENTS = 20_000;

    /** Events a second of each part. */
    private final Map<String, Double> rates = new LinkedHashMap<>();

    /** Microseconds of processor time an event. */
    private final Map<String, Double> work = new LinkedHashMap<>();

    @Override
    public void run() throws Exception {
        try (BenchServer server = new BenchServer()) {
            BenchServer.Database database = server.ledger("ledger");
            try (HikariDataSource pool = database.pool(40);
                    LedgerCore core = new LedgerCore(
                                    pool,
                                    database.connections(),
                                    AppenderSettings.DEFAULT,
                                    Clock.systemUTC(),
                                    new SimpleMeterRegistry())
                            .start()) {
                new History(EVENTS, START, Duration.ofDays(300), Duration.ofDays(60)).write(core);
                long head = core.reader().head();
                ProjectionsBenchmark.raw(core.reader());
                rates.put("read raw, in order", ProjectionsBenchmark.raw(core.reader()));
                rebuild(core, pool, head);
                stock(server, core, pool);
                report(head);
            }
        }
    }

    private void rebuild(LedgerCore core, HikariDataSource pool, long head) throws Exception {
        Path keys = Files.createTempDirectory("ledger-bench").resolve("persons.key");
        List<Projection> all =
                StandardProjections.all(core.eventCodec(), PersonKeys.withKeyFile(pool, core.watcher(), keys));
        try (Projections projections = new Projections(
                        all, pool, core, Projections.Settings.DEFAULT, Clock.systemUTC(), new SimpleMeterRegistry())
                .start()) {
            Processors processors = Processors.of(pool);
            double before = processors.seconds();
            long began = System.nanoTime();
            for (String name : projections.names()) {
                if (!projections.await(name, head, Duration.ofHours(1))) {
                    throw new IllegalStateException(name + " did not catch up");
                }
            }
            rates.put("into all projections, live", head / seconds(began));
            work.put("live", (processors.seconds() - before) * 1e6 / head);
            Sums.await(pool, head);
            before = processors.seconds();
            Map<String, Double> each = new ConcurrentHashMap<>();
            long start = System.nanoTime();
            try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
                for (String name : projections.names()) {
                    together.submit(() -> {
                        long own = System.nanoTime();
                        projections.rebuild(name);
                        each.put(name, head / seconds(own));
                        return null;
                    });
                }
            }
            rates.put("all projections made anew", head / seconds(start));
            work.put("rebuilt", (processors.seconds() - before) * 1e6 / head);
            projections.names().forEach(name -> rates.put("  " + name, each.getOrDefault(name, 0.0)));
        }
    }

    /** The same events in Axon's store, and the same folds behind it: into tables that are emptied first. */
    private void stock(BenchServer server, LedgerCore core, HikariDataSource pool) throws SQLException {
        List<RecordedEvent> recorded = new ArrayList<>();
        try (StockJpaEngine stock = new StockJpaEngine(server.empty("stock"), 8)) {
            long position = 0;
            List<RecordedEvent> page = core.reader().after(position, 1_000);
            while (!page.isEmpty() && recorded.size() < STOCK_EVENTS) {
                stock.append(page.stream().map(event -> message(core, event)).toList());
                recorded.addAll(page);
                page = core.reader().after(page.getLast().position(), 1_000);
            }
            List<Projection> folded = StandardProjections.ledger(core.eventCodec()).stream()
                    .filter(p -> List.of("orders", "journal").contains(p.name()))
                    .toList();
            truncate(pool, folded);
            long start = System.nanoTime();
            fold(stock, recorded, folded, pool);
            rates.put("orders and journal from Axon's JPA store", recorded.size() / seconds(start));
        }
    }

    private static DomainEventMessage<?> message(LedgerCore core, RecordedEvent event) {
        return new GenericDomainEventMessage<>(
                "Order",
                event.stream(),
                event.streamSequence(),
                core.eventCodec().decode(event));
    }

    private static void truncate(HikariDataSource pool, List<Projection> projections) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (Projection projection : projections) {
                List<String> tables = new ArrayList<>();
                try (var rows = statement.executeQuery(
                        "select tablename from pg_tables where schemaname = '" + projection.schema() + "'")) {
                    while (rows.next()) {
                        tables.add(projection.schema() + "." + rows.getString(1));
                    }
                }
                statement.execute("truncate " + String.join(", ", tables));
            }
        }
    }

    private static void fold(
            StockJpaEngine stock, List<RecordedEvent> recorded, List<Projection> projections, HikariDataSource pool)
            throws SQLException {
        Iterator<? extends TrackedEventMessage<?>> messages = stock.read().iterator();
        int next = 0;
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            while (messages.hasNext()) {
                List<Fold> folds = projections.stream().map(Projection::newFold).toList();
                for (int n = 0; n < BATCH && messages.hasNext(); n++) {
                    LedgerEvent event = (LedgerEvent) messages.next().getPayload();
                    RecordedEvent row = recorded.get(next++);
                    for (int i = 0; i < folds.size(); i++) {
                        if (projections.get(i).handles(event.getClass())) {
                            folds.get(i).add(row, event);
                        }
                    }
                }
                for (int i = 0; i < folds.size(); i++) {
                    folds.get(i).write(connection, projections.get(i).schema());
                    folds.get(i).writeShared(connection, projections.get(i).schema());
                }
                connection.commit();
            }
            connection.setAutoCommit(true);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private void report(long head) {
        System.out.printf(Locale.ROOT, "%-44s %,12d%n", "events", head);
        rates.forEach((what, rate) -> System.out.printf(Locale.ROOT, "%-44s %,12.0f events/s%n", what, rate));
        work.forEach((what, micros) ->
                System.out.printf(Locale.ROOT, "%-44s %,12.0f µs of processor an event%n", what, micros));
        System.out.printf(
                Locale.ROOT,
                "{\"benchmark\":\"replay\",\"events\":%d,\"raw\":%.0f,\"rebuilt\":%.0f,\"live\":%.0f,\"stock\":%.0f}%n",
                head,
                rates.get("read raw, in order"),
                rates.get("all projections made anew"),
                rates.get("into all projections, live"),
                rates.get("orders and journal from Axon's JPA store"));
    }
}
