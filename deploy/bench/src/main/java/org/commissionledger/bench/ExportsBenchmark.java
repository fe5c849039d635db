package org.commissionledger.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Projections;
import org.postgresql.PGConnection;

/**
 * A million orders as CSV and as a workbook over HTTP, beside COPY of the same rows from the same server, in turns. Once more with an order
 * placed afterwards, so that the report is one of the past.
 */
final class ExportsBenchmark implements Bench.Benchmark {

    private static final int ORDERS = 1_000_000;
    private static final int CALLERS = 250;
    private static final int TURNS = 3;
    private static final OrganisationId ORGANISATION = new OrganisationId("demo");
    private static final double MB = 1 << 20;

    private static final String COPY = """
            copy (select placed_at, order_id, recorded_at, status, commission_status, commission_state, customer_id, product_id,
                         category_id, provider_id, integration_id, currency, value, expected, pending, paid, declined, reversed
                    from ledger_orders.order_row where organisation = 'demo' order by placed_at desc, order_id desc)
              to stdout with csv header""";

    private final HttpClient client = HttpClient.newHttpClient();

    /** Bytes, and the seconds that they took. */
    private record Run(long bytes, double seconds) {}

    @Override
    public void run() throws Exception {
        try (BenchService service = new BenchService()) {
            fill(service);
            List<Run> copies = new ArrayList<>();
            List<Run> csvs = new ArrayList<>();
            List<Run> workbooks = new ArrayList<>();
            long peak = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                copies.add(copy(service));
                resetPeaks();
                csvs.add(export(service, "csv", ""));
                workbooks.add(export(service, "xlsx", ""));
                peak = Math.max(peak, peakHeap());
            }
            long position = service.bean(EventReader.class).head();
            service.bean(Ledger.class).execute(context(), () -> Draft.of(order(ORDERS)), null);
            Run past = export(service, "csv", "&position=" + position);
            report(copies, csvs, workbooks, past, peak);
        }
    }

    private static CommandContext context() {
        return new CommandContext(ORGANISATION, EventMetadata.system("bench"));
    }

    private static PlaceOrder order(int n) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(n * 29L);
        return Orders.order(ORGANISATION, "order-" + n, n, at);
    }

    private static void fill(BenchService service) throws Exception {
        Ledger ledger = service.bean(Ledger.class);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < CALLERS; c++) {
                int caller = c;
                threads.submit(() -> {
                    for (int n = caller; n < ORDERS; n += CALLERS) {
                        var order = order(n);
                        ledger.execute(context(), () -> Draft.of(order), null);
                    }
                    return null;
                });
            }
        }
        Projections projections = service.bean(Projections.class);
        long head = service.bean(EventReader.class).head();
        for (String name : projections.names()) {
            if (!projections.await(name, head, Duration.ofMinutes(10))) {
                throw new IllegalStateException(name + " did not catch up");
            }
        }
        try (Connection connection = service.bean(DataSource.class).getConnection()) {
            connection.createStatement().execute("analyze ledger_orders.order_row");
        }
    }

    private static Run copy(BenchService service) throws Exception {
        try (Connection connection = service.bean(DataSource.class).getConnection()) {
            long start = System.nanoTime();
            Counter counter = new Counter();
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY, counter);
            return new Run(counter.bytes, (System.nanoTime() - start) / 1e9);
        }
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int from, int count) {
            bytes += count;
        }
    }

    private Run export(BenchService service, String format, String more) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.uri("/v1/reports/orders?format=" + format + more))
                .header("Authorization", "Bearer " + service.newToken())
                .build();
        long start = System.nanoTime();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            long bytes = body.transferTo(OutputStream.nullOutputStream());
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return new Run(bytes, (System.nanoTime() - start) / 1e9);
        }
    }

    private static void resetPeaks() {
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** Of all that was in use, garbage included. */
    private static long peakHeap() {
        return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static double median(List<Run> runs) {
        return Load.median(runs.stream().map(Run::seconds).toList());
    }

    private static void report(List<Run> copies, List<Run> csvs, List<Run> workbooks, Run past, long peak) {
        double copy = median(copies);
        double csv = median(csvs);
        double xlsx = median(workbooks);
        System.out.printf(
                "%,d orders; largest heap %,.0f MB%n",
                ORDERS, Runtime.getRuntime().maxMemory() / MB);
        System.out.printf(
                "%-34s %8.1f s %8.0f MB%n",
                "copy (...) to stdout with csv", copy, copies.getFirst().bytes() / MB);
        System.out.printf(
                "%-34s %8.1f s %8.0f MB%n",
                "CSV over HTTP", csv, csvs.getFirst().bytes() / MB);
        System.out.printf("%-34s %8.1f s%n", "CSV over HTTP, of a past position", past.seconds());
        System.out.printf(
                "%-34s %8.1f s %8.0f MB%n",
                "XLSX over HTTP", xlsx, workbooks.getFirst().bytes() / MB);
        System.out.printf("%-34s %8.0f MB%n", "peak heap while exporting", peak / MB);
        System.out.printf(
                "{\"benchmark\":\"exports\",\"rows\":%d,\"copy_s\":%.2f,\"csv_s\":%.2f,\"csv_past_s\":%.2f,\"xlsx_s\":%.2f,\"csv_share_of_copy\":%.2f,\"peak_heap_mb\":%.0f}%n",
                ORDERS, copy, csv, past.seconds(), xlsx, copy / csv, peak / MB);
    }
}
