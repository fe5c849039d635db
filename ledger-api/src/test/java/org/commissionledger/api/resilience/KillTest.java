package org.commissionledger.api.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.Receiver.Response;
import org.commissionledger.api.testing.ServiceProcess;
import org.commissionledger.api.testing.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Kills, twenty times under load and without warning, the service or the PostgreSQL session that it writes through, and lets it come
 * back. What was acknowledged must be there, once; what was not is sent again under its key until it is; and the projections must be what a
 * rebuild makes of the history.
 */
class KillTest {

    private static final int KILLS = 20;
    private static final int CLIENTS = 8;
    private static final Duration BACK_OFF = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String HOOK = "/hook";
    private static final List<String> TOLD = List.of("order.placed", "commission.accrued");
    private static final Path LOG = Path.of("target", "kill-test-service.log");
    private static final Map<String, String> SETTINGS = Map.of(
            "LEDGER_WEBHOOKS_ALLOWINSECURE",
            "true",
            "LEDGER_WEBHOOKS_ALLOWEDNETWORKS",
            "127.0.0.1/32",
            "LEDGER_WEBHOOKS_TIMEOUT",
            "2s",
            "LEDGER_WEBHOOKS_RETRIES",
            "100ms,100ms,200ms,300ms,500ms,1s,2s,4s,8s");

    @TempDir
    private Path data;

    private final Receiver receiver = new Receiver();
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean loading = true;
    private volatile boolean abandoned;
    private volatile TestClient admin;
    private ServiceProcess service;

    @AfterEach
    void stop() {
        loading = false;
        receiver.close();
        service.close();
    }

    private void start() {
        service = ServiceProcess.start(data, LOG, SETTINGS);
        admin = service.bootstrap();
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
            boolean done = false;
            try {
                killAgainAndAgain(random);
                done = true;
            } finally {
                loading = false;
                abandoned = !done; // or the clients would ask for ever
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
        Set<String> orders = assertEachOrderStandsOnce(seed);
        assertProjectionsEqualTheirRebuild(seed);
        assertEachOrderWasToldOnceAndInOrder(seed, orders);
    }

    private void killAgainAndAgain(Random random) throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            int enough = acknowledged.size() + 50 + random.nextInt(400);
            await().atMost(SOON).until(() -> acknowledged.size() >= enough);
            if (kill % 2 == 0) {
                service.kill();
                start();
            } else {
                killSession(random);
                await().atMost(SOON).until(service::isReady);
            }
        }
    }

    private void registerEndpoint() {
        receiver.answers(message -> Response.of(calls.incrementAndGet() % 25 == 0 ? 503 : 200));
        Answer registered = admin.post("/v1/webhooks", Map.of("url", receiver.url(HOOK), "types", TOLD));
        receiver.expects(HOOK, registered.expect(201).json().get("secret").asString());
    }

    /** Of repetitions, which the id tells, the first one counts. */
    private void assertEachOrderWasToldOnceAndInOrder(long seed, Set<String> orders) {
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

    private long count(String which) {
        return sql().sql("select count(*) from ledger.webhook_delivery where " + which)
                .query(Long.class)
                .single();
    }

    private JdbcClient sql() {
        return JdbcClient.create(service.database());
    }

    /** As a careful client does: the same order under the same key, again and again, until there is an answer. */
    private void load() {
        while (loading) {
            String order = "k-" + numbers.incrementAndGet();
            while (!isAcknowledged(order)) {
                if (abandoned) {
                    return;
                }
                LockSupport.parkNanos(BACK_OFF.toNanos());
            }
            acknowledged.add(order);
        }
    }

    private boolean isAcknowledged(String order) {
        try {
            Answer answer = place(order);
            if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 401) {
                wrong.add(order + ": " + answer.body());
                return true;
            }
            return answer.status() == 201;
        } catch (UncheckedIOException e) {
            return false; // the service was killed: nobody knows yet what became of the order
        }
    }

    private Answer place(String order) {
        Map<String, Object> body = Map.of(
                "orderId",
                order,
                "integrationId",
                "web",
                "productId",
                "p",
                "customerId",
                "c-1",
                "value",
                Map.of("amount", 1_000, "currency", "GBP"),
                "status",
                "SUCCESSFUL",
                "at",
                "2026-11-01T00:00:00Z");
        return admin.post("/v1/orders", body, order);
    }

    private void catalogue() {
        admin.put("/v1/categories/c", Map.of("name", "Category")).expect(200);
        admin.put("/v1/providers/v", Map.of("name", "Provider")).expect(200);
        Map<String, Object> plan = Map.of("type", "PERCENT", "basisPoints", 500);
        admin.put("/v1/products/p", Map.of("name", "P", "categoryId", "c", "providerId", "v", "commissionPlan", plan))
                .expect(200);
        admin.put("/v1/integrations/web", Map.of("name", "Web", "channel", "WEB"))
                .expect(200);
    }

    /** PostgreSQL takes the loss of one session for a sign of broken memory and restarts all of them. */
    private void killSession(Random random) throws IOException, InterruptedException {
        List<ProcessHandle> sessions = service.sessions();
        ProcessHandle victim = sessions.get(random.nextInt(sessions.size()));
        new ProcessBuilder("kill", "-9", Long.toString(victim.pid())).start().waitFor();
    }

    private Set<String> assertEachOrderStandsOnce(long seed) {
        Map<String, Integer> placed = new HashMap<>();
        long[] sequence = new long[1];
        admin.get("/v1/audit/export")
                .expect(200)
                .body()
                .lines()
                .map(TestClient.JSON::readTree)
                .forEach(event -> {
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

    private void assertProjectionsEqualTheirRebuild(long seed) {
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
            admin.post("/v1/projections/" + table.getKey() + "/rebuild", "").expect(200);
            assertThat(digest(table.getValue())).as("seed %d: %s", seed, table).isEqualTo(live);
        }
    }

    private long lag() {
        long lag = 0;
        for (JsonNode projection : admin.get("/v1/projections").expect(200).data()) {
            lag += projection.get("lag").longValue() + projection.get("parked").longValue();
        }
        return lag;
    }

    private String digest(String table) {
        return sql().sql("select count(*) || md5(string_agg(t::text, ',' order by t::text)) from " + table + " t")
                .query(String.class)
                .single();
    }
}
