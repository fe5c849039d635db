package org.commissionledger.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;

/**
 * {@code POST /v1/orders} while nobody and while a thousand listen to {@code GET /v1/analytics/live}, in turns: as fast as it goes, where
 * the listeners, told every order, take their share of the machine, and at a steady pace, where only the time for an order can change.
 */
final class LiveBenchmark implements Bench.Benchmark {

    private static final int LISTENERS = 1_000;
    private static final int CONNECTIONS = 32;
    private static final int PACE = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;

    private record Heard(HttpBenchmark.Turn turn, double told) {}

    @Override
    public void run() throws Exception {
        try (BenchService service = new BenchService()) {
            turn(service, WARM_UP, n -> {});
            List<Heard> alone = new ArrayList<>();
            List<Heard> heard = new ArrayList<>();
            List<Heard> pacedAlone = new ArrayList<>();
            List<Heard> pacedHeard = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                alone.add(new Heard(turn(service, TURN, n -> {}), 0));
                heard.add(heard(service, n -> {}));
                pacedAlone.add(new Heard(turn(service, TURN, LiveBenchmark::pace), 0));
                pacedHeard.add(heard(service, LiveBenchmark::pace));
            }
            System.out.printf(
                    "%-32s %10s %10s %10s %14s%n", "32 connections", "orders/s", "p50 ms", "p99 ms", "events told/s");
            row("nobody listens", alone);
            row("1,000 listen", heard);
            row("steady pace, nobody listens", pacedAlone);
            row("steady pace, 1,000 listen", pacedHeard);
            System.out.printf(
                    "{\"benchmark\":\"live\",\"alone\":%.0f,\"listened\":%.0f,\"paced_alone_p99_ms\":%.1f,\"paced_listened_p99_ms\":%.1f}%n",
                    median(alone, HttpBenchmark.Turn::rate),
                    median(heard, HttpBenchmark.Turn::rate),
                    median(pacedAlone, HttpBenchmark.Turn::p99),
                    median(pacedHeard, HttpBenchmark.Turn::p99));
        }
    }

    private static Heard heard(BenchService service, LongConsumer before) throws Exception {
        try (Listeners listeners = new Listeners(service.port(), service.newToken())) {
            HttpBenchmark.Turn turn = turn(service, TURN, before);
            return new Heard(turn, listeners.events.get() / (double) TURN.toSeconds());
        }
    }

    /** @param before called on each connection before its next order, with the order's number there */
    private static HttpBenchmark.Turn turn(BenchService service, Duration duration, LongConsumer before)
            throws Exception {
        String token = service.newToken();
        return HttpBenchmark.turn(service.port(), CONNECTIONS, duration, n -> {
            before.accept(n);
            return HttpBenchmark.order(token);
        });
    }

    /** All connections together send {@link #PACE} orders a second. */
    private static void pace(long number) {
        LockSupport.parkNanos(1_000_000_000L * CONNECTIONS / PACE);
    }

    private static double median(List<Heard> turns, ToDoubleFunction<HttpBenchmark.Turn> figure) {
        return Load.median(
                turns.stream().map(t -> figure.applyAsDouble(t.turn())).toList());
    }

    private static void row(String name, List<Heard> turns) {
        System.out.printf(
                "%-32s %,10.0f %10.1f %10.1f %,14.0f%n",
                name,
                median(turns, HttpBenchmark.Turn::rate),
                median(turns, HttpBenchmark.Turn::p50),
                median(turns, HttpBenchmark.Turn::p99),
                Load.median(turns.stream().map(Heard::told).toList()));
    }

    /** Each on a connection and a virtual thread of its own; counts what it is told. */
    private static final class Listeners implements AutoCloseable {

        final AtomicLong events = new AtomicLong();
        private final List<Socket> sockets = new ArrayList<>();

        Listeners(int port, String token) throws IOException {
            byte[] request = ("GET /v1/analytics/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < LISTENERS; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(socket);
                socket.getOutputStream().write(request);
                Thread.startVirtualThread(() -> listen(socket));
            }
        }

        private void listen(Socket socket) {
            byte[] buffer = new byte[16_384];
            try (InputStream in = socket.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    int ids = 0;
                    for (int i = 0; i + 3 < read; i++) {
                        if (buffer[i] == 'i' && buffer[i + 1] == 'd' && buffer[i + 2] == ':') {
                            ids++;
                        }
                    }
                    events.addAndGet(ids);
                }
            } catch (IOException e) {
                // closed at the end of the turn
            }
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
