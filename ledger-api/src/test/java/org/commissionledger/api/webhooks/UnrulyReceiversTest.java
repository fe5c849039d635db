package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.webhooks.Hooks.Hook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Receivers that do not speak HTTP as they should, the first time that they are called; the second time they do. */
class UnrulyReceiversTest {

    private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final long ENDLESS = Long.MAX_VALUE;

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        threads.submit(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                threads.submit(() -> answer(socket));
            }
            return null;
        });
    }

    @AfterEach
    void close() throws IOException {
        closed.countDown();
        server.close();
        threads.shutdownNow();
    }

    private Void answer(Socket socket) throws IOException, InterruptedException {
        try (socket) {
            String path = path(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            if (!known.add(path)) {
                write(out, WELL);
                return null;
            }
            switch (path) {
                case "/reset" -> socket.setSoLinger(true, 0); // the connection is not closed but reset
                case "/garbage" -> write(out, "220 mail.example.org ESMTP\r\n");
                case "/lines" -> repeat(out, "HTTP/1.1 200 OK\r\n", "X-More: and more\r\n", 0);
                case "/one-line" -> repeat(out, "HTTP/1.1 200 OK\r\nX-Long: ", "and more ", 0);
                case "/slow-head" -> repeat(out, "HTTP/1.1 200 OK\r\nX-Slow: ", ".", 50);
                case "/slow-body" -> repeat(out, "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", ".", 50);
                default -> throw new IllegalStateException(path);
            }
        }
        return null;
    }

    /** Of the request's first line; the rest is read as well, so that nothing is in the way of the answer. */
    private static String path(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        String length = head.toString().replaceAll("(?is).*content-length: ([0-9]+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
        return head.toString().split(" ")[1];
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Until the other side has had enough. */
    private void repeat(OutputStream out, String first, String again, int everyMillis)
            throws IOException, InterruptedException {
        write(out, first);
        for (long i = 0; i < ENDLESS && !closed.await(everyMillis, TimeUnit.MILLISECONDS); i++) {
            write(out, again);
        }
    }

    private Hook register(String path) {
        String url = "http://127.0.0.1:" + server.getLocalPort() + path;
        JsonNode made = admin.post("/v1/webhooks", Hooks.endpoint(url, "order.placed"))
                .expect(201)
                .json();
        Hook hook = new Hook(
                made.get("webhookId").asString(), path, made.get("secret").asString(), admin);
        hook.read();
        return hook;
    }

    @Test
    void areCutOffInTimeAndToldAgain() {
        Map<Hook, String> expected = new ConcurrentHashMap<>();
        expected.put(register("/reset"), "connection-lost");
        expected.put(register("/garbage"), "connection-lost");
        expected.put(register("/lines"), "connection-lost");
        expected.put(register("/one-line"), "connection-lost");
        expected.put(register("/slow-head"), "timeout");
        organisation.place("1", 1_000);
        expected.forEach((hook, error) -> {
            hook.awaitState("DELIVERED", 1);
            JsonNode attempts = hook.deliveries().getFirst().get("attempts");
            assertThat(attempts).as(hook.path()).hasSize(2);
            assertThat(attempts.get(0).path("error").asString()).as(hook.path()).isEqualTo(error);
            assertThat(attempts.get(0).get("durationMs").asLong())
                    .as(hook.path())
                    .isLessThan(8_000);
            assertThat(attempts.get(1).get("status").asInt()).as(hook.path()).isEqualTo(200);
        });
    }

    @Test
    void areBelievedWhenTheyHaveSaidThatTheyTookIt() {
        Hook slow = register("/slow-body");
        organisation.place("1", 1_000);
        slow.awaitState("DELIVERED", 1);
        JsonNode attempts = slow.deliveries().getFirst().get("attempts");
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("status").asInt()).isEqualTo(200);
        assertThat(attempts.get(0).get("durationMs").asLong()).isBetween(1_000L, 8_000L);
    }
}
