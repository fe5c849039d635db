package org.commissionledger.api.testing;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** A local endpoint that answers as it is told to, and verifies what it gets by the official library. */
public final class Receiver implements AutoCloseable {

    private static final int LONG = 1 << 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Function<Message, Response> answering = message -> Response.OK;

    /** One call as it came in. The path tells endpoints apart. */
    public record Message(String path, HttpHeaders headers, String body, long nanos) {

        public String id() {
            return header("webhook-id");
        }

        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        public JsonNode json() {
            return TestClient.JSON.readTree(body);
        }

        public String type() {
            return json().get("type").asString();
        }

        public String orderId() {
            return json().path("data").path("orderId").asString();
        }
    }

    /** What to answer. */
    public record Response(Kind kind, int status, Map<String, String> headers, String body) {
        public static final Response OK = of(200);
        public static final Response HANG = new Response(Kind.HANG, 0, Map.of(), "");
        public static final Response CUT = new Response(Kind.CUT, 0, Map.of(), "");
        public static final Response ENDLESS = new Response(Kind.ENDLESS, 200, Map.of(), "");

        public static Response of(int status) {
            return new Response(Kind.ANSWER, status, Map.of(), "");
        }

        public static Response of(int status, String header, String value) {
            return new Response(Kind.ANSWER, status, Map.of(header, value), "");
        }

        public static Response saying(String body) {
            return new Response(Kind.ANSWER, 200, Map.of(), body);
        }

        /** What sort of thing happens to the call. */
        public enum Kind {
            ANSWER,
            /** Nothing, until the receiver is closed. */
            HANG,
            /** The connection ends without an answer. */
            CUT,
            /** A body without an end. */
            ENDLESS
        }
    }

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public void answers(Function<Message, Response> answer) {
        answering = answer;
    }

    /** From now on what comes to the path must be signed with this secret. */
    public void expects(String path, String secret) {
        secrets.put(path, secret);
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try {
            Message message = read(exchange);
            messages.add(message);
            String secret = secrets.get(message.path());
            if (secret != null) {
                verify(message, secret);
            }
            answer(exchange, answering.apply(message));
        } catch (WebhookVerificationException e) {
            answer(exchange, Response.of(401));
        } finally {
            open.decrementAndGet();
            exchange.close();
        }
    }

    public static void verify(Message message, String secret) throws WebhookVerificationException {
        new Webhook(secret).verify(message.body(), message.headers());
    }

    private static Message read(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new LinkedHashMap<>(exchange.getRequestHeaders());
        return new Message(
                exchange.getRequestURI().getPath(),
                HttpHeaders.of(headers, (name, value) -> true),
                body,
                System.nanoTime());
    }

    private void answer(HttpExchange exchange, Response response) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        switch (response.kind()) {
            case ANSWER -> {
                byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
            case HANG -> await();
            case CUT -> {}
            case ENDLESS -> {
                exchange.sendResponseHeaders(response.status(), 0);
                write(exchange.getResponseBody());
            }
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the other side has had enough. */
    private static void write(OutputStream out) throws IOException {
        byte[] block = "endless ".repeat(LONG / 8).getBytes(StandardCharsets.UTF_8);
        while (!Thread.currentThread().isInterrupted()) {
            out.write(block);
        }
    }

    /** All calls so far, in the order in which they came. */
    public List<Message> messages() {
        return new ArrayList<>(messages);
    }

    public List<Message> messages(String path) {
        return messages.stream().filter(m -> m.path().equals(path)).toList();
    }

    /** The most calls that were open at a time. */
    public int mostOpen() {
        return mostOpen.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
