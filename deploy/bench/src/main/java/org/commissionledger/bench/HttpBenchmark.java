package org.commissionledger.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import javax.sql.DataSource;

/**
 * {@code POST /v1/orders} with token, validation, request key and durable commit, beside an empty {@code POST} on the same server, at
 * 128 connections from the same machine, in turns.
 */
final class HttpBenchmark implements Bench.Benchmark {

    private static final int CONNECTIONS = 128;
    private static final Duration EMPTY_WARM_UP = Duration.ofSeconds(10);

    /** Two cores compile, serve, store and load: it takes them a minute to get up to speed. */
    private static final Duration WARM_UP = Duration.ofSeconds(Long.getLong("bench.warm-up", 60));

    private static final Duration TURN = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;

    record Turn(double rate, double p50, double p99) {}

    @Override
    public void run() throws Exception {
        try (BenchService service = new BenchService(EmptyRoute.class)) {
            int port = service.port();
            String token = service.token();
            List<Turn> orders = new ArrayList<>();
            List<Turn> empty = new ArrayList<>();
            turn(port, CONNECTIONS, EMPTY_WARM_UP, n -> empty());
            turn(port, CONNECTIONS, WARM_UP, n -> order(token));
            Processors processors = Processors.of(service.bean(DataSource.class));
            double emptyWork = 0;
            double orderWork = 0;
            for (int round = 0; round < ROUNDS; round++) {
                double before = processors.seconds();
                empty.add(turn(port, CONNECTIONS, TURN, n -> empty()));
                double between = processors.seconds();
                orders.add(turn(port, CONNECTIONS, TURN, n -> order(token)));
                emptyWork += between - before;
                orderWork += processors.seconds() - between;
            }
            report(empty, orders);
            System.out.printf(
                    "processor time: %.0f us an empty POST, %.0f us an order, both with who sends them%n",
                    emptyWork / requests(empty) * 1e6, orderWork / requests(orders) * 1e6);
        }
    }

    private static void report(List<Turn> empty, List<Turn> orders) {
        System.out.printf("%-16s %12s %10s %10s%n", "128 connections", "requests/s", "p50 ms", "p99 ms");
        for (var named : List.of(Map.entry("empty POST", empty), Map.entry("POST /v1/orders", orders))) {
            System.out.printf(
                    "%-16s %,12.0f %10.1f %10.1f%n",
                    named.getKey(),
                    Load.median(named.getValue().stream().map(Turn::rate).toList()),
                    Load.median(named.getValue().stream().map(Turn::p50).toList()),
                    Load.median(named.getValue().stream().map(Turn::p99).toList()));
        }
        double emptyRate = Load.median(empty.stream().map(Turn::rate).toList());
        double orderRate = Load.median(orders.stream().map(Turn::rate).toList());
        double p99 = Load.median(orders.stream().map(Turn::p99).toList());
        System.out.printf("share of the empty route: %.2f%n", orderRate / emptyRate);
        System.out.printf(
                "{\"benchmark\":\"http\",\"empty\":%.0f,\"orders\":%.0f,\"share\":%.3f,\"p99_ms\":%.1f}%n",
                emptyRate, orderRate, orderRate / emptyRate, p99);
    }

    private static double requests(List<Turn> turns) {
        return turns.stream()
                .mapToDouble(turn -> turn.rate() * TURN.toSeconds())
                .sum();
    }

    private static byte[] empty() {
        return "POST /empty HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Placed just now, as orders are. */
    static byte[] order(String token) {
        String id = UUID.randomUUID().toString();
        String body = "{\"orderId\":\"" + id + "\",\"integrationId\":\"web-shop\",\"productId\":\"giftware-"
                + (id.charAt(0) % 10) + "\",\"customerId\":\"c-" + id.substring(0, 3)
                + "\",\"value\":{\"amount\":15640,\"currency\":\"GBP\"},\"status\":\"SUCCESSFUL\","
                + "\"at\":\"" + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\"}";
        return ("POST /v1/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + id + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One connection after the other is a loop on a virtual thread over a plain socket, which costs little beside the service. */
    static Turn turn(int port, int connections, Duration duration, LongFunction<byte[]> request) throws Exception {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        List<long[]> latencies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> running = new ArrayList<>();
            for (int c = 0; c < connections; c++) {
                running.add(threads.submit(() -> connection(port, end, request)));
            }
            for (Future<long[]> connection : running) {
                latencies.add(connection.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Turn(all.length / seconds, all[all.length / 2] / 1e6, all[(int) (all.length * 0.99)] / 1e6);
    }

    private static long[] connection(int port, long end, LongFunction<byte[]> request) throws IOException {
        long[] latencies = new long[1 << 12];
        int count = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 4096);
            Answers answers = new Answers(socket.getInputStream());
            while (System.nanoTime() < end) {
                byte[] bytes = request.apply(count);
                long sent = System.nanoTime();
                out.write(bytes);
                out.flush();
                answers.requireSuccess();
                if (count == latencies.length) {
                    latencies = Arrays.copyOf(latencies, count * 2);
                }
                latencies[count++] = System.nanoTime() - sent;
            }
        }
        return Arrays.copyOf(latencies, count);
    }

    /** Reads answers just far enough to know their status and where they end. */
    private static final class Answers {
        private final InputStream in;
        private final byte[] buffer = new byte[16_384];

        Answers(InputStream in) {
            this.in = in;
        }

        void requireSuccess() throws IOException {
            int filled = 0;
            int head = -1;
            while (head < 0) {
                int read = in.read(buffer, filled, buffer.length - filled);
                if (read < 0) {
                    throw new IOException("the service closed the connection");
                }
                filled += read;
                head = endOfHead(filled);
            }
            String text = new String(buffer, 0, head, StandardCharsets.ISO_8859_1);
            if (text.charAt(9) != '2') {
                throw new IOException(new String(buffer, 0, filled, StandardCharsets.ISO_8859_1));
            }
            int at = text.indexOf("Content-Length: ");
            int length = at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
            while (filled < head + length) {
                filled += in.read(buffer, filled, buffer.length - filled);
            }
        }

        private int endOfHead(int filled) {
            for (int i = 3; i < filled; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                    return i + 1;
                }
            }
            return -1;
        }
    }
}
