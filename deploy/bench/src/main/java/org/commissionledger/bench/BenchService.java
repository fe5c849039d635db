package org.commissionledger.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.commissionledger.api.LedgerApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole service on a PostgreSQL of its own, with a small catalogue, in a folder that is thrown away, or kept when {@link
 * BenchServer#KEPT} names it.
 */
final class BenchService implements AutoCloseable {

    static final String EMAIL = "admin@example.org";
    static final String SECRET = "bench-secret-that-is-long-enough";

    private final Path data;
    private final ConfigurableApplicationContext service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final String token;

    /** @param more configuration beside the product's own */
    BenchService(Class<?>... more) throws Exception {
        data = BenchServer.KEPT == null ? Files.createTempDirectory("ledger-bench") : BenchServer.KEPT;
        SpringApplication application =
                new SpringApplication(Stream.concat(Stream.of(LedgerApplication.class), Stream.of(more))
                        .toArray(Class<?>[]::new));
        application.setDefaultProperties(Map.of("logging.level.root", "warn"));
        service = application.run(
                "--server.port=0",
                "--ledger.data-directory=" + data,
                "--ledger.demo=false",
                "--ledger.bootstrap.secret=" + SECRET,
                "--ledger.bootstrap.email=" + EMAIL,
                "--ledger.bootstrap.password=" + SECRET);
        port = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port"));
        token = newToken();
        catalogue();
    }

    int port() {
        return port;
    }

    String token() {
        return token;
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    /** A token holds for ten minutes: longer runs take another one now and then. */
    String newToken() throws Exception {
        String basic = Base64.getEncoder().encodeToString(("bootstrap:" + SECRET).getBytes(StandardCharsets.UTF_8));
        String body = send(HttpRequest.newBuilder(uri("/oauth2/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build());
        int start = body.indexOf("\"access_token\":\"") + 16;
        return body.substring(start, body.indexOf('"', start));
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private void catalogue() throws Exception {
        for (int i = 0; i < 5; i++) {
            put("categories/category-" + i, "{\"name\":\"Category\"}");
        }
        for (int i = 0; i < 10; i++) {
            put("providers/p-" + i, "{\"name\":\"Provider\"}");
            put(
                    "products/giftware-" + i,
                    "{\"name\":\"Giftware\",\"categoryId\":\"category-" + i % 5 + "\",\"providerId\":\"p-" + i
                            + "\",\"commissionPlan\":{\"type\":\"PERCENT\",\"basisPoints\":500}}");
        }
        put("integrations/web-shop", "{\"name\":\"Web shop\",\"channel\":\"WEB\"}");
        put("integrations/app", "{\"name\":\"App\",\"channel\":\"APP\"}");
    }

    private void put(String path, String body) throws Exception {
        send(HttpRequest.newBuilder(uri("/v1/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Override
    public void close() throws IOException {
        client.close();
        service.close();
        if (BenchServer.KEPT != null) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
