package org.commissionledger.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.order.OrderCommand.PlaceOrder;

/**
 * Durable commands a second: the ledger's command bus, aggregates and appender with chain, and with request keys, at 24, 256 and 1,024
 * callers, beside Axon's stock JPA engine and beside pgbench, one event a command, in turns on one server.
 */
final class AppendBenchmark implements Bench.Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration TURN = Duration.ofSeconds(5);
    private static final int ROUNDS = 3;
    private static final int[] CALLERS = {24, 256, 1_024};
    private static final int JPA_CONNECTIONS = 24;

    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private int run;

    @Override
    public void run() throws Exception {
        try (BenchServer server = new BenchServer()) {
            BenchServer.Database own = server.ledger("ledger");
            BenchServer.Database plain = server.ledger("plain");
            try (StockJpaEngine stock = new StockJpaEngine(server.empty("stock"), JPA_CONNECTIONS);
                    HikariDataSource pool = own.pool(4);
                    LedgerCore core = new LedgerCore(
                                    pool,
                                    own.connections(),
                                    AppenderSettings.DEFAULT,
                                    Clock.systemUTC(),
                                    new SimpleMeterRegistry())
                            .start()) {
                int payload = 0;
                ledger(core, 256, WARM_UP, false);
                ledger(core, 256, WARM_UP, true);
                payload = core.reader()
                        .after(core.reader().head() - 1, 1)
                        .getFirst()
                        .payload()
                        .length();
                stock(stock, 24, WARM_UP);
                for (int round = 0; round < ROUNDS; round++) {
                    for (int callers : CALLERS) {
                        add("ledger " + callers, ledger(core, callers, TURN, false));
                        add("ledger with keys " + callers, ledger(core, callers, TURN, true));
                        add("stock jpa " + callers, stock(stock, callers, TURN));
                    }
                    add("pgbench 24", Pgbench.rate(plain, 24, TURN, round, payload));
                }
            }
        }
        report();
    }

    private void add(String name, double rate) {
        rates.computeIfAbsent(name, n -> new ArrayList<>()).add(rate);
    }

    private double ledger(LedgerCore core, int callers, Duration duration, boolean keyed) throws Exception {
        int turn = run++;
        CommandContext context = new CommandContext(Orders.BENCH, EventMetadata.system("bench"));
        Ledger ledger = core.ledger();
        byte[] fingerprint = new byte[32];
        return Load.rate(callers, duration, (caller, n) -> {
            PlaceOrder order = Orders.order(turn + "-" + caller + "-" + n, (int) (caller * 31 + n), Instant.now());
            Keyed key = keyed
                    ? new Keyed(
                            new RequestKey("bench", order.orderId().value(), fingerprint),
                            (result, receipt) ->
                                    new StoredAnswer(201, "/v1/orders/x", "{\"at\":\"" + receipt.recordedAt() + "\"}"))
                    : null;
            ledger.execute(context, () -> Draft.of(order), key);
        });
    }

    private double stock(StockJpaEngine stock, int callers, Duration duration) throws Exception {
        int turn = run++;
        return Load.rate(
                callers,
                duration,
                (caller, n) -> stock.place(
                        Orders.order(turn + "-" + caller + "-" + n, (int) (caller * 31 + n), Instant.now())));
    }

    private double rate(String name) {
        return Load.median(rates.getOrDefault(name, List.of(Double.NaN)));
    }

    private void report() {
        System.out.printf(
                "%-24s %12s %12s %12s %10s %10s%n",
                "durable commands/s", "min", "median", "max", "x stock", "x pgbench");
        StringBuilder json = new StringBuilder("{\"benchmark\":\"append\"");
        for (Map.Entry<String, List<Double>> entry : rates.entrySet()) {
            String name = entry.getKey();
            String callers = name.substring(name.lastIndexOf(' ') + 1);
            double median = rate(name);
            double stock = rate("stock jpa " + callers);
            double pgbench = rate("pgbench 24");
            System.out.printf(
                    "%-24s %,12.0f %,12.0f %,12.0f %10.1f %10.2f%n",
                    name,
                    entry.getValue().stream().mapToDouble(d -> d).min().orElse(0),
                    median,
                    entry.getValue().stream().mapToDouble(d -> d).max().orElse(0),
                    median / stock,
                    median / pgbench);
            json.append(String.format(",\"%s\":%.0f", name.replace(' ', '_'), median));
        }
        System.out.println(json.append('}'));
    }
}
