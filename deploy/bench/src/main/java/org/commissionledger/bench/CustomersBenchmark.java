package org.commissionledger.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.engine.Projections;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What customers did, a year of it: events a second into the store through HTTP bulk, into the tables, and how long a funnel and a
 * summary take over all of them. {@code -Dbench.events} says how many, a million unless it is given. With {@code
 * LEDGER_PROJECTIONS_RUN=false}: into the store alone.
 */
final class CustomersBenchmark implements Bench.Benchmark {

    private static final long EVENTS = Long.getLong("bench.events", 1_000_000);
    private static final int CONNECTIONS = 4;
    private static final int PER_REQUEST = 50_000;
    private static final int CALLS = 300;
    private static final Instant START = Instant.parse("2025-11-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final List<String> TYPES = List.of(
            "VISITED",
            "VISITED",
            "VISITED",
            "VISITED",
            "JOURNEY_STARTED",
            "JOURNEY_STARTED",
            "PRODUCT_VIEWED",
            "SEARCHED");

    private record Latency(double p50, double p99) {}

    @Override
    public void run() throws Exception {
        try (BenchService service = new BenchService()) {
            load(service, 0, PER_REQUEST * (long) CONNECTIONS); // warm up; the same events count once
            long start = System.nanoTime();
            load(service, 0, EVENTS);
            double in = EVENTS / seconds(start);
            if (!service.bean(Environment.class).getProperty("ledger.projections.run", Boolean.class, true)) {
                report(in);
                return;
            }
            Projections projections = service.bean(Projections.class);
            long head = projections.status(CustomersProjection.NAME).head();
            while (!projections.await(CustomersProjection.NAME, head, Duration.ofMinutes(10))) {
                System.err.println("waiting for the projection: "
                        + projections.status(CustomersProjection.NAME).lag() + " events behind");
            }
            double through = EVENTS / seconds(start);
            long counting = System.nanoTime();
            awaitSeries(JdbcClient.create(service.bean(DataSource.class)));
            double series = seconds(counting);
            String token = service.newToken();
            Latency funnel = latency(service, token, CustomersBenchmark::funnel);
            Latency summary = latency(service, token, CustomersBenchmark::summary);
            report(in, through, series, funnel, summary);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** What a node takes in that leaves the projections to others. */
    private static void report(double in) {
        System.out.printf("%-34s %,12d%n", "customer events", EVENTS);
        System.out.printf("%-34s %,12.0f%n", "events/s through HTTP bulk", in);
        System.out.printf("{\"benchmark\":\"customers\",\"events\":%d,\"in\":%.0f}%n", EVENTS, in);
    }

    /** Until the customers of every interval that is over have been counted, which begins when nothing more comes in. */
    private static void awaitSeries(JdbcClient sql) {
        while (sql.sql("""
                        select exists (select from ledger_customers.active_day where not listed)
                            or exists (select from ledger_customers.span
                                        where not made and last_day < (select max(day) from ledger_customers.active_day))""").query(Boolean.class).single()) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    private static void report(double in, double through, double series, Latency funnel, Latency summary) {
        System.out.printf("%-34s %,12d%n", "customer events", EVENTS);
        System.out.printf("%-34s %,12.0f%n", "events/s through HTTP bulk", in);
        System.out.printf("%-34s %,12.0f%n", "events/s into the tables", through);
        System.out.printf("%-34s %,12.0f%n", "seconds until series are counted", series);
        System.out.printf("%-34s %12s %10s%n", "", "p50 ms", "p99 ms");
        System.out.printf("%-34s %12.1f %10.1f%n", "GET /v1/analytics/funnel", funnel.p50(), funnel.p99());
        System.out.printf("%-34s %12.1f %10.1f%n", "GET /v1/analytics/summary", summary.p50(), summary.p99());
        System.out.printf(
                "{\"benchmark\":\"customers\",\"events\":%d,\"in\":%.0f,\"through\":%.0f,\"series_s\":%.0f,\"funnel_p99_ms\":%.1f,\"summary_p99_ms\":%.1f}%n",
                EVENTS, in, through, series, funnel.p99(), summary.p99());
    }

    /** Events of the numbers [from, to), in the order of their times; an event has the same content whenever it is sent. */
    private static void load(BenchService service, long from, long to) throws Exception {
        AtomicLong next = new AtomicLong(from);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                running.add(threads.submit(() -> {
                    for (long n = next.getAndAdd(PER_REQUEST); n < to; n = next.getAndAdd(PER_REQUEST)) {
                        send(service, n, Math.min(to, n + PER_REQUEST));
                    }
                    return null;
                }));
            }
            for (Future<?> connection : running) {
                connection.get();
            }
        }
    }

    private static void send(BenchService service, long from, long to) throws Exception {
        HttpURLConnection connection = (HttpURLConnection)
                service.uri("/v1/customer-events/bulk").toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setChunkedStreamingMode(1 << 16);
        connection.setRequestProperty("Authorization", "Bearer " + service.newToken());
        connection.setRequestProperty("Content-Type", "application/x-ndjson");
        connection.setRequestProperty("Idempotency-Key", UUID.randomUUID().toString());
        try (OutputStream out = connection.getOutputStream()) {
            for (long n = from; n < to; n++) {
                out.write(event(n).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        String answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!answer.contains("\"rejected\":0")) {
            throw new IOException(answer.substring(0, Math.min(500, answer.length())));
        }
    }

    /** One customer for ten events. */
    private static String event(long n) {
        Random random = new Random(n * 0x9E3779B97F4A7C15L);
        String type = TYPES.get(random.nextInt(TYPES.size()));
        Instant at = START.plusMillis((long) (YEAR.toMillis() * (double) n / EVENTS));
        String product = type.equals("VISITED") ? "" : "\",\"productId\":\"giftware-" + random.nextInt(10);
        return "{\"customerId\":\"visitor-" + random.nextLong(Math.max(1, EVENTS / 10)) + "\",\"eventId\":\"e-" + n
                + "\",\"type\":\"" + type + product + "\",\"integrationId\":\""
                + (random.nextInt(3) == 0 ? "app" : "web-shop") + "\",\"at\":\"" + at + "\"}\n";
    }

    private interface Question {
        String path(Random random);
    }

    private static Latency latency(BenchService service, String token, Question question) throws Exception {
        Random random = new Random(7);
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < CALLS * 2; i++) {
            HttpRequest request = HttpRequest.newBuilder(service.uri(question.path(random)))
                    .header("Authorization", "Bearer " + token)
                    .build();
            long start = System.nanoTime();
            service.send(request);
            if (i >= CALLS) { // before: warm-up
                took.add(System.nanoTime() - start);
            }
        }
        long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Latency(sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    /** Any range, now to the day, now to the millisecond. */
    private static String funnel(Random random) {
        long one = random.nextLong(YEAR.toMillis());
        long two = random.nextLong(YEAR.toMillis());
        long unit = random.nextBoolean() ? Duration.ofDays(1).toMillis() : 1;
        Instant from = START.plusMillis(Math.min(one, two) / unit * unit);
        Instant to = START.plusMillis(Math.max(one, two) / unit * unit);
        return "/v1/analytics/funnel?from=" + from + "&to=" + to + dimensions(random);
    }

    private static String summary(Random random) {
        String zone = List.of(
                        "UTC",
                        "Europe/London",
                        "America/New_York",
                        "Asia/Tokyo",
                        "Asia/Kathmandu",
                        "Australia/Lord_Howe")
                .get(random.nextInt(6));
        String range = switch (random.nextInt(5)) {
            case 0 -> "interval=month&from=2025-11-01&to=2026-11-01";
            case 1 -> "interval=day&from=2026-0" + (1 + random.nextInt(8)) + "-01&to=2026-09-01";
            case 2 -> hours(random);
            case 3 -> "interval=week&from=2025-11-03&to=2026-10-26";
            default -> "interval=hour&from=2026-03-0" + (1 + random.nextInt(8)) + "&to=2026-03-09";
        };
        return "/v1/analytics/summary?" + range + "&timezone=" + URLEncoder.encode(zone, StandardCharsets.UTF_8)
                + dimensions(random);
    }

    /** Ninety days of them. */
    private static String hours(Random random) {
        LocalDate from = LocalDate.of(2025, 11, 1).plusDays(random.nextInt(270));
        return "interval=hour&from=" + from + "&to=" + from.plusDays(90);
    }

    private static String dimensions(Random random) {
        return (random.nextInt(3) == 0 ? "&categoryId=category-" + random.nextInt(5) : "")
                + (random.nextInt(3) == 0 ? "&integrationId=app" : "");
    }
}
