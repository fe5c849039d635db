package org.commissionledger.api.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.TestClient;
import tools.jackson.databind.JsonNode;

/** Registers endpoints at a receiver, and waits for what comes of them. */
record Hooks(Receiver receiver) {

    static final Duration SOON = Duration.ofSeconds(60);

    /** @param id of the endpoint */
    record Hook(String id, String path, String secret, TestClient client) {

        String uri() {
            return "/v1/webhooks/" + id;
        }

        JsonNode read() {
            return client.get(uri()).expect(200).json();
        }

        List<JsonNode> deliveries() {
            return client.get(uri() + "/deliveries?limit=500").expect(200).data();
        }

        JsonNode delivery(String deliveryId) {
            return client.get(uri() + "/deliveries/" + deliveryId).expect(200).json();
        }

        JsonNode awaitDelivery(String deliveryId, Predicate<JsonNode> wanted) {
            return Awaitility.await().atMost(SOON).until(() -> delivery(deliveryId), wanted);
        }

        void awaitState(String state, int count) {
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> deliveries().stream()
                                    .filter(d -> d.get("state").asString().equals(state))
                                    .count()
                            == count);
        }
    }

    static Map<String, Object> endpoint(String url, String... types) {
        return Map.of("url", url, "types", List.of(types));
    }

    /** What comes to the path is verified with the endpoint's secret. */
    Hook register(TestClient client, String path, String... types) {
        JsonNode made = client.post("/v1/webhooks", endpoint(receiver.url(path), types))
                .expect(201)
                .json();
        String secret = made.get("secret").asString();
        receiver.expects(path, secret);
        Hook hook = new Hook(made.get("webhookId").asString(), path, secret, client);
        hook.read(); // waits for the projection: it hears of what comes from now on
        return hook;
    }

    List<Receiver.Message> awaitMessages(String path, int count) {
        Awaitility.await().atMost(SOON).until(() -> receiver.messages(path).size() >= count);
        return receiver.messages(path);
    }
}
