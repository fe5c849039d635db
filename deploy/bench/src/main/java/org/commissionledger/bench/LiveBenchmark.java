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

/** {@code POST /v1/orders} while nobody and while a thousand listen to {@code GET /v1/analytics/live}, in turns. */
final class LiveBenchmark implements Bench.Benchmark {

    private static final int LISTENERS = 1_000;
    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration TURN = Duration.ofSeconds(10);
    private static final int ROUNDS = 3;

    @Override
    public void run() throws Exception {
        try (BenchService service = new BenchService()) {
            String token = service.token();
            turn(service, token, WARM_UP);
            List<HttpBenchmark.Turn> alone = new ArrayList<>();
            List<HttpBenchmark.Turn> heard = new ArrayList<>();
            List<Double> told = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                alone.add(turn(service, token, TURN));
                try (Listeners listeners = new Listeners(service.port(), token)) {
                    heard.add(turn(service, token, TURN));
                    told.add(listeners.events.get() / (double) TURN.toSeconds());
                }
            }
            report(alone, heard, told);
        }
    }

    private static HttpBenchmark.Turn turn(BenchService service, String token, Duration duration) throws Exception {
        return HttpBenchmark.turn(service.port(), CONNECTIONS, duration, n -> HttpBenchmark.order(token));
    }

    private static void report(List<HttpBenchmark.Turn> alone, List<HttpBenchmark.Turn> heard, List<Double> told) {
        System.out.printf(
                "%-24s %10s %10s %10s %14s%n", "32 connections", "orders/s", "p50 ms", "p99 ms", "events told/s");
        row("nobody listens", alone, 0);
        row("1,000 listen", heard, Load.median(told));
        double before = Load.median(alone.stream().map(HttpBenchmark.Turn::rate).toList());
        double with = Load.median(heard.stream().map(HttpBenchmark.Turn::rate).toList());
        System.out.printf(
                "{\"benchmark\":\"live\",\"alone\":%.0f,\"listened\":%.0f,\"share\":%.3f,\"told\":%.0f}%n",
                before, with, with / before, Load.median(told));
    }

    private static void row(String name, List<HttpBenchmark.Turn> turns, double told) {
        System.out.printf(
                "%-24s %,10.0f %10.1f %10.1f %,14.0f%n",
                name,
                Load.median(turns.stream().map(HttpBenchmark.Turn::rate).toList()),
                Load.median(turns.stream().map(HttpBenchmark.Turn::p50).toList()),
                Load.median(turns.stream().map(HttpBenchmark.Turn::p99).toList()),
                told);
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
