package org.commissionledger.bench;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.organisation.OrganisationId;

/**
 * Deliveries a second to local receivers, from the placing of the first order to the last delivery: to one endpoint, to ten, and to ten with
 * five more that hang. Beside it, the same receiver called by a bare client.
 */
final class WebhooksBenchmark implements Bench.Benchmark {

    private static final OrganisationId ORGANISATION = new OrganisationId("demo");
    private static final String TYPES = "\"order.placed\",\"order.succeeded\",\"commission.accrued\"";
    private static final int PER_ORDER = 3;
    private static final int WINDOW = 500;
    private static final Duration BARE = Duration.ofSeconds(5);
    private static final int BARE_CALLERS = 16;
    private static final int SCALE = Integer.getInteger("bench.orders", 10_000);

    private int orders;

    @Override
    public void run() throws Exception {
        System.setProperty("ledger.webhooks.allow-insecure", "true");
        System.setProperty("ledger.webhooks.allowed-networks", "127.0.0.1/32");
        try (Sink sink = new Sink();
                BenchService service = new BenchService()) {
            measure(service, sink, "/warm-up", 1, 0, SCALE / 2);
            double bare = Load.rate(BARE_CALLERS, BARE, bare(sink));
            double one = measure(service, sink, "/one", 1, 0, SCALE);
            double ten = measure(service, sink, "/ten", 10, 0, SCALE / 5);
            double beside = measure(service, sink, "/beside", 10, 5, SCALE / 5);
            report(bare, one, ten, beside, sink.mostConnections());
        }
    }

    private static Load.Call bare(Sink sink) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(sink.url("/bare")))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(700)))
                .build();
        return (caller, n) -> client.send(request, HttpResponse.BodyHandlers.discarding());
    }

    /** @return deliveries a second, those that hang left out */
    private double measure(BenchService service, Sink sink, String path, int endpoints, int hanging, int placed)
            throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            ids.add(register(service, sink.url(path + "/" + i)));
        }
        for (int i = 0; i < hanging; i++) {
            ids.add(register(service, sink.url("/hang/" + i)));
        }
        long expected = (long) placed * PER_ORDER * endpoints;
        long start = System.nanoTime();
        place(service, placed);
        while (sink.count(path + "/") < expected) {
            Thread.sleep(5);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (String id : ids) {
            call(service, "DELETE", "/v1/webhooks/" + id, HttpRequest.BodyPublishers.noBody());
        }
        return expected / seconds;
    }

    private static String register(BenchService service, String url) throws Exception {
        String made = call(
                service,
                "POST",
                "/v1/webhooks",
                HttpRequest.BodyPublishers.ofString("{\"url\":\"" + url + "\",\"types\":[" + TYPES + "]}"));
        int start = made.indexOf("\"webhookId\":\"") + 13;
        return made.substring(start, made.indexOf('"', start));
    }

    private static String call(BenchService service, String method, String path, HttpRequest.BodyPublisher body)
            throws Exception {
        return service.send(HttpRequest.newBuilder(service.uri(path))
                .header("Authorization", "Bearer " + service.newToken())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "bench-" + System.nanoTime())
                .method(method, body)
                .build());
    }

    private void place(BenchService service, int count) {
        Ledger ledger = service.bean(Ledger.class);
        CommandContext context = new CommandContext(ORGANISATION, EventMetadata.system("bench"));
        for (int done = 0; done < count; done += WINDOW) {
            List<Item> items = new ArrayList<>(WINDOW);
            for (int i = 0; i < Math.min(WINDOW, count - done); i++) {
                PlaceOrder order = Orders.order(ORGANISATION, "w-" + orders, orders, Instant.now());
                orders++;
                items.add(new Item(order.stream(), () -> Draft.of(order)));
            }
            ledger.executeGroup(context, items, false, null, (results, receipt) -> new StoredAnswer(200, null, ""));
        }
    }

    private static void report(double bare, double one, double ten, double beside, long connections) {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
        System.gc();
        long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
        System.out.printf("%-36s %14s%n", "", "deliveries/s");
        System.out.printf("%-36s %,14.0f%n", "a bare client, 16 callers", bare);
        System.out.printf("%-36s %,14.0f%n", "one endpoint", one);
        System.out.printf("%-36s %,14.0f%n", "ten endpoints", ten);
        System.out.printf("%-36s %,14.0f%n", "ten endpoints beside five that hang", beside);
        System.out.printf(
                "most connections %d, heap %d MB before and %d MB after a collection%n", connections, heap, live);
        System.out.printf(
                "{\"benchmark\":\"webhooks\",\"bare\":%.0f,\"one\":%.0f,\"ten\":%.0f,\"besideHanging\":%.0f,"
                        + "\"connections\":%d,\"heapMb\":%d}%n",
                bare, one, ten, beside, connections, live);
    }
}
