package org.commissionledger.api.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.commissionledger.api.LedgerApplication;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.Receiver.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills, twenty times under load and without warning, the service or the PostgreSQL session that it writes through, and lets it come
 * back. What was acknowledged must be there, once; what was not is sent again under its key until it is; and the projections must be what a
 * rebuild makes of the history.
 */
class KillTest {

    private static final int KILLS = 20;
    private static final int CLIENTS = 8;
    private static final Duration BACK_OFF = Duration.ofMillis(50);
    private static final String SECRET = "kill-test-secret";
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String HOOK = "/hook";
    private static final List<String> TOLD = List.of("order.placed", "commission.accrued");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path data;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Receiver receiver = new Receiver();
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean loading = true;
    private volatile int port;
    private volatile String token = "";
    private Process service;

    @AfterEach
    void stop() throws InterruptedException {
        loading = false;
        receiver.close();
        service.destroy();
        if (!service.waitFor(30, TimeUnit.SECONDS)) {
            service.destroyForcibly();
        }
    }

    @Test
    void loseNothingThatWasAcknowledgedAndWriteNothingTwice() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        start();
        catalogue();
        registerEndpoint();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < CLIENTS; c++) {
                clients.submit(this::load);
            }
            for (int kill = 0; kill < KILLS; kill++) {
                int enough = acknowledged.size() + 50 + random.nextInt(400);
                await().atMost(SOON).until(() -> acknowledged.size() >= enough);
                if (kill % 2 == 0) {
                    service.destroyForcibly().waitFor();
                    start();
                } else {
                    killSession(random);
                    await().atMost(SOON).until(this::isReady);
                }
            }
            loading = false;
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
        Set<String> orders = assertEachOrderStandsOnce(seed);
        assertProjectionsEqualTheirRebuild(seed);
        assertEachOrderWasToldOnceAndInOrder(seed, orders);
    }

    private void registerEndpoint() throws IOException, InterruptedException {
        receiver.answers(message -> Response.of(calls.incrementAndGet() % 25 == 0 ? 503 : 200));
        String body = "{\"url\":\"" + receiver.url(HOOK) + "\",\"types\":[\"" + String.join("\",\"", TOLD) + "\"]}";
        HttpResponse<String> response = http.send(
                request("/v1/webhooks")
                        .header("Idempotency-Key", "hook")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        receiver.expects(HOOK, JSON.readTree(response.body()).get("secret").stringValue());
    }

    /** Of repetitions, which the id tells, the first one counts. */
    private void assertEachOrderWasToldOnceAndInOrder(long seed, Set<String> orders) throws Exception {
        await().atMost(SOON).until(() -> count("state = 'DELIVERED'") == (long) TOLD.size() * orders.size());
        assertThat(count("true")).as("seed %d: rows", seed).isEqualTo((long) TOLD.size() * orders.size());
        Map<String, String> bodies = new HashMap<>();
        Map<String, List<String>> told = new HashMap<>();
        for (Receiver.Message message : receiver.messages()) {
            String first = bodies.putIfAbsent(message.id(), message.body());
            if (first == null) {
                told.computeIfAbsent(message.orderId(), order -> new ArrayList<>())
                        .add(message.type());
            }
            assertThat(first).as("seed %d: a repetition says the same", seed).isIn(null, message.body());
        }
        assertThat(told.keySet()).as("seed %d: orders told of", seed).isEqualTo(orders);
        assertThat(told.values()).as("seed %d: in order", seed).containsOnly(TOLD);
    }

    private long count(String which) throws SQLException, IOException {
        return Long.parseLong(one("select count(*) from ledger.webhook_delivery where " + which));
    }

    /** As a careful client does: the same order under the same key, again and again, until there is an answer. */
    private void load() {
        while (loading) {
            String order = "k-" + numbers.incrementAndGet();
            while (!isAcknowledged(order)) {
                LockSupport.parkNanos(BACK_OFF.toNanos());
            }
            acknowledged.add(order);
        }
    }

    private boolean isAcknowledged(String order) {
        try {
            HttpResponse<String> answer = place(order);
            if (answer.statusCode() >= 400 && answer.statusCode() < 500 && answer.statusCode() != 401) {
                wrong.add(order + ": " + answer.body());
                return true;
            }
            return answer.statusCode() == 201;
        } catch (IOException | InterruptedException e) {
            return false; // the service was killed: nobody knows yet what became of the order
        }
    }

    private HttpResponse<String> place(String order) throws IOException, InterruptedException {
        String body =
                "{\"orderId\":\"" + order + "\",\"integrationId\":\"web\",\"productId\":\"p\",\"customerId\":\"c-1\","
                        + "\"value\":{\"amount\":1000,\"currency\":\"GBP\"},\"status\":\"SUCCESSFUL\",\"at\":\"2026-11-01T00:00:00Z\"}";
        return http.send(
                request("/v1/orders")
                        .header("Idempotency-Key", order)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token);
    }

    private void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerApplication.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "kill-test-service.log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "SERVER_PORT",
                        Integer.toString(port),
                        "LEDGER_DATA_DIRECTORY",
                        data.toString(),
                        "LEDGER_DEMO",
                        "false",
                        "LEDGER_BOOTSTRAP_SECRET",
                        SECRET,
                        "LEDGER_WEBHOOKS_ALLOWINSECURE",
                        "true",
                        "LEDGER_WEBHOOKS_ALLOWEDNETWORKS",
                        "127.0.0.1/32",
                        "LEDGER_WEBHOOKS_TIMEOUT",
                        "2s",
                        "LEDGER_WEBHOOKS_RETRIES",
                        "100ms,100ms,200ms,300ms,500ms,1s,2s,4s,8s"));
        builder.environment().remove("SPRING_DATASOURCE_URL");
        service = builder.start();
        await().atMost(SOON).until(this::isReady);
        token = newToken();
    }

    private boolean isReady() {
        if (!service.isAlive()) {
            throw new IllegalStateException("the service ended; see target/kill-test-service.log");
        }
        try {
            URI readiness = URI.create("http://localhost:" + port + "/actuator/health/readiness");
            HttpRequest ask = HttpRequest.newBuilder(readiness)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(ask, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String newToken() throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString(("bootstrap:" + SECRET).getBytes());
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/oauth2/token"))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(response.body()).get("access_token").stringValue();
    }

    private void catalogue() throws IOException, InterruptedException {
        put("/v1/categories/c", "{\"name\":\"Category\"}");
        put("/v1/providers/v", "{\"name\":\"Provider\"}");
        put(
                "/v1/products/p",
                "{\"name\":\"Product\",\"categoryId\":\"c\",\"providerId\":\"v\","
                        + "\"commissionPlan\":{\"type\":\"PERCENT\",\"basisPoints\":500}}");
        put("/v1/integrations/web", "{\"name\":\"Web\",\"channel\":\"WEB\"}");
    }

    private void put(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** PostgreSQL takes the loss of one session for a sign of broken memory and restarts all of them. */
    private void killSession(Random random) throws Exception {
        long postmaster = Long.parseLong(postmasterFile().getFirst().trim());
        List<ProcessHandle> sessions = ProcessHandle.of(postmaster)
                .orElseThrow()
                .children()
                .filter(child -> commandLine(child).contains("ledger_service"))
                .toList();
        ProcessHandle victim = sessions.get(random.nextInt(sessions.size()));
        new ProcessBuilder("kill", "-9", Long.toString(victim.pid())).start().waitFor();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> postmasterFile() throws IOException {
        return Files.readAllLines(data.resolve("postgresql").resolve("postmaster.pid"));
    }

    private Set<String> assertEachOrderStandsOnce(long seed) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> export =
                http.send(request("/v1/audit/export").GET().build(), HttpResponse.BodyHandlers.ofLines());
        Map<String, Integer> placed = new HashMap<>();
        long[] sequence = new long[1];
        export.body().map(JSON::readTree).forEach(event -> {
            assertThat(event.get("ledgerSequence").longValue()).isEqualTo(++sequence[0]);
            if (event.get("type").stringValue().equals("order.placed")) {
                placed.merge(event.get("stream").stringValue().substring("order/".length()), 1, Integer::sum);
            }
        });
        assertThat(placed.values()).as("seed %d: no order twice", seed).containsOnly(1);
        assertThat(placed.keySet())
                .as("seed %d: every acknowledged order", seed)
                .containsAll(acknowledged);
        return placed.keySet();
    }

    private void assertProjectionsEqualTheirRebuild(long seed) throws Exception {
        await().atMost(SOON).until(() -> lag() == 0);
        for (Map.Entry<String, String> table : List.of(
                Map.entry("orders", "ledger_orders.order_row"),
                Map.entry("orders", "(select * from ledger_orders.total_cell where orders <> 0)"),
                Map.entry(
                        "journal",
                        "(select account_id, line.* from ledger_journal.posting_block,"
                                + " unnest(positions, amounts, effective_at) line)"),
                Map.entry("journal", "ledger_journal.account_balance"),
                Map.entry("customers", "ledger_customers.entry"))) {
            String live = digest(table.getValue());
            HttpResponse<String> rebuilt = http.send(
                    request("/v1/projections/" + table.getKey() + "/rebuild")
                            .header(
                                    "Idempotency-Key",
                                    "rebuild " + table.getValue().hashCode())
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(rebuilt.statusCode()).as(rebuilt.body()).isEqualTo(200);
            assertThat(digest(table.getValue())).as("seed %d: %s", seed, table).isEqualTo(live);
        }
    }

    private long lag() throws IOException, InterruptedException {
        JsonNode status =
                JSON.readTree(http.send(request("/v1/projections").GET().build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        long lag = 0;
        for (JsonNode projection : status.get("data")) {
            lag += projection.get("lag").longValue() + projection.get("parked").longValue();
        }
        return lag;
    }

    private String digest(String table) throws SQLException, IOException {
        return one("select count(*) || md5(string_agg(t::text, ',' order by t::text)) from " + table + " t");
    }

    private String one(String query) throws SQLException, IOException {
        String url = "jdbc:postgresql://localhost:" + postmasterFile().get(3).trim() + "/ledger?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
