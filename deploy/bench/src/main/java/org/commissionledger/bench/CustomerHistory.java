package org.commissionledger.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * What customers did in a year, one customer for ten events, and what they ordered, sent through HTTP bulk. Whatever has a number has the
 * same content whenever it is sent.
 *
 * @param name begins the events' identifiers
 * @param events that the year is divided into
 * @param start the first day
 */
record CustomerHistory(String name, long events, LocalDate start) {

    static final int DAYS = 365;
    static final int CONNECTIONS = 4;
    static final int PER_REQUEST = 50_000;
    private static final long MILLIS = Duration.ofDays(DAYS).toMillis();
    private static final List<String> TYPES = List.of(
            "VISITED",
            "VISITED",
            "VISITED",
            "VISITED",
            "JOURNEY_STARTED",
            "JOURNEY_STARTED",
            "PRODUCT_VIEWED",
            "SEARCHED");

    Instant begin() {
        return start.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first {@code count} events, in the order of their times. */
    void load(BenchService service, long count) throws Exception {
        send(service, "/v1/customer-events/bulk", "application/x-ndjson", "", count, this::event);
    }

    /** So many orders over the same year. */
    void order(BenchService service, long count) throws Exception {
        send(
                service,
                "/v1/orders/bulk",
                "text/csv",
                "orderId,integrationId,productId,customerId,amount,currency,status,placedAt\n",
                count,
                n -> order(n, count));
    }

    private static void send(
            BenchService service, String path, String type, String header, long count, LongFunction<String> line)
            throws Exception {
        AtomicLong next = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < CONNECTIONS; c++) {
                running.add(threads.submit(() -> {
                    for (long n = next.getAndAdd(PER_REQUEST); n < count; n = next.getAndAdd(PER_REQUEST)) {
                        request(service, path, type, header, n, Math.min(count, n + PER_REQUEST), line);
                    }
                    return null;
                }));
            }
            for (Future<?> connection : running) {
                connection.get();
            }
        }
    }

    private static void request(
            BenchService service,
            String path,
            String type,
            String header,
            long from,
            long to,
            LongFunction<String> line)
            throws Exception {
        HttpURLConnection connection =
                (HttpURLConnection) service.uri(path).toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setChunkedStreamingMode(1 << 16);
        connection.setRequestProperty("Authorization", "Bearer " + service.newToken());
        connection.setRequestProperty("Content-Type", type);
        connection.setRequestProperty("Idempotency-Key", UUID.randomUUID().toString());
        try (OutputStream out = connection.getOutputStream()) {
            out.write(header.getBytes(StandardCharsets.UTF_8));
            for (long n = from; n < to; n++) {
                out.write(line.apply(n).getBytes(StandardCharsets.UTF_8));
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

    private String event(long n) {
        Random random = random(n);
        String type = TYPES.get(random.nextInt(TYPES.size()));
        String product = type.equals("VISITED") ? "" : "\",\"productId\":\"giftware-" + random.nextInt(10);
        return "{\"customerId\":\"" + customer(random) + "\",\"eventId\":\"" + name + "-" + n + "\",\"type\":\"" + type
                + product + "\",\"integrationId\":\"" + integration(random) + "\",\"at\":\"" + at(n, events) + "\"}\n";
    }

    private String order(long n, long count) {
        Random random = random(n);
        return "o-" + n + "," + integration(random) + ",giftware-" + random.nextInt(10) + "," + customer(random) + ","
                + (1_000 + random.nextInt(100_000)) + ",GBP," + (random.nextInt(4) == 0 ? "PENDING," : "SUCCESSFUL,")
                + at(n, count) + "\n";
    }

    private static Random random(long n) {
        return new Random(n * 0x9E3779B97F4A7C15L);
    }

    private Instant at(long n, long count) {
        return begin().plusMillis((long) (MILLIS * (double) n / count));
    }

    private String customer(Random random) {
        return "visitor-" + random.nextLong(Math.max(1, events / 10));
    }

    private static String integration(Random random) {
        return random.nextInt(3) == 0 ? "app" : "web-shop";
    }
}
