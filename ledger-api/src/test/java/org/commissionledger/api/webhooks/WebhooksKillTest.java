package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.Receiver.Message;
import org.commissionledger.api.testing.Receiver.Response;
import org.commissionledger.api.testing.ServiceProcess;
import org.commissionledger.api.testing.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The service is killed while it sends: afterwards each message has come, once by its id, and in order within its stream. */
class WebhooksKillTest {

    private static final int ORDERS = 300;
    private static final List<String> TYPES = List.of("order.placed", "order.succeeded", "commission.accrued");
    private static final Map<String, String> SETTINGS = Map.of(
            "LEDGER_WEBHOOKS_ALLOWINSECURE", "true",
            "LEDGER_WEBHOOKS_ALLOWEDNETWORKS", "127.0.0.1/32",
            "LEDGER_WEBHOOKS_TIMEOUT", "1s",
            "LEDGER_WEBHOOKS_RETRIES", "100ms,200ms,300ms,500ms,1s,1s,1s");

    @TempDir
    private Path data;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private ServiceProcess start() {
        return ServiceProcess.start(data, Path.of("target", "webhooks-kill-test.log"), SETTINGS);
    }

    @Test
    void loseNothingAndMakeNothingTwice() throws Exception {
        ServiceProcess first = start();
        TestClient admin = first.bootstrap();
        catalogue(admin);
        JsonNode hook = admin.post("/v1/webhooks", Hooks.endpoint(receiver.url("/hook"), TYPES.toArray(String[]::new)))
                .expect(201)
                .json();
        receiver.expects("/hook", hook.get("secret").asString());
        receiver.answers(message -> message.orderId().endsWith("7") ? Response.of(503) : Response.OK);
        admin.post("/v1/orders/bulk", Map.of("items", orders())).expect(200);
        await().atMost(Hooks.SOON).until(() -> receiver.messages().size() >= 100);
        first.kill();
        receiver.answers(message -> Response.OK);
        try (ServiceProcess second = start()) {
            TestClient again = second.bootstrap();
            JdbcClient sql = JdbcClient.create(second.database());
            await().atMost(Duration.ofSeconds(60)).until(() -> delivered(sql) == ORDERS * TYPES.size());
            assertThat(again.get("/v1/webhooks/" + hook.get("webhookId").asString())
                            .expect(200)
                            .json()
                            .get("state")
                            .asString())
                    .isEqualTo("ACTIVE");
            assertThat(sql.sql("select count(*) from ledger.webhook_delivery")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(ORDERS * TYPES.size());
        }
        assertEachOnceAndInOrder();
    }

    private static int delivered(JdbcClient sql) {
        return sql.sql("select count(*) from ledger.webhook_delivery where state = 'DELIVERED'")
                .query(Integer.class)
                .single();
    }

    /** Of repetitions, which the id tells, the first one counts. */
    private void assertEachOnceAndInOrder() {
        Map<String, Message> byId = new HashMap<>();
        Map<String, List<String>> byOrder = new HashMap<>();
        for (Message message : receiver.messages()) {
            if (byId.putIfAbsent(message.id(), message) == null) {
                byOrder.computeIfAbsent(message.orderId(), o -> new ArrayList<>())
                        .add(message.type());
            }
        }
        assertThat(byOrder)
                .hasSize(ORDERS)
                .allSatisfy((order, types) -> assertThat(types).isEqualTo(TYPES));
        Set<String> bodies =
                receiver.messages().stream().map(m -> m.id() + m.body()).collect(Collectors.toSet());
        assertThat(bodies).as("a repetition says the same").hasSize(byId.size());
    }

    private static List<Map<String, Object>> orders() {
        List<Map<String, Object>> orders = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            orders.add(Map.of(
                    "orderId", "o-" + i,
                    "integrationId", "web",
                    "productId", "p",
                    "customerId", "c-1",
                    "value", Map.of("amount", 1_000, "currency", "GBP"),
                    "status", "SUCCESSFUL"));
        }
        return orders;
    }

    private static void catalogue(TestClient admin) {
        admin.put("/v1/categories/c", Map.of("name", "C")).expect(200);
        admin.put("/v1/providers/v", Map.of("name", "V")).expect(200);
        Map<String, Object> plan = Map.of("type", "PERCENT", "basisPoints", 500);
        admin.put("/v1/products/p", Map.of("name", "P", "categoryId", "c", "providerId", "v", "commissionPlan", plan))
                .expect(200);
        admin.put("/v1/integrations/web", Map.of("name", "Web", "channel", "WEB"))
                .expect(200);
    }
}
