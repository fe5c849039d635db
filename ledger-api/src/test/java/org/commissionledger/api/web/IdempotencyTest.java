package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTest {

    private static final int AT_ONCE = 200;

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/orders",
                "/v1/orders/bulk",
                "/v1/orders/x/status",
                "/v1/orders/status/bulk",
                "/v1/orders/x/commission/confirm",
                "/v1/commissions/bulk",
                "/v1/clients",
                "/v1/projections/orders/rebuild",
                "/v1/projections/orders/parked"
            })
    void everyPostNeedsAKey(String path) {
        String body = switch (path) {
            case "/v1/orders" -> TestClient.JSON.writeValueAsString(order("keyless", 100));
            case "/v1/orders/x/status" -> "{\"status\":\"FAILED\"}";
            case "/v1/clients" -> "{\"name\":\"x\",\"role\":\"FINANCE\"}";
            default -> "{}";
        };
        long events = organisation.events();
        Answer answer = admin.send(
                admin.request(path).POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json"));
        answer.expectProblem(400, "idempotency.key-missing");
        assertThat(answer.badFields()).containsExactly("Idempotency-Key");
        assertThat(organisation.events()).isEqualTo(events);
    }

    @Test
    void aKeyThatCannotBeKeptIsRefused() {
        admin.post("/v1/orders", order("bad-key", 100), "\"\"").expectProblem(400, "idempotency.key-invalid");
        admin.post("/v1/orders", order("bad-key", 100), "k".repeat(256)).expectProblem(400, "idempotency.key-invalid");
        admin.post("/v1/orders", order("longest-key", 100), "k".repeat(255)).expect(201);
    }

    @Test
    void theBareAndTheQuotedFormAreTheSameKey() {
        String key = TestClient.newKey();
        Answer bare = admin.post("/v1/orders", order("quoted", 100), key).expect(201);
        Answer quoted = admin.post("/v1/orders", order("quoted", 100), '"' + key + '"');
        assertReplayed(bare, quoted);
    }

    private static void assertReplayed(Answer first, Answer again) {
        assertThat(first.isReplayed()).isFalse();
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        for (String header : List.of("Location", "Content-Type", "Ledger-Position")) {
            assertThat(again.header(header)).as(header).isEqualTo(first.header(header));
        }
    }

    @Test
    void theFirstAnswerIsGivenAgainWhateverHappenedSince() {
        String key = TestClient.newKey();
        Answer first = admin.post("/v1/orders", order("again", 100), key).expect(201);
        admin.post("/v1/orders/again/commission/confirm", "").expect(200);
        long events = organisation.events();
        assertReplayed(first, admin.post("/v1/orders", order("again", 100), key));
        assertThat(organisation.events()).isEqualTo(events);
    }

    @Test
    void aGeneratedIdentifierIsGivenAgain() {
        String key = TestClient.newKey();
        Map<String, Object> body = order("x", 100);
        body.remove("orderId");
        body.remove("customerId");
        body.remove("at");
        Answer first = admin.post("/v1/orders", body, key).expect(201);
        assertReplayed(first, admin.post("/v1/orders", body, key));
    }

    @ParameterizedTest
    @CsvSource({"404, order.unknown", "409, commission.illegal-transition", "422, catalogue.unknown-product"})
    void aRefusalIsGivenAgainThoughItWouldGoThroughNow(int status, String code) {
        String key = TestClient.newKey();
        String orderId = "refused-" + status;
        String path = status == 422 ? "/v1/orders" : "/v1/orders/" + orderId + "/commission/confirm";
        Object body = status == 422 ? order(orderId, 100, "productId", "product-" + status) : "{}";
        if (status == 409) {
            organisation.place(order(orderId, 100, "status", "PENDING")).expect(201);
        }
        Answer first = admin.post(path, body, key);
        first.expectProblem(status, code);
        switch (status) {
            case 404 -> organisation.place(orderId, 100);
            case 409 ->
                admin.post("/v1/orders/" + orderId + "/status", "{\"status\":\"SUCCESSFUL\"}")
                        .expect(200);
            default ->
                organisation.defineProduct(
                        "product-" + status, "gifts", "acme", Map.of("type", "PERCENT", "basisPoints", 500));
        }
        assertReplayed(first, admin.post(path, body, key));
        assertThat(admin.post(path, body).status()).isLessThan(300);
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        String key = TestClient.newKey();
        admin.post("/v1/orders", order("reused", 100), key).expect(201);
        long events = organisation.events();
        admin.post("/v1/orders", order("reused", 101), key).expectProblem(422, "idempotency.key-reused");
        admin.post("/v1/orders/reused/commission/confirm", "{}", key).expectProblem(422, "idempotency.key-reused");
        admin.post("/v1/clients", "{\"name\":\"x\",\"role\":\"FINANCE\"}", key)
                .expectProblem(422, "idempotency.key-reused");
        admin.post("/v1/orders/bulk", Map.of("items", List.of(order("reused-2", 100))), key)
                .expectProblem(422, "idempotency.key-reused");
        assertThat(organisation.events()).isEqualTo(events);
    }

    @Test
    void aKeyIsItsClientsOwn() {
        String key = TestClient.newKey();
        TestClient other = organisation.as(Role.INGEST);
        admin.post("/v1/orders", order("own-1", 100), key).expect(201);
        assertThat(other.post("/v1/orders", order("own-2", 100), key)
                        .expect(201)
                        .isReplayed())
                .isFalse();
    }

    private static List<Answer> atOnce(IntFunction<Answer> request) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = IntStream.range(0, AT_ONCE)
                    .<Callable<Answer>>mapToObj(i -> () -> request.apply(i))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Test
    void oneRequestSentManyTimesAtOnceHasOneEffectAndOneAnswer() throws Exception {
        String key = TestClient.newKey();
        Map<String, Object> body = order("x", 100);
        body.remove("orderId");
        long events = organisation.events();
        List<Answer> answers = atOnce(i -> admin.post("/v1/orders", body, key));
        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(answers.stream().map(Answer::body).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> !answer.isReplayed())).hasSize(1);
        assertThat(organisation.events()).isEqualTo(events + 1);
    }

    @Test
    void ofManyWhoConfirmTheSameCommissionAtOnceOneSucceeds() throws Exception {
        organisation.place("contended", 20_000);
        long paid = organisation.totals("").get("paid").asLong();
        List<Answer> answers = atOnce(i -> admin.post("/v1/orders/contended/commission/confirm", ""));
        Map<Integer, Long> byStatus =
                answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertThat(byStatus).isEqualTo(Map.of(200, 1L, 409, AT_ONCE - 1L));
        answers.stream()
                .filter(answer -> answer.status() == 409)
                .forEach(answer -> answer.expectProblem(409, "commission.illegal-transition"));
        assertThat(organisation.totals("").get("paid").asLong()).isEqualTo(paid + 1_000);
    }

    @Test
    void ofManyWhoPlaceTheSameOrderAtOnceOnePlacesIt() throws Exception {
        List<Answer> answers = atOnce(i -> admin.post("/v1/orders", order("raced", 100)));
        Map<Integer, Long> byStatus =
                answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertThat(byStatus).isEqualTo(Map.of(201, 1L, 200, AT_ONCE - 1L));
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "b-" + i + ",web-shop,product-acme,c-1,1000,GBP,SUCCESSFUL,2011-03-01T10:00:00Z\n")
                .collect(Collectors.joining(
                        "", "orderId,integrationId,productId,customerId,amount,currency,status,placedAt\n", ""));
    }

    @Test
    void aBulkRequestIsAnsweredAgain() {
        String key = TestClient.newKey();
        Answer first = admin.postCsv("/v1/orders/bulk?results=all", rows(0, 1_300), key)
                .expect(200);
        assertThat(first.json().get("accepted").asInt()).isEqualTo(1_300);
        long events = organisation.events();
        assertReplayed(first, admin.postCsv("/v1/orders/bulk?results=all", rows(0, 1_300), key));
        assertThat(organisation.events()).isEqualTo(events);
    }

    @Test
    void aBulkRequestUnderTheSameKeyMustBeTheSameToItsEnd() {
        String key = TestClient.newKey();
        admin.postCsv("/v1/orders/bulk", rows(2_000, 3_000), key).expect(200);
        long events = organisation.events();
        for (String other : List.of(
                rows(2_000, 2_500),
                rows(2_000, 3_500),
                rows(2_000, 2_999),
                rows(2_001, 3_001),
                rows(2_000, 3_000).replaceFirst("customerId,amount,currency", "customerId,currency,amount"))) {
            admin.postCsv("/v1/orders/bulk", other, key).expectProblem(422, "idempotency.key-reused");
        }
        admin.postCsv("/v1/orders/bulk?results=all", rows(2_000, 3_000), key)
                .expectProblem(422, "idempotency.key-reused");
        admin.postCsv("/v1/orders/status/bulk", "orderId,status\nb-1,FAILED\n", key)
                .expectProblem(422, "idempotency.key-reused");
        admin.post("/v1/orders", order("after-bulk", 100), key).expectProblem(422, "idempotency.key-reused");
        assertThat(organisation.events()).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/audit/verify",
                "/v1/what-if",
                "/v1/projections/catalogue/rebuild",
                "/v1/projections/catalogue/parked"
            })
    void whatAppendsNothingIsAnsweredAgainTooThoughItWouldComeToSomethingElseNow(String path) {
        String body =
                path.equals("/v1/what-if") ? "{\"burnOrder\":[\"CATEGORY\",\"PRIORITY\",\"EXPIRY\",\"AGE\"]}" : "";
        String key = TestClient.newKey();
        Answer first = admin.post(path, body, key).expect(200);
        organisation.place("between-" + path.hashCode(), 100);
        long events = organisation.events();
        assertReplayed(first, admin.post(path, body, key));
        assertThat(admin.post(path, body).expect(200).isReplayed()).isFalse();
        admin.post("/v1/orders", order("instead", 100), key).expectProblem(422, "idempotency.key-reused");
        assertThat(organisation.events()).isEqualTo(events);
    }

    @Test
    void aBulkRequestThatIsStillRunningIsNotBegunAgain() throws Exception {
        String key = TestClient.newKey();
        String body = rows(7_000, 8_600);
        int half = body.indexOf("b-8500");
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                PipedOutputStream sending = new PipedOutputStream()) {
            PipedInputStream sent = new PipedInputStream(sending, 1 << 17);
            Future<Answer> first = thread.submit(
                    () -> admin.post("/v1/orders/bulk", "text/csv", BodyPublishers.ofInputStream(() -> sent), key));
            sending.write(body.substring(0, half).getBytes(StandardCharsets.UTF_8));
            sending.flush();
            await().until(() -> admin.get("/v1/orders/b-7000").status() == 200);
            admin.postCsv("/v1/orders/bulk", body, key).expectProblem(409, "idempotency.in-progress");
            sending.write(body.substring(half).getBytes(StandardCharsets.UTF_8));
            sending.close();
            Answer answer = first.get().expect(200);
            assertThat(answer.json().get("accepted").asInt()).isEqualTo(1_600);
            assertReplayed(answer, admin.postCsv("/v1/orders/bulk", body, key));
        }
    }

    @Test
    void whatABulkRequestDidIsUnchangedUnderANewKey() {
        String orders = rows(5_000, 5_700).replace("SUCCESSFUL", "PENDING");
        String statuses = updates("orderId,status,reason,at\n", ",SUCCESSFUL,,2011-03-02T10:00:00Z\n");
        String confirms = updates("orderId,action\n", ",confirm\n");
        assertOnceThenUnchanged("/v1/orders/bulk", orders);
        assertOnceThenUnchanged("/v1/orders/status/bulk", statuses);
        assertOnceThenUnchanged("/v1/commissions/bulk", confirms);
    }

    private static String updates(String header, String rest) {
        return IntStream.range(5_000, 5_700).mapToObj(i -> "b-" + i + rest).collect(Collectors.joining("", header, ""));
    }

    private void assertOnceThenUnchanged(String path, String csv) {
        JsonNode first = admin.postCsv(path, csv).expect(200).json();
        assertThat(first.get("accepted").asInt()).isEqualTo(700);
        long events = organisation.events();
        JsonNode again = admin.postCsv(path, csv).expect(200).json();
        assertThat(again.get("unchanged").asInt()).isEqualTo(700);
        assertThat(again.get("accepted").asInt()).isZero();
        assertThat(again.get("rejected").asInt()).isZero();
        assertThat(organisation.events()).isEqualTo(events);
    }
}
