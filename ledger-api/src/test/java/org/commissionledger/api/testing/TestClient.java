package org.commissionledger.api.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller with a token of its own, or with none. What it gets, it gets as of the last write of any caller of the same service. */
public final class TestClient {

    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;
    private final AtomicLong written;
    private final String clientId;
    private final @Nullable String token;

    TestClient(HttpClient http, URI base, AtomicLong written, String clientId, @Nullable String token) {
        this.http = http;
        this.base = base;
        this.written = written;
        this.clientId = clientId;
        this.token = token;
    }

    public String clientId() {
        return clientId;
    }

    /** The same client at another node. */
    public TestClient at(TestService node) {
        return new TestClient(http, node.base(), written, clientId, token);
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** Waits for the projections to have got as far as the last write, and asks again when the service has waited in vain. */
    public Answer get(String path) {
        return patiently(() -> send(reading(path)), answer -> answer.status() == 503 && isBehind(answer.body()));
    }

    /** A POST of JSON under a key of its own. */
    public Answer post(String path, Object body) {
        return post(path, body, newKey());
    }

    public Answer post(String path, Object body, String key) {
        return post(path, "application/json", text(body).getBytes(StandardCharsets.UTF_8), key);
    }

    public Answer postCsv(String path, String csv) {
        return postCsv(path, csv, newKey());
    }

    public Answer postCsv(String path, String csv, String key) {
        return post(path, "text/csv", csv.getBytes(StandardCharsets.UTF_8), key);
    }

    public Answer post(String path, String type, byte[] body, String key) {
        return post(path, type, BodyPublishers.ofByteArray(body), key);
    }

    public Answer post(String path, String type, BodyPublisher body, String key) {
        return send(request(path).POST(body).header("Content-Type", type).header("Idempotency-Key", key));
    }

    public Answer put(String path, Object body) {
        return send(request(path).PUT(BodyPublishers.ofString(text(body))).header("Content-Type", "application/json"));
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** A request with the client's token, to be filled in. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            response.headers()
                    .firstValueAsLong("Ledger-Position")
                    .ifPresent(position -> written.accumulateAndGet(position, Math::max));
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A file, as of the last write. */
    public HttpResponse<byte[]> download(String path) {
        return patiently(
                () -> bytes(reading(path)),
                answer -> answer.statusCode() == 503 && isBehind(new String(answer.body(), StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder reading(String path) {
        return request(path).GET().header("Ledger-Min-Position", Long.toString(written.get()));
    }

    private static boolean isBehind(String body) {
        return body.contains("projection.behind");
    }

    /** The service itself waits for seconds before it says that it is behind. */
    private static <A> A patiently(Supplier<A> ask, Predicate<A> isBehind) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        A answer = ask.get();
        while (isBehind.test(answer) && System.nanoTime() < until) {
            answer = ask.get();
        }
        return answer;
    }

    public HttpResponse<byte[]> bytes(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer that goes on until its body is closed. */
    public HttpResponse<InputStream> open(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All items of a list, page after page. */
    public List<JsonNode> all(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get(path + cursor).expect(200);
            items.addAll(page.data());
            JsonNode next = page.json().path("page").path("next");
            cursor = next.isMissingNode() ? "" : (path.contains("?") ? "&" : "?") + "cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return items;
    }

    private static String text(Object body) {
        return body instanceof String text ? text : JSON.writeValueAsString(body);
    }
}
