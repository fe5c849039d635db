package org.commissionledger.api.customers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Whatever is wrong with a call about customers has a code, and nothing is written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadCustomerInputTest {

    private static final String BULK = "/v1/customer-events/bulk";
    private static final String LONG_ID = "i".repeat(65);
    private static final List<String> NO_IDS = List.of(
            "\"\"", "\" \"", "\"a b\"", "\"a/b\"", "\"\u00e9\"", "\"a\\u0000\"", "\"a\\n\"", '"' + LONG_ID + '"');
    private static final List<String> NO_TEXTS = List.of("7", "-1", "1.5", "true", "{}", "[]");
    private static final List<String> NO_TIMES = List.of(
            "\"yesterday\"",
            "\"2010-12-01\"",
            "\"2010-12-01T08:26:00\"",
            "\"2010-02-30T08:26:00Z\"",
            "\"1899-12-31T23:59:59Z\"",
            "\"2200-01-01T00:00:00Z\"",
            "\"+999999999-01-01T00:00:00Z\"");

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestOrganisation other = service.organisation();
    private final TestClient admin = organisation.admin();

    @BeforeAll
    void someoneIsKnown() {
        List<String> properties = new ArrayList<>(List.of("page"));
        IntStream.range(0, 20).forEach(i -> properties.add("p" + i));
        admin.put("/v1/settings", Map.of("customerPropertyKeys", properties)).expect(200);
        admin.post("/v1/customers/known/identify", Map.of("email", "known@example.org"))
                .expect(200);
        admin.put("/v1/products/product-ours", """
                {"name": "P", "categoryId": "gifts", "providerId": "acme",
                 "commissionPlan": {"type": "PERCENT", "basisPoints": 500}}""").expect(200);
    }

    private void writesNothing(Runnable calls) {
        long events = count("ledger.event");
        long keys = count("ledger.person_key");
        long notes = count("ledger.erasure_note");
        calls.run();
        assertThat(count("ledger.event")).isEqualTo(events);
        assertThat(count("ledger.person_key")).isEqualTo(keys);
        assertThat(count("ledger.erasure_note")).isEqualTo(notes);
    }

    private long count(String table) {
        return JdbcClient.create(service.bean("dataSource", DataSource.class))
                .sql("select count(*) from " + table + " where organisation = ?")
                .param(organisation.id())
                .query(Long.class)
                .single();
    }

    /** What is wrong with one field, and the code that says so. */
    private record Bad(String field, String value, String code) {

        String in(String... sound) {
            List<String> fields = new ArrayList<>(List.of(sound));
            fields.removeIf(f -> f.startsWith('"' + field + '"'));
            if (!value.isEmpty()) {
                fields.add('"' + field + "\":" + value);
            }
            return "{" + String.join(",", fields) + "}";
        }

        @Override
        public String toString() {
            return field + "=" + (value.length() > 40 ? value.substring(0, 40) + "\u2026" : value) + " " + code;
        }
    }

    private static Stream<Bad> bad(String field, List<String> values, String code) {
        return values.stream().map(value -> new Bad(field, value, code));
    }

    private static Stream<Bad> bad(String field, String code, String... values) {
        return bad(field, List.of(values), code);
    }

    private static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    static Stream<Bad> events() {
        String many = IntStream.range(0, 20)
                .mapToObj(i -> "\"p" + i + "\":" + text(250))
                .collect(Collectors.joining(",", "{", "}"));
        return Stream.of(
                        bad("eventId", NO_IDS, "request.invalid-identifier"),
                        bad("eventId", NO_TEXTS, "request.invalid-type"),
                        bad("type", "request.missing-field", "", "null"),
                        bad("type", NO_TEXTS, "request.invalid-type"),
                        bad("type", "request.invalid-text", "\"\"", "\" \"", "\"A\\u0000\"", text(65)),
                        bad(
                                "type",
                                "request.invalid-value",
                                "\"visited\"",
                                "\"_A\"",
                                "\"1A\"",
                                "\"A B\"",
                                "\"\u00c4\""),
                        bad("productId", NO_IDS, "request.invalid-identifier"),
                        bad("productId", NO_TEXTS, "request.invalid-type"),
                        bad("productId", "catalogue.unknown-product", "\"none\""),
                        bad("integrationId", NO_IDS, "request.invalid-identifier"),
                        bad("integrationId", NO_TEXTS, "request.invalid-type"),
                        bad("integrationId", "catalogue.unknown-integration", "\"none\""),
                        bad("at", NO_TIMES, "request.invalid-time"),
                        bad("at", NO_TEXTS, "request.invalid-type"),
                        bad("at", "request.invalid-text", "\"\"", "\"2010-12-01T08:26:00Z\\u0000\"", text(41)),
                        bad("properties", "request.invalid-type", "7", "\"x\"", "[]", "true"),
                        bad(
                                "properties",
                                "customer.invalid-property",
                                "{\"page\":null}",
                                "{\"page\":{}}",
                                "{\"page\":[1]}",
                                "{\"page\":1e400}",
                                "{\"page\":9007199254740993}",
                                "{\"page\":-99999999999999999999999999}",
                                "{\"page\":\"a\\u0000\"}",
                                "{\"page\":\"\\ud800\"}",
                                "{\"page\":" + text(257) + "}"),
                        bad("properties", "customer.properties-too-large", many),
                        bad("organisation", "request.unknown-field", "\"other\"", "null"),
                        bad("recordedAt", "request.unknown-field", "\"2010-12-01T08:26:00Z\""))
                .flatMap(all -> all);
    }

    static Stream<Bad> customers() {
        return Stream.of(
                        bad("customerId", "request.missing-field", "", "null"),
                        bad("customerId", NO_IDS, "request.invalid-identifier"),
                        bad("customerId", NO_TEXTS, "request.invalid-type"))
                .flatMap(all -> all);
    }

    private static void assertRejected(Answer answer, String code) {
        JsonNode result = answer.expect(200).json();
        assertThat(result.get("accepted").asInt()).as(answer.body()).isZero();
        assertThat(result.get("unchanged").asInt()).as(answer.body()).isZero();
        assertThat(result.get("results").get(0).get("code").asString())
                .as(answer.body())
                .isEqualTo(code);
        assertThat(answer.body()).doesNotContain("org.commissionledger", "Exception", "select ");
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Events {

        static Stream<Bad> ofOne() {
            return events();
        }

        static Stream<Bad> ofMany() {
            return Stream.concat(events(), customers());
        }

        @ParameterizedTest
        @MethodSource("ofOne")
        void areRejectedOneByOne(Bad bad) {
            String item = bad.in("\"eventId\":\"e\"", "\"type\":\"VISITED\"");
            writesNothing(() ->
                    assertRejected(admin.post("/v1/customers/c-1/events", "{\"events\":[" + item + "]}"), bad.code()));
        }

        @ParameterizedTest
        @MethodSource("ofMany")
        void areRejectedInBulk(Bad bad) {
            String item = bad.in("\"customerId\":\"c-1\"", "\"eventId\":\"e\"", "\"type\":\"VISITED\"");
            writesNothing(() -> {
                assertRejected(admin.post(BULK, "{\"items\":[" + item + "]}"), bad.code());
                assertRejected(
                        admin.post(BULK, "application/x-ndjson", item.getBytes(UTF_8), TestClient.newKey()),
                        bad.code());
            });
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    ",e,VISITED,,, | request.missing-field",
                    "a b,e,VISITED,,, | request.invalid-identifier",
                    "c-1,a b,VISITED,,, | request.invalid-identifier",
                    "c-1,e,,,, | request.missing-field",
                    "c-1,e,visited,,, | request.invalid-value",
                    "c-1,e,VISITED,none,, | catalogue.unknown-product",
                    "c-1,e,VISITED,,none, | catalogue.unknown-integration",
                    "c-1,e,VISITED,,,yesterday | request.invalid-time"
                })
        void areRejectedInCsv(String row, String code) {
            writesNothing(() -> assertRejected(
                    admin.postCsv(BULK, "customerId,eventId,type,productId,integrationId,at\n" + row + "\n"), code));
        }

        @Test
        void doNotReachIntoAnotherOrganisation() {
            String item = "{\"customerId\":\"known\",\"type\":\"VISITED\",\"productId\":\"product-ours\"}";
            writesNothing(() -> assertRejected(
                    other.admin().post(BULK, "{\"items\":[" + item + "]}"), "catalogue.unknown-product"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a%20b", "%C3%A9", "a%40example.org"})
        void needACustomerThatCanBe(String customer) {
            writesNothing(() -> admin.post("/v1/customers/" + customer + "/events", "{\"events\":[]}")
                    .expectProblem(400, "request.invalid-identifier"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"mode=all", "results=none", "dryRun=true"})
        void needParametersThatAreKnown(String parameter) {
            writesNothing(() -> {
                admin.post("/v1/customers/c-1/events?" + parameter, "{\"events\":[]}")
                        .expect(400);
                admin.post(BULK + "?" + parameter, "{\"items\":[]}").expect(400);
            });
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Persons {

        static Stream<Bad> details() {
            String ids =
                    IntStream.range(0, 101).mapToObj(i -> "\"a-" + i + '"').collect(Collectors.joining(",", "[", "]"));
            return Stream.of(
                            bad("email", "request.missing-field", "", "null"),
                            bad("email", NO_TEXTS, "request.invalid-type"),
                            bad(
                                    "email",
                                    "request.invalid-text",
                                    "\"\"",
                                    "\"  \"",
                                    "\"a\\u0000@b.org\"",
                                    "\"a@b.org\\r\\nTo: c\"",
                                    "\"\\ud800@b.org\"",
                                    text(1_001)),
                            bad(
                                    "email",
                                    "request.invalid-email",
                                    "\"a\"",
                                    "\"@b.org\"",
                                    "\"a@\"",
                                    "\"a@b@c.org\"",
                                    "\"a b@c.org\"",
                                    "\"a@.org\"",
                                    "\"a@b..org\"",
                                    "\"" + "x".repeat(250) + "@b.org\""),
                            bad("name", NO_TEXTS, "request.invalid-type"),
                            bad("name", "request.invalid-text", "\"\"", "\" \"", "\"a\\nb\"", text(201), text(1_001)),
                            bad("mergeFrom", "request.invalid-type", "7", "\"a-1\"", "{}", "true", ids),
                            bad("mergeFrom", "request.invalid-identifier", "[7]", "[\"\"]", "[\"a b\"]", "[null]"),
                            bad("mergeFrom", "customer.merge-with-itself", "[\"wrong\"]", "[\"a\",\"wrong\"]"),
                            bad("at", NO_TIMES, "request.invalid-time"),
                            bad("at", NO_TEXTS, "request.invalid-type"),
                            bad("at", "request.invalid-text", "\"\"", "\"2010-12-01T08:26:00Z\\u0000\"", text(41)),
                            bad("phone", "request.unknown-field", "\"1\"", "null"),
                            bad("organisation", "request.unknown-field", "\"other\""))
                    .flatMap(all -> all);
        }

        @ParameterizedTest
        @MethodSource("details")
        void sayItInTheRightForm(Bad bad) {
            String body = bad.in("\"email\":\"hidden-jo@example.org\"", "\"name\":\"Hidden Jo\"");
            writesNothing(() -> {
                Answer answer = admin.post("/v1/customers/wrong/identify", body);
                answer.expectProblem(400, bad.code());
                assertThat(answer.badFields()).allMatch(field -> field.startsWith(bad.field()));
                assertThat(answer.body()).doesNotContain("hidden-jo", "Hidden Jo", "Exception");
            });
        }

        @Test
        void needAKeyAndACustomerThatCanBe() {
            writesNothing(() -> {
                admin.send(admin.request("/v1/customers/wrong/identify")
                                .POST(BodyPublishers.ofString("{\"email\":\"a@example.org\"}")))
                        .expectProblem(400, "idempotency.key-missing");
                for (String id : List.of("a%20b", "%C3%A9", LONG_ID)) {
                    admin.post("/v1/customers/" + id + "/identify", "{\"email\":\"a@example.org\"}")
                            .expectProblem(400, "request.invalid-identifier");
                    admin.delete("/v1/customers/" + id + "/personal-data").expectProblem(404, "customer.unknown");
                }
                admin.post("/v1/customers/wrong/identify?dryRun=true", "{\"email\":\"a@example.org\"}")
                        .expectProblem(400, "request.unknown-parameter");
                admin.delete("/v1/customers/known/personal-data?dryRun=true")
                        .expectProblem(400, "request.unknown-parameter");
                admin.delete("/v1/customers/nobody/personal-data").expectProblem(404, "customer.unknown");
            });
        }

        @Test
        void belongToTheirOrganisation() {
            writesNothing(() -> {
                TestClient there = other.admin();
                there.get("/v1/customers/known").expectProblem(404, "customer.unknown");
                there.get("/v1/customers/known/timeline").expectProblem(404, "customer.unknown");
                there.delete("/v1/customers/known/personal-data").expectProblem(404, "customer.unknown");
                assertThat(there.get("/v1/customers?email=known@example.org").data())
                        .isEmpty();
            });
        }
    }

    @Nested
    class Reads {

        @ParameterizedTest
        @CsvSource({
            "/v1/customers?email=nobody, email, request.invalid-value",
            "/v1/customers?email=a%00@example.org, email, request.invalid-value",
            "/v1/customers?name=x, name, request.unknown-parameter",
            "/v1/customers?categoryId=a%20b, categoryId, request.invalid-identifier",
            "/v1/customers?integrationId=%00, integrationId, request.invalid-value",
            "/v1/customers?limit=0, limit, request.invalid-limit",
            "/v1/customers?limit=501, limit, request.invalid-limit",
            "/v1/customers?limit=-1, limit, request.invalid-limit",
            "/v1/customers?limit=x, limit, request.invalid-limit",
            "/v1/customers?cursor=x, cursor, request.invalid-cursor",
            "/v1/customers?cursor=%00, cursor, request.invalid-cursor",
            "/v1/customers/known?timezone=Mars/Olympus, timezone, request.invalid-timezone",
            "/v1/customers/known?colour=red, colour, request.unknown-parameter",
            "/v1/customers/known/timeline?limit=501, limit, request.invalid-limit",
            "/v1/customers/known/timeline?cursor=x, cursor, request.invalid-cursor",
            "/v1/customers/known/timeline?from=yesterday, from, request.invalid-time",
            "/v1/customers/known/timeline?colour=red, colour, request.unknown-parameter",
            "/v1/analytics/funnel?from=yesterday, from, request.invalid-time",
            "/v1/analytics/funnel?to=2011-02-30, to, request.invalid-time",
            "/v1/analytics/funnel?from=2011-03-02&to=2011-03-01, to, request.invalid-range",
            "/v1/analytics/funnel?from=%2B999999999-12-31T23:59:59Z, from, request.invalid-time",
            "/v1/analytics/funnel?categoryId=a%20b, categoryId, request.invalid-identifier",
            "/v1/analytics/funnel?interval=day, interval, request.unknown-parameter",
            "/v1/analytics/summary?from=2011-03-01, to, request.missing-parameter",
            "/v1/analytics/summary?to=2011-03-01, from, request.missing-parameter",
            "/v1/analytics/summary?from=2011-03-01&to=2011-03-02&interval=year, interval, request.invalid-value",
            "/v1/analytics/summary?from=2011-03-01&to=2011-03-02&interval=DAY, interval, request.invalid-value",
            "/v1/analytics/summary?from=2011-03-01&to=2011-03-02&timezone=x, timezone, request.invalid-timezone",
            "/v1/analytics/summary?from=2011-03-02&to=2011-03-01, to, request.invalid-range",
            "/v1/analytics/summary?from=0001-01-01&to=9999-11-30&interval=hour, to, request.invalid-range",
            "/v1/analytics/summary?from=2011-03-01&from=2011-03-02&to=2011-03-03, from, request.invalid-parameter",
            "/v1/analytics/summary?from=2011-03-01&to=2011-03-02&integrationId=%C3%A9, integrationId, request.invalid-identifier"
        })
        void nameABadParameter(String path, String parameter, String code) {
            Answer answer = admin.get(path);
            answer.expectProblem(400, code);
            assertThat(answer.badFields()).containsExactly(parameter);
        }

        @ParameterizedTest
        @ValueSource(strings = {"nobody", "a%20b", "%C3%A9", "a%40example.org", "%27%20or%20true--"})
        void doNotFindWhoCannotBe(String customer) {
            admin.get("/v1/customers/" + customer).expectProblem(404, "customer.unknown");
            admin.get("/v1/customers/" + customer + "/timeline").expectProblem(404, "customer.unknown");
        }

        @Test
        void doNotTakeTheCursorOfAnotherList() {
            admin.post("/v1/customers/second/identify", Map.of("email", "second@example.org"))
                    .expect(200);
            String cursor = admin.get("/v1/customers?limit=1")
                    .expect(200)
                    .json()
                    .get("page")
                    .get("next")
                    .asString();
            admin.get("/v1/customers/known/timeline?cursor=" + cursor).expectProblem(400, "request.invalid-cursor");
        }
    }

    @Nested
    class AtOnce {

        private static final int CALLS = 16;

        private List<Answer> all(Callable<Answer> call) throws Exception {
            List<Answer> answers = new ArrayList<>();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answer>> running = new ArrayList<>();
                for (int i = 0; i < CALLS; i++) {
                    running.add(callers.submit(call));
                }
                for (Future<Answer> one : running) {
                    answers.add(one.get());
                }
            }
            return answers;
        }

        private List<String> types(String customer) {
            return admin.get("/v1/events?stream=customer/" + customer)
                    .expect(200)
                    .each("type");
        }

        @Test
        void oneIdentificationIsWrittenOnceUnderOneKeyAndUnderMany() throws Exception {
            String key = TestClient.newKey();
            Map<String, Object> body = Map.of("email", "at-once@example.org", "mergeFrom", List.of("at-once-a"));
            assertThat(all(() -> admin.post("/v1/customers/at-once/identify", body, key)))
                    .extracting(Answer::body)
                    .containsOnly(admin.post("/v1/customers/at-once/identify", body, key)
                            .expect(200)
                            .body());
            assertThat(all(() -> admin.post("/v1/customers/at-once/identify", body)))
                    .allSatisfy(answer -> answer.expect(200));
            assertThat(types("at-once")).containsExactly("customer.identified", "customer.merged");
            assertThat(types("at-once-a")).containsExactly("customer.merged-into");
        }

        @Test
        void oneAnonymousCustomerIsMergedIntoOneKnownOnly() throws Exception {
            List<Answer> answers = all(() -> admin.post(
                    "/v1/customers/rival-" + Thread.currentThread().threadId() + "/identify",
                    Map.of("email", "rival@example.org", "mergeFrom", List.of("wanted"))));
            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() != 200)
                    .allSatisfy(answer -> answer.expectProblem(409, "customer.already-merged"));
            assertThat(types("wanted")).containsExactly("customer.merged-into");
        }

        @Test
        void onePersonIsForgottenOnceAndStaysSo() throws Exception {
            admin.post("/v1/customers/gone/identify", Map.of("email", "gone@example.org"))
                    .expect(200);
            assertThat(all(() -> admin.delete("/v1/customers/gone/personal-data")))
                    .allSatisfy(answer -> answer.expect(204));
            assertThat(all(() -> admin.post("/v1/customers/gone/identify", Map.of("email", "gone@example.org"))))
                    .allSatisfy(answer -> answer.expectProblem(409, "customer.erased"));
            assertThat(types("gone")).containsExactly("customer.identified", "customer.personal-data-erased");
        }
    }
}
