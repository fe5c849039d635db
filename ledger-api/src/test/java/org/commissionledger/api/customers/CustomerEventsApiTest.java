package org.commissionledger.api.customers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerEventsApiTest {

    private static final String BULK = "/v1/customer-events/bulk";
    private static final String NDJSON = "application/x-ndjson";

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private static Map<String, Object> event(Object... fields) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "VISITED");
        for (int i = 0; i < fields.length; i += 2) {
            event.put((String) fields[i], fields[i + 1]);
        }
        return event;
    }

    @SafeVarargs
    private Answer record(String customer, Map<String, Object>... events) {
        return admin.post("/v1/customers/" + customer + "/events", Map.of("events", List.of(events)));
    }

    private static void assertCounts(Answer answer, int accepted, int unchanged, int rejected) {
        JsonNode counts = answer.expect(200).json();
        assertThat(List.of(
                        counts.get("accepted").asInt(),
                        counts.get("unchanged").asInt(),
                        counts.get("rejected").asInt()))
                .as(answer.body().length() > 2_000 ? answer.body().substring(0, 2_000) : answer.body())
                .containsExactly(accepted, unchanged, rejected);
    }

    private static List<String> outcomes(Answer answer) {
        List<String> outcomes = new ArrayList<>();
        answer.json()
                .get("results")
                .forEach(r -> outcomes.add(r.get("index").asInt() + " "
                        + r.path("id").asString("-") + " " + r.get("outcome").asString() + " "
                        + r.path("code").asString("-")));
        return outcomes;
    }

    private List<JsonNode> history(String customer) {
        return admin.get("/v1/events?limit=500&stream=customer-events/" + customer)
                .expect(200)
                .data();
    }

    @Nested
    class OfOneCustomer {

        @Test
        void areRecordedWithWhatTheCatalogueSays() {
            assertCounts(
                    record(
                            "facts",
                            event(
                                    "eventId",
                                    "e-1",
                                    "productId",
                                    "product-acme",
                                    "integrationId",
                                    "app",
                                    "at",
                                    "2011-03-01T10:00:00+01:00")),
                    1,
                    0,
                    0);
            JsonNode stored = history("facts").getFirst();
            assertThat(stored.get("type").asString()).isEqualTo("customer.event-recorded");
            assertThat(stored.get("effectiveAt").asString()).isEqualTo("2011-03-01T09:00:00.000000Z");
            JsonNode payload = stored.get("payload");
            assertThat(payload.get("eventId").asString()).isEqualTo("e-1");
            assertThat(payload.get("categoryId").asString()).isEqualTo("gifts");
            assertThat(payload.get("channel").asString()).isEqualTo("APP");
        }

        @Test
        void countOnceByTheirIdentifierForTheCustomer() {
            assertCounts(record("once", event("eventId", "e-1"), event("eventId", "e-2")), 2, 0, 0);
            Answer again = record("once", event("eventId", "e-2", "type", "OTHER"), event("eventId", "e-3"));
            assertCounts(again, 1, 1, 0);
            assertThat(outcomes(again)).containsExactly("0 e-2 unchanged -");
            assertCounts(record("once", event("eventId", "e-4"), event("eventId", "e-4")), 1, 1, 0);
            assertCounts(record("once-other", event("eventId", "e-1")), 1, 0, 0);
            assertThat(history("once")).hasSize(4);
        }

        @Test
        void countEachTimeWithoutAnIdentifier() {
            assertCounts(record("made", event(), event()), 2, 0, 0);
            assertThat(history("made"))
                    .extracting(e -> e.get("payload").get("eventId"))
                    .doesNotHaveDuplicates();
        }

        @Test
        void standAlone() {
            admin.put("/v1/settings", Map.of("customerPropertyKeys", List.of("page", "depth")))
                    .expect(200);
            Answer answer = record(
                    "alone",
                    event("eventId", "a"),
                    event("eventId", "b", "productId", "none"),
                    event("eventId", "c", "integrationId", "none"),
                    event("eventId", "d", "type", "lower"),
                    event("eventId", "e", "properties", Map.of("email", "a@example.org")),
                    event("eventId", "f", "properties", Map.of("page", List.of())),
                    event("eventId", "g", "properties", Map.of("page", "x".repeat(257))),
                    event("eventId", "h", "properties", Map.of("page", "/home", "depth", 3)),
                    event("eventId", "i", "unknown", 1),
                    event("eventId", "j", "at", "yesterday"),
                    event("eventId", "no spaces"));
            assertCounts(answer, 3, 0, 8);
            assertThat(outcomes(answer))
                    .containsExactly(
                            "1 b rejected catalogue.unknown-product",
                            "2 c rejected catalogue.unknown-integration",
                            "3 d rejected request.invalid-value",
                            "5 f rejected customer.invalid-property",
                            "6 g rejected customer.invalid-property",
                            "8 i rejected request.unknown-field",
                            "9 j rejected request.invalid-time",
                            "10 no spaces rejected request.invalid-identifier");
            assertThat(history("alone")).hasSize(3);
            assertThat(history("alone").toString()).doesNotContain("a@example.org");
            admin.put("/v1/settings", Map.of("customerPropertyKeys", List.of())).expect(200);
            assertCounts(record("alone", event("properties", Map.of("page", "/never listed"))), 1, 0, 0);
            assertThat(history("alone").toString()).doesNotContain("/never listed");
        }

        @Test
        void areAllOrNothingWhenAskedFor() {
            Map<String, Object> body =
                    Map.of("events", List.of(event("eventId", "a"), event("eventId", "b", "productId", "none")));
            Answer answer = admin.post("/v1/customers/atomic/events?mode=atomic", body);
            assertCounts(answer, 0, 0, 2);
            assertThat(outcomes(answer))
                    .containsExactly("0 a rejected bulk.not-applied", "1 b rejected catalogue.unknown-product");
            assertThat(history("atomic")).isEmpty();
        }

        @Test
        void areAnsweredAgainByteForByte() {
            Map<String, Object> body = Map.of("events", List.of(event(), event("type", "x")));
            String key = TestClient.newKey();
            Answer first = admin.post("/v1/customers/replay/events", body, key).expect(200);
            Answer again = admin.post("/v1/customers/replay/events", body, key).expect(200);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.isReplayed()).isTrue();
            assertThat(again.position()).isEqualTo(first.position());
            admin.post("/v1/customers/replay/events", Map.of("events", List.of(event())), key)
                    .expectProblem(422, "idempotency.key-reused");
            assertThat(history("replay")).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{} | request.missing-field",
                    "{\"events\":{}} | request.invalid-type",
                    "{\"events\":[],\"more\":1} | request.unknown-field",
                    "[ | request.malformed"
                })
        void needAList(String body, String code) {
            admin.post("/v1/customers/c-1/events", body).expectProblem(400, code);
        }

        @Test
        void areAThousandAtTheMost() {
            List<Map<String, Object>> events =
                    IntStream.range(0, 1_001).mapToObj(i -> event()).toList();
            admin.post("/v1/customers/many/events", Map.of("events", events)).expectProblem(400, "bulk.too-many-items");
            assertCounts(
                    admin.post("/v1/customers/many/events", Map.of("events", events.subList(0, 1_000))), 1_000, 0, 0);
        }

        @Test
        void needAKeyAndACustomerThatCanBe() {
            admin.send(admin.request("/v1/customers/c-1/events")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{\"events\":[]}")))
                    .expectProblem(400, "idempotency.key-missing");
            admin.post("/v1/customers/no%20spaces/events", Map.of("events", List.of()))
                    .expectProblem(400, "request.invalid-identifier");
        }

        @Test
        void belongToTheOrganisationOfTheToken() {
            TestOrganisation other = service.organisation();
            assertCounts(record("shared", event("eventId", "e-1", "productId", "product-acme")), 1, 0, 0);
            Answer there = other.admin()
                    .post(
                            "/v1/customers/shared/events",
                            Map.of("events", List.of(event("eventId", "e-1", "productId", "product-acme"))));
            assertThat(outcomes(there)).containsExactly("0 e-1 rejected catalogue.unknown-product");
            assertCounts(
                    other.admin()
                            .post("/v1/customers/shared/events", Map.of("events", List.of(event("eventId", "e-1")))),
                    1,
                    0,
                    0);
            assertThat(history("shared")).hasSize(1);
        }

        @Test
        void comeFromTwoNodesAtOnceAndCountOnce() throws Exception {
            try (TestService node = service.anotherNode();
                    ExecutorService callers = Executors.newFixedThreadPool(8)) {
                List<Future<Answer>> answers = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    TestClient client = i % 2 == 0 ? admin : admin.at(node);
                    answers.add(callers.submit(() -> client.post(
                            "/v1/customers/nodes/events", Map.of("events", List.of(event("eventId", "e-1"))))));
                }
                int accepted = 0;
                for (Future<Answer> answer : answers) {
                    accepted += answer.get().expect(200).json().get("accepted").asInt();
                }
                assertThat(accepted).isEqualTo(1);
            }
            assertThat(history("nodes")).hasSize(1);
        }
    }

    @Nested
    class OfMany {

        private Answer send(TestClient client, String type, String body, String key) {
            return client.post(BULK, type, body.getBytes(UTF_8), key);
        }

        private String lines(String prefix, int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> "{\"customerId\":\"" + prefix + i % 100 + "\",\"eventId\":\"e-" + i
                            + "\",\"type\":\"PRODUCT_VIEWED\",\"productId\":\"product-acme\"}\n")
                    .collect(Collectors.joining());
        }

        @Test
        void comeAsLinesOfJson() {
            String body = lines("line-", 5_000);
            String key = TestClient.newKey();
            TestClient ingest = organisation.as(Role.INGEST);
            Answer first = send(ingest, NDJSON, body, key);
            assertCounts(first, 5_000, 0, 0);
            Answer again = send(ingest, NDJSON, body, key);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.isReplayed()).isTrue();
            Answer anew = send(ingest, NDJSON, body + lines("line-more-", 1), TestClient.newKey());
            assertCounts(anew, 1, 5_000, 0);
            assertThat(history("line-7")).hasSize(50);
            send(ingest, NDJSON, body + "{}\n", key).expectProblem(422, "idempotency.key-reused");
        }

        @Test
        void comeAsCsv() {
            String body = "customerId,eventId,type,productId,integrationId,at\n"
                    + IntStream.range(0, 5_000)
                            .mapToObj(i -> "csv-" + i % 10 + ",e-" + i + ",VISITED,,web-shop,2011-03-01T10:00:00Z\n")
                            .collect(Collectors.joining());
            assertCounts(send(admin, "text/csv", body, TestClient.newKey()), 5_000, 0, 0);
            assertThat(history("csv-3"))
                    .hasSize(500)
                    .allSatisfy(e -> assertThat(e.get("payload").get("channel").asString())
                            .isEqualTo("WEB"));
        }

        @Test
        void comeAsJson() {
            Answer answer = admin.post(
                    BULK,
                    Map.of("items", List.of(event("customerId", "json-1", "eventId", "e"), event("eventId", "f"), 7)));
            assertCounts(answer, 1, 0, 2);
            assertThat(outcomes(answer))
                    .containsExactly("1 f rejected request.missing-field", "2 - rejected request.malformed");
        }

        @Test
        void areRefusedLineByLine() {
            String body = "{\"customerId\":\"l-1\",\"type\":\"VISITED\"}\n\n{\"customerId\":\n[1]\r\n"
                    + "{\"customerId\":\"l-1\",\"type\":\"VISITED\"}";
            Answer answer = send(admin, NDJSON, body, TestClient.newKey());
            assertCounts(answer, 2, 0, 2);
            assertThat(outcomes(answer))
                    .containsExactly("1 - rejected request.malformed", "2 - rejected request.malformed");
        }

        @Test
        void breakOffAtALineWithoutEnd() {
            send(admin, NDJSON, lines("long-", 1_500) + "x".repeat(2 << 20), TestClient.newKey())
                    .expectProblem(400, "request.malformed");
            assertCounts(send(admin, NDJSON, lines("long-", 1_500), TestClient.newKey()), 500, 1_000, 0);
        }

        @Test
        void areUnknownInOtherForms() {
            send(admin, "text/plain", "", TestClient.newKey()).expectProblem(415, "request.unsupported-media-type");
            admin.post("/v1/orders/bulk", NDJSON, new byte[0], TestClient.newKey())
                    .expectProblem(415, "request.unsupported-media-type");
        }

        @Test
        void belongToWhoeverMayAddThem() {
            organisation.as(Role.SUPPORT).post(BULK, Map.of("items", List.of())).expectProblem(403, "access.denied");
        }
    }
}
