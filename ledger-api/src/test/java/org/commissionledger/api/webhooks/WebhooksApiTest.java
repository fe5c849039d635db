package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.Receiver;
import org.commissionledger.api.testing.Receiver.Message;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.webhooks.Hooks.Hook;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Endpoints over HTTP, and what they are told. */
class WebhooksApiTest {

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final Receiver receiver = new Receiver();
    private final Hooks hooks = new Hooks(receiver);

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void tellOfCheckpointsAsTheyArePublished() throws Exception {
        hooks.register(admin, "/sealed", "checkpoint.sealed");
        organisation.place("sealed-1", 1_000);
        JsonNode told = hooks.awaitMessages("/sealed", 1).getFirst().json();
        assertThat(told.get("type").asString()).isEqualTo("checkpoint.sealed");
        JsonNode data = told.get("data");
        List<JsonNode> published = new ArrayList<>();
        admin.get("/v1/audit/checkpoints?limit=500")
                .expect(200)
                .json()
                .get("data")
                .forEach(published::add);
        assertThat(published).contains(data);
    }

    private static List<String> types(List<Message> messages) {
        return messages.stream().map(Message::type).toList();
    }

    @Test
    void tellWhatBecomesOfAnOrderInOrderAndSigned() throws Exception {
        Hook hook = hooks.register(
                admin,
                "/all",
                "order.placed",
                "order.succeeded",
                "order.failed",
                "commission.accrued",
                "commission.confirmed",
                "commission.reversed");
        organisation.place("1", 15_640);
        admin.post("/v1/orders/1/commission/confirm", Map.of("reference", "March"))
                .expect(200);
        admin.post("/v1/orders/1/commission/reverse", Map.of("reasonCode", "RETURNED"))
                .expect(200);
        List<Message> told = hooks.awaitMessages("/all", 5);
        assertThat(types(told))
                .containsExactly(
                        "order.placed",
                        "order.succeeded",
                        "commission.accrued",
                        "commission.confirmed",
                        "commission.reversed");
        assertThat(told.stream().map(Message::id)).doesNotHaveDuplicates();
        for (Message message : told) {
            Receiver.verify(message, hook.secret());
            assertThat(message.header("Content-Type")).startsWith("application/json");
            assertThat(message.json().get("timestamp").asString()).isNotEmpty();
        }
        JsonNode placed = told.getFirst().json();
        assertThat(placed.get("timestamp").asString()).isEqualTo("2011-03-01T10:00:00Z");
        JsonNode order = organisation.order("1");
        for (String field :
                List.of("orderId", "status", "value", "providerId", "productId", "customerId", "placedAt")) {
            assertThat(placed.get("data").get(field)).as(field).isEqualTo(order.get(field));
        }
        JsonNode change = told.get(3).json().get("data").get("change");
        assertThat(change.toString())
                .isEqualTo("{\"amount\":{\"amount\":782,\"currency\":\"GBP\"},\"pendingBefore\":"
                        + "{\"amount\":782,\"currency\":\"GBP\"},\"reference\":\"March\"}");
        hook.awaitState("DELIVERED", 5);
    }

    @Test
    void tellWhatBecomesOfAPayoutAndAProviderOnlyOfItsOwn() {
        String[] types = {"payout.approved", "payout.settled", "payout.failed"};
        hooks.register(admin, "/payouts", types);
        hooks.register(organisation.provider("acme"), "/acme", types);
        hooks.register(organisation.provider("zenith"), "/zenith", types);
        for (String payout : List.of("own", "all")) {
            organisation.place(payout, 15_640);
            admin.post("/v1/orders/" + payout + "/commission/confirm", Map.of()).expect(200);
            Map<String, Object> wish =
                    new HashMap<>(Map.of("payoutId", payout, "from", "2000-01-01", "to", "2199-01-01"));
            wish.put("providerId", payout.equals("own") ? "acme" : null);
            admin.post("/v1/payouts", wish).expect(201);
            organisation
                    .as(Role.FINANCE)
                    .post("/v1/payouts/" + payout + "/approve", Map.of())
                    .expect(200);
            admin.post("/v1/payouts/" + payout + "/settle", Map.of("reference", "B 1"))
                    .expect(200);
        }
        List<Message> told = hooks.awaitMessages("/payouts", 4);
        assertThat(types(told))
                .containsExactlyInAnyOrder("payout.approved", "payout.settled", "payout.approved", "payout.settled");
        JsonNode data = hooks.awaitMessages("/acme", 2).getLast().json().get("data");
        assertThat(data.get("payoutId").asString()).isEqualTo("own");
        assertThat(data.get("state").asString()).isEqualTo("SETTLED");
        assertThat(data.get("reference").asString()).isEqualTo("B 1");
        assertThat(data.get("amounts").get(0).get("amount").asLong()).isEqualTo(782);
        assertThat(receiver.messages("/acme")).hasSize(2);
        assertThat(receiver.messages("/zenith")).isEmpty();
    }

    @Test
    void tellOnlyWhatWasAskedForAndOnlyWhatHappensFromNowOn() {
        organisation.place("before", 1_000);
        hooks.register(admin, "/failed", "order.failed");
        organisation
                .place(TestOrganisation.order("2", 1_000, "status", "PENDING"))
                .expect(201);
        admin.post("/v1/orders/2/status", Map.of("status", "FAILED")).expect(200);
        hooks.register(admin, "/succeeded", "order.succeeded", "commission.accrued");
        admin.post("/v1/orders/2/status", Map.of("status", "SUCCESSFUL")).expect(200);
        assertThat(types(hooks.awaitMessages("/succeeded", 2)))
                .containsExactly("order.succeeded", "commission.accrued");
        assertThat(types(receiver.messages("/failed"))).containsExactly("order.failed");
    }

    @Test
    void tellAProviderOfItsOwnOrdersOnly() {
        TestClient acme = organisation.provider("acme");
        Hook own = hooks.register(acme, "/acme", "order.placed");
        Hook all = hooks.register(admin, "/all", "order.placed");
        organisation.place("a", 1_000);
        organisation
                .place(TestOrganisation.order("z", 1_000, "productId", "product-zenith"))
                .expect(201);
        organisation.place("b", 1_000);
        assertThat(hooks.awaitMessages("/all", 3)).hasSize(3);
        assertThat(hooks.awaitMessages("/acme", 2).stream().map(Message::orderId))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(own.read().get("providerId").asString()).isEqualTo("acme");
        assertThat(all.read().has("providerId")).isFalse();
        own.awaitState("DELIVERED", 2);
    }

    @Test
    void areNobodyElsesBusiness() {
        TestClient acme = organisation.provider("acme");
        Hook own = hooks.register(acme, "/own", "order.placed");
        Hook others = hooks.register(admin, "/others", "order.placed");
        TestClient zenith = organisation.provider("zenith");
        TestClient stranger = service.organisation().admin();
        Map<String, Object> same = Hooks.endpoint(receiver.url("/own"), "order.placed");
        for (Map.Entry<TestClient, Hook> each : List.of(
                Map.entry(zenith, own),
                Map.entry(acme, others),
                Map.entry(stranger, own),
                Map.entry(stranger, others))) {
            TestClient client = each.getKey();
            String uri = each.getValue().uri();
            List<Answer> answers = new ArrayList<>(List.of(
                    client.get(uri),
                    client.get(uri + "/deliveries"),
                    client.put(uri, same),
                    client.delete(uri),
                    client.post(uri + "/rotate-secret", ""),
                    client.post(uri + "/test", "")));
            answers.add(client.post(uri + "/deliveries/" + java.util.UUID.randomUUID() + "/redeliver", ""));
            answers.forEach(answer -> answer.expectProblem(404, "webhook.unknown"));
        }
        assertThat(zenith.get("/v1/webhooks").expect(200).data()).isEmpty();
        assertThat(stranger.get("/v1/webhooks").expect(200).data()).isEmpty();
        assertThat(acme.get("/v1/webhooks").each("webhookId")).containsExactly(own.id());
        assertThat(organisation.as(Role.TECHNICAL).get("/v1/webhooks").each("webhookId"))
                .containsExactly(own.id(), others.id());
        assertThat(organisation
                        .as(Role.AUDITOR)
                        .get(own.uri())
                        .expect(200)
                        .json()
                        .has("secret"))
                .isFalse();
        organisation.as(Role.AUDITOR).delete(own.uri()).expectProblem(403, "access.denied");
        organisation.as(Role.FINANCE).get(own.uri()).expectProblem(403, "access.denied");
    }

    @Test
    void showASecretOnceAndKeepItNowhere() {
        String key = TestClient.newKey();
        Map<String, Object> endpoint = Hooks.endpoint(receiver.url("/once"), "order.placed");
        JsonNode made = admin.post("/v1/webhooks", endpoint, key).expect(201).json();
        String secret = made.get("secret").asString();
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        Answer again = admin.post("/v1/webhooks", endpoint, key).expect(201);
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.json().has("secret")).isFalse();
        assertThat(again.json().get("webhookId")).isEqualTo(made.get("webhookId"));
        assertThat(admin.get("/v1/webhooks").data()).hasSize(1);
        String history = admin.get("/v1/audit/export").expect(200).body();
        assertThat(history)
                .contains("webhook.registered")
                .doesNotContain(secret)
                .doesNotContain("whsec_");
    }

    @Test
    void signWithBothSecretsAfterARotation() throws Exception {
        Hook hook = hooks.register(admin, "/rotated", "order.placed");
        JsonNode rotated =
                admin.post(hook.uri() + "/rotate-secret", "").expect(200).json();
        String second = rotated.get("secret").asString();
        assertThat(second).isNotEqualTo(hook.secret());
        organisation.place("1", 1_000);
        Message message = hooks.awaitMessages("/rotated", 1).getFirst();
        assertThat(message.header("webhook-signature").split(" ")).hasSize(2).allMatch(s -> s.startsWith("v1,"));
        Receiver.verify(message, hook.secret());
        Receiver.verify(message, second);
        for (int i = 0; i < 3; i++) {
            admin.post(hook.uri() + "/rotate-secret", "").expect(200);
        }
        admin.post(hook.uri() + "/rotate-secret", "").expectProblem(409, "webhook.rotated-too-often");
    }

    @Test
    void areSignedWithTheNewSecretAloneAfterADay() throws Exception {
        Hook hook = hooks.register(admin, "/day-after", "order.placed");
        String second = admin.post(hook.uri() + "/rotate-secret", "")
                .expect(200)
                .json()
                .get("secret")
                .asString();
        hook.read();
        JdbcClient sql = JdbcClient.create(service.bean("dataSource", DataSource.class));
        assertThat(sql.sql("select until - now() > interval '23 hours 50 minutes' from ledger_webhooks.endpoint_secret"
                                + " where webhook_id = ? and until is not null")
                        .param(hook.id())
                        .query(Boolean.class)
                        .single())
                .isTrue();
        sql.sql("update ledger_webhooks.endpoint_secret set until = until - interval '24 hours' where webhook_id = ?")
                .param(hook.id())
                .update();
        receiver.expects("/day-after", second);
        organisation.place("1", 1_000);
        Message message = hooks.awaitMessages("/day-after", 1).getFirst();
        assertThat(message.header("webhook-signature").split(" ")).hasSize(1);
        Receiver.verify(message, second);
        hook.awaitState("DELIVERED", 1);
        admin.delete(hook.uri()).expect(204); // with its rows, which are not what the history says
    }

    @Test
    void sendATestAndSayHowItWent() {
        Hook hook = hooks.register(admin, "/test", "order.failed");
        receiver.answers(message -> Receiver.Response.saying("x".repeat(3_000)));
        String key = TestClient.newKey();
        Answer asked = admin.post(hook.uri() + "/test", "", key).expect(202);
        assertThat(admin.post(hook.uri() + "/test", "", key).body()).isEqualTo(asked.body());
        String id = asked.json().get("deliveryId").asString();
        JsonNode delivery =
                hook.awaitDelivery(id, d -> d.get("state").asString().equals("DELIVERED"));
        JsonNode attempt = delivery.get("attempts").get(0);
        assertThat(attempt.get("status").asInt()).isEqualTo(200);
        assertThat(attempt.get("durationMs").asLong()).isNotNegative();
        assertThat(attempt.get("answer").asString()).isEqualTo("x".repeat(1_024));
        Message message = hooks.awaitMessages("/test", 1).getFirst();
        assertThat(message.id()).isEqualTo(id);
        assertThat(message.type()).isEqualTo("webhook.test");
        assertThat(receiver.messages("/test")).hasSize(1);
    }

    @Test
    void sendSomethingOnceMoreUnderTheSameId() {
        Hook hook = hooks.register(admin, "/again", "order.placed");
        organisation.place("1", 1_000);
        hook.awaitState("DELIVERED", 1);
        String id = hook.deliveries().getFirst().get("deliveryId").asString();
        admin.post(hook.uri() + "/deliveries/" + id + "/redeliver", "").expect(202);
        List<Message> messages = hooks.awaitMessages("/again", 2);
        assertThat(messages.stream().map(Message::id)).containsExactly(id, id);
        assertThat(messages.get(1).body()).isEqualTo(messages.getFirst().body());
        JsonNode delivery = hook.awaitDelivery(id, d -> d.get("attempts").size() == 2);
        assertThat(delivery.get("state").asString()).isEqualTo("DELIVERED");
        admin.post(hook.uri() + "/deliveries/" + java.util.UUID.randomUUID() + "/redeliver", "")
                .expectProblem(404, "delivery.unknown");
    }

    @Test
    void areToldNothingOnceTheyAreRemoved() {
        Hook hook = hooks.register(admin, "/removed", "order.placed");
        Hook other = hooks.register(admin, "/other", "order.placed");
        admin.delete(hook.uri()).expect(204);
        organisation.place("1", 1_000);
        hooks.awaitMessages("/other", 1);
        other.awaitState("DELIVERED", 1);
        assertThat(receiver.messages("/removed")).isEmpty();
        admin.get(hook.uri()).expectProblem(404, "webhook.unknown");
    }

    @Test
    void areRefusedWhereTheyMayNotBeCalled() {
        for (String url : List.of("http://10.0.0.1/", "http://2130706433/", "http://[::1]/", "http://127.0.0.2/")) {
            Answer answer = admin.post("/v1/webhooks", Hooks.endpoint(url, "order.placed"))
                    .expectProblem(400, "webhook.forbidden-address");
            assertThat(answer.badFields()).containsExactly("url");
        }
        admin.post("/v1/webhooks", Hooks.endpoint("ftp://example.org/", "order.placed"))
                .expectProblem(400, "webhook.insecure");
        admin.post("/v1/webhooks", Hooks.endpoint("https://u:p@example.org/", "order.placed"))
                .expectProblem(400, "request.invalid-value");
        admin.post("/v1/webhooks", Hooks.endpoint(receiver.url("/"))).expectProblem(400, "request.invalid-value");
        assertThat(admin.post("/v1/webhooks", Hooks.endpoint(receiver.url("/"), "order.placed", "order.eaten"))
                        .expectProblem(400, "request.invalid-value")
                        .badFields())
                .containsExactly("types[1]");
        organisation
                .provider("acme")
                .post("/v1/webhooks", Hooks.endpoint(receiver.url("/"), "credits.low"))
                .expectProblem(400, "request.invalid-value");
    }

    @Test
    void tellWhenAnAccountRunsLowOnceUntilThereIsMore() {
        hooks.register(admin, "/credit", "credits.low");
        admin.put("/v1/accounts/shop", Map.of("name", "S", "type", "PARTNER", "currency", "GBP"))
                .expect(200);
        topUp(1_000);
        use(800);
        use(100);
        use(50);
        topUp(2_000);
        use(1_900);
        List<JsonNode> told = hooks.awaitMessages("/credit", 2).stream()
                .map(m -> m.json().get("data"))
                .toList();
        assertThat(told).hasSize(2);
        assertThat(told.get(0).get("available").get("amount").asLong()).isEqualTo(100);
        assertThat(told.get(0).get("threshold").get("amount").asLong()).isEqualTo(100);
        assertThat(told.get(1).get("available").get("amount").asLong()).isEqualTo(150);
        assertThat(told.get(1).get("accountId").asString()).isEqualTo("shop");
    }

    private void topUp(long pence) {
        Map<String, Object> amount = Map.of("amount", pence, "currency", "GBP");
        admin.post("/v1/accounts/shop/top-ups", Map.of("amount", amount, "category", "PAID"))
                .expect(201);
    }

    private void use(long pence) {
        Map<String, Object> amount = Map.of("amount", pence, "currency", "GBP");
        admin.post("/v1/accounts/shop/usage", Map.of("productId", "product-acme", "amount", amount))
                .expect(201);
    }

    @Test
    void tellWhenADiscountEnds() {
        hooks.register(admin, "/discount", "discount.expired");
        admin.put("/v1/accounts/shop", Map.of("name", "S", "type", "PARTNER", "currency", "GBP"))
                .expect(200);
        Map<String, Object> ended = Map.of(
                "accountId", "shop",
                "type", "PERCENT",
                "basisPoints", 100,
                "from", "2010-01-01T00:00:00Z",
                "to", "2011-01-01T00:00:00Z");
        admin.put("/v1/discounts/winter", ended).expect(200);
        JsonNode told = hooks.awaitMessages("/discount", 1).getFirst().json();
        assertThat(told.get("timestamp").asString()).isEqualTo("2011-01-01T00:00:00Z");
        assertThat(told.get("data").get("discountId").asString()).isEqualTo("winter");
        assertThat(told.get("data").get("basisPoints").asInt()).isEqualTo(100);
    }
}
