package org.commissionledger.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.commissionledger.api.LedgerApplication;
import org.commissionledger.testing.TestDatabase;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service as it is started in earnest, on a port of its own and a database of its own. */
public final class TestService implements AutoCloseable {

    public static final String SECRET = "the-secret-of-the-first-start";
    public static final String PASSWORD = "the-password-of-the-first-start";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private static final Path KEYS = temporary();
    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();

    private final TestDatabase database;
    private final ConfigurableApplicationContext context;
    private final AtomicLong written;

    private TestService(TestDatabase database, AtomicLong written, String... more) {
        this.database = database;
        this.written = written;
        this.context = new SpringApplicationBuilder(LedgerApplication.class)
                .registerShutdownHook(false) // the database of the tests ends first
                .run(Stream.concat(settings(database), Stream.of(more)).toArray(String[]::new));
    }

    private static Stream<String> settings(TestDatabase database) {
        return Stream.of(
                "--server.port=0",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.serviceUser(),
                "--spring.datasource.password=" + database.servicePassword(),
                "--spring.flyway.user=postgres",
                "--spring.flyway.password=" + database.ownerPassword(),
                "--ledger.bootstrap.secret=" + SECRET,
                "--ledger.bootstrap.password=" + PASSWORD,
                "--ledger.persons.key-file=" + KEYS.resolve("persons.key"),
                "--ledger.trusted-proxies=" + TlsProxy.ADDRESS + "/32",
                "--ledger.webhooks.allow-insecure=true",
                "--ledger.webhooks.allowed-networks=127.0.0.1/32",
                "--ledger.webhooks.timeout=2s",
                "--ledger.webhooks.retries=50ms,100ms,200ms,300ms,400ms",
                "--ledger.checkpoints.key-file=" + KEYS.resolve("checkpoints.key"),
                "--ledger.checkpoints.file=" + checkpoints(database),
                "--logging.level.com.networknt=error"); // it would warn of OpenAPI's own keywords
    }

    /** One file for all nodes. */
    private static Path temporary() {
        try {
            return Files.createTempDirectory("ledger-keys");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Outside the database; nodes of one database share it. */
    public Path checkpoints() {
        return checkpoints(database);
    }

    private static Path checkpoints(TestDatabase database) {
        return KEYS.resolve(database.url().replaceAll(".*/", "") + "-checkpoints.ndjson");
    }

    public TestDatabase database() {
        return database;
    }

    private static final class Holder {
        static final TestService SHARED = alone();
    }

    /** The service that most test classes share; each works in organisations of its own. */
    public static TestService shared() {
        return Holder.SHARED;
    }

    /** A service on a database that nobody else uses. */
    public static TestService alone() {
        return new TestService(TestDatabase.empty(), new AtomicLong());
    }

    /**
     * A second node on the same database.
     *
     * @param more settings of its own
     */
    public TestService anotherNode(String... more) {
        return new TestService(database, written, more);
    }

    public URI base() {
        return URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    public TestClient anonymous() {
        return new TestClient(HTTP, base(), written, "", null);
    }

    public TestClient withToken(String token) {
        return new TestClient(HTTP, base(), written, "", token);
    }

    /** The client that was made at the first start, in the organisation {@code demo}. */
    public TestClient bootstrap() {
        return client("bootstrap", SECRET);
    }

    public TestClient client(String clientId, String secret) {
        return new TestClient(HTTP, base(), written, clientId, token(clientId, secret));
    }

    private String token(String clientId, String secret) {
        return askForToken(clientId, secret)
                .expect(200)
                .json()
                .get("access_token")
                .asString();
    }

    public Answer askForToken(String clientId, String secret) {
        String basic = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = anonymous()
                .request("/oauth2/token")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"));
        return anonymous().send(request);
    }

    /** A new organisation, without a catalogue. */
    public TestOrganisation organisation() {
        String id = "org-" + ORGANISATIONS.incrementAndGet();
        JsonNode made = bootstrap()
                .post("/v1/organisations", Map.of("organisationId", id, "name", "Organisation " + id))
                .expect(201)
                .json();
        TestClient admin =
                client(made.get("clientId").asString(), made.get("clientSecret").asString());
        return new TestOrganisation(this, id, admin);
    }

    @Override
    public void close() {
        context.close();
    }
}
