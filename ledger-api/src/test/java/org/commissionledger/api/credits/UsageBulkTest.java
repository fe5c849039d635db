package org.commissionledger.api.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageBulkTest {

    private static final String BULK = "/v1/usage/bulk";
    private static final String EVENTS = "application/cloudevents-batch+json";
    private static final String HEADER = "accountId,usageId,productId,quantity,amount,currency,at\n";

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final TestClient ingest = organisation.as(Role.INGEST);

    private void open(String account, long pence) {
        admin.put("/v1/accounts/" + account, Map.of("name", "Shop", "type", "CUSTOMER", "currency", "GBP"))
                .expect(200);
        admin.post(
                        "/v1/accounts/" + account + "/top-ups",
                        Map.of("topUpId", "t", "amount", CreditsApiTest.pounds(pence), "category", "PAID"))
                .expect(201);
    }

    private long available(String account) {
        return admin.get("/v1/accounts/" + account + "/balance")
                .expect(200)
                .json()
                .get("available")
                .asLong();
    }

    private static Map<String, Object> event(String source, String id, String account, long pence) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("type", "usage.recorded");
        event.put("source", source);
        event.put("id", id);
        event.put("subject", account);
        event.put("data", Map.of("productId", "product-acme", "amount", CreditsApiTest.pounds(pence)));
        return event;
    }

    private Answer send(TestClient client, List<?> events) {
        byte[] body = TestClient.JSON.writeValueAsString(events).getBytes(StandardCharsets.UTF_8);
        return client.post(BULK, EVENTS, body, TestClient.newKey());
    }

    private static void assertCounts(Answer answer, int accepted, int unchanged, int rejected) {
        JsonNode counts = answer.expect(200).json();
        assertThat(List.of(
                        counts.get("accepted").asInt(),
                        counts.get("unchanged").asInt(),
                        counts.get("rejected").asInt()))
                .as(answer.body())
                .containsExactly(accepted, unchanged, rejected);
    }

    private static List<String> codes(Answer answer) {
        return answer.json().get("results").findValuesAsString("code");
    }

    @Test
    void rowsAndItemsAnswerForThemselves() {
        open("rows", 100);
        String rows = HEADER
                + "rows,r-1,product-acme,,60,GBP,2011-03-01T10:00:00Z\n"
                + "rows,r-2,product-acme,2,50,GBP,\n"
                + "rows,r-3,product-acme,0,1,GBP,\n"
                + "rows,r-4,product-acme,,-1,GBP,\n"
                + "rows,r-5,none,,1,GBP,\n"
                + "nobody,r-6,product-acme,,1,GBP,\n"
                + "rows,r-7,product-acme,,1,JPY,\n"
                + "rows,r-1,product-acme,,60,GBP,2011-03-01T10:00:00Z\n"
                + "rows,r-1,product-acme,,61,GBP,2011-03-01T10:00:00Z\n"
                + "rows,,product-acme,,40,GBP,\n";
        Answer answer = ingest.postCsv(BULK, rows);
        assertCounts(answer, 2, 1, 7);
        assertThat(codes(answer))
                .containsExactly(
                        "credit.insufficient",
                        "request.invalid-value",
                        "request.invalid-amount",
                        "catalogue.unknown-product",
                        "account.unknown",
                        "credit.currency-mismatch",
                        "credit.duplicate-usage");
        assertThat(available("rows")).isZero();
    }

    @Test
    void atomicIsAllOrNothing() {
        open("atomic", 100);
        String rows = HEADER + "atomic,a-1,product-acme,,60,GBP,\natomic,a-2,product-acme,,60,GBP,\n";
        assertCounts(ingest.postCsv(BULK + "?mode=atomic", rows), 0, 0, 2);
        assertThat(available("atomic")).isEqualTo(100);
        assertCounts(ingest.postCsv(BULK + "?mode=atomic", rows.replace(",60,", ",50,")), 2, 0, 0);
        assertThat(available("atomic")).isZero();
    }

    @Test
    void manyWindowsAreAnsweredAgainUnderTheirKey() {
        open("long", 1_000_000);
        List<Map<String, Object>> items = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            items.add(Map.of(
                    "accountId",
                    "long",
                    "usageId",
                    "long-" + i,
                    "productId",
                    "product-acme",
                    "amount",
                    CreditsApiTest.pounds(1)));
        }
        String key = TestClient.newKey();
        Answer first = ingest.post(BULK, Map.of("items", items), key);
        assertCounts(first, 2_500, 0, 0);
        Answer again = ingest.post(BULK, Map.of("items", items), key);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.isReplayed()).isTrue();
        assertCounts(ingest.post(BULK, Map.of("items", items)), 0, 2_500, 0);
        assertThat(available("long")).isEqualTo(997_500);
    }

    @Test
    void eventsCountOnceBySourceAndId() {
        open("events", 1_000);
        List<Map<String, Object>> events = List.of(
                event("/meters/1", "1", "events", 10),
                event("/meters/1", "2", "events", 10),
                event("/meters/2", "1", "events", 10),
                event("/meters/1", "1", "events", 10));
        assertCounts(send(ingest, events), 3, 1, 0);
        assertCounts(send(ingest, events), 0, 4, 0);
        assertThat(available("events")).isEqualTo(970);
    }

    @Test
    void eventsSentThroughTwoNodesAtOnceCountOnce() throws Exception {
        open("twice", 100_000);
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(event("/meters/3", "e-" + i, "twice", 7));
        }
        try (TestService node = service.anotherNode();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                TestClient client = i % 2 == 0 ? ingest : ingest.at(node);
                calls.add(() -> send(client, events));
            }
            int accepted = 0;
            for (Future<Answer> answer : senders.invokeAll(calls)) {
                accepted += answer.get().expect(200).json().get("accepted").asInt();
            }
            assertThat(accepted).isEqualTo(300);
        }
        assertThat(available("twice")).isEqualTo(100_000 - 2_100);
    }

    @Test
    void anEventThatCannotBeTakenIsRefusedByItself() {
        open("bad", 1_000);
        List<Map<String, Object>> events = new ArrayList<>();
        String[][] wrong = {
            {"type", "usage.removed", "usage.unknown-event-type"},
            {"specversion", "0.3", "request.invalid-value"},
            {"subject", "no body", "request.invalid-identifier"},
            {"source", "", "request.invalid-text"},
            {"id", null, "request.missing-field"},
            {"data", null, "request.missing-field"},
            {"data_base64", "e30=", "request.unknown-field"},
            {"datacontenttype", "text/xml", "request.invalid-value"},
            {"time", "yesterday", "request.invalid-time"}
        };
        for (String[] each : wrong) {
            Map<String, Object> event = event("/meters/4", "w-" + events.size(), "bad", 1);
            event.put(each[0], each[1]);
            events.add(event);
        }
        Map<String, Object> odd = event("/meters/4", "odd", "bad", 1);
        odd.put("data", Map.of("productId", "product-acme", "amount", CreditsApiTest.pounds(1), "colour", "red"));
        events.add(odd);
        Map<String, Object> sound = event("/meters/4", "sound", "bad", 1);
        sound.put("datacontenttype", "application/json; charset=utf-8");
        sound.put("traceparent", "an extension");
        sound.put("time", "2011-03-01T10:00:00Z");
        events.add(sound);
        Answer answer = send(ingest, events);
        assertCounts(answer, 1, 0, wrong.length + 1);
        for (int i = 0; i < wrong.length; i++) {
            assertThat(codes(answer).get(i)).as(wrong[i][0]).isEqualTo(wrong[i][2]);
        }
        assertThat(codes(answer).getLast()).isEqualTo("request.unknown-field");
        assertThat(available("bad")).isEqualTo(999);
        ingest.post(BULK, EVENTS, "{}".getBytes(StandardCharsets.UTF_8), TestClient.newKey())
                .expectProblem(400, "request.malformed");
        ingest.post(BULK, EVENTS, "[]]".getBytes(StandardCharsets.UTF_8), TestClient.newKey())
                .expectProblem(400, "request.malformed");
        assertCounts(ingest.post(BULK, EVENTS, "[]".getBytes(StandardCharsets.UTF_8), TestClient.newKey()), 0, 0, 0);
    }
}
