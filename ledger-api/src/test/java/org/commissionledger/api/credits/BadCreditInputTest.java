package org.commissionledger.api.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is wrong with a call about credit has a code that names the field, and nothing is written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadCreditInputTest {

    private static final List<String> NO_IDS = List.of("\"\"", "\" \"", "\"a b\"", "\"\u00e9\"", text(65), "7", "{}");
    private static final List<String> NO_TIMES =
            List.of("\"yesterday\"", "\"2010-02-30T08:26:00Z\"", "\"1899-12-31T23:59:59Z\"", "7", "{}");
    private static final List<String> NO_MONEY = List.of(
            "7",
            "\"7\"",
            "{}",
            "[]",
            "{\"amount\":0,\"currency\":\"GBP\"}",
            "{\"amount\":-1,\"currency\":\"GBP\"}",
            "{\"amount\":1.5,\"currency\":\"GBP\"}",
            "{\"amount\":\"1\",\"currency\":\"GBP\"}",
            "{\"amount\":9007199254740993,\"currency\":\"GBP\"}",
            "{\"amount\":99999999999999999999,\"currency\":\"GBP\"}",
            "{\"amount\":1,\"currency\":\"gbp\"}",
            "{\"amount\":1,\"currency\":\"XXX\"}",
            "{\"amount\":1}",
            "{\"currency\":\"GBP\"}",
            "{\"amount\":1,\"currency\":\"GBP\",\"minor\":true}");
    private static final List<String> NO_COUNTS = List.of("-1", "1.5", "\"1\"", "{}", "9007199254740993");
    private static final List<String> NO_NAMES = List.of("\"\"", "\" \"", "\"a\\u0000\"", text(201), "7", "{}");
    private static final List<String> NO_VALUES = List.of("\"OTHERWISE\"", "\"\"", "7", "{}");

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private static String text(int length) {
        return '"' + "x".repeat(length) + '"';
    }

    @BeforeAll
    void somethingIsThere() {
        admin.put("/v1/accounts/shop", "{\"name\":\"S\",\"type\":\"CUSTOMER\",\"currency\":\"GBP\"}")
                .expect(200);
        admin.post(
                        "/v1/accounts/shop/top-ups",
                        "{\"topUpId\":\"t\",\"amount\":{\"amount\":100,\"currency\":\"GBP\"},\"category\":\"PAID\"}")
                .expect(201);
    }

    /** A sound call, and its fields with what they may not be. */
    private record Call(String method, String path, String body, Map<String, List<String>> wrong) {}

    private static List<Call> calls() {
        String money = "{\"amount\":1,\"currency\":\"GBP\"}";
        List<String> many = new ArrayList<>(NO_COUNTS);
        many.add("0");
        return List.of(
                new Call(
                        "PUT",
                        "/v1/accounts/new",
                        "{\"name\":\"N\",\"type\":\"CUSTOMER\",\"currency\":\"GBP\"}",
                        Map.of(
                                "name", NO_NAMES,
                                "type", NO_VALUES,
                                "partnerId", NO_IDS,
                                "currency", List.of("\"gbp\"", "\"XXX\"", "\"\"", "7"),
                                "overdraftLimit", NO_COUNTS)),
                new Call(
                        "POST",
                        "/v1/accounts/shop/top-ups",
                        "{\"amount\":" + money + ",\"category\":\"PAID\"}",
                        Map.of(
                                "topUpId", NO_IDS,
                                "amount", NO_MONEY,
                                "category", NO_VALUES,
                                "priority", List.of("-1", "101", "1.5", "\"1\"", "{}"),
                                "expiresAt", NO_TIMES,
                                "at", NO_TIMES)),
                new Call(
                        "POST",
                        "/v1/accounts/shop/usage",
                        "{\"amount\":" + money + ",\"productId\":\"product-acme\"}",
                        Map.of(
                                "usageId",
                                NO_IDS,
                                "productId",
                                NO_IDS,
                                "quantity",
                                many,
                                "amount",
                                NO_MONEY,
                                "at",
                                NO_TIMES)),
                new Call(
                        "POST",
                        "/v1/accounts/shop/holds",
                        "{\"amount\":" + money + "}",
                        Map.of("holdId", NO_IDS, "amount", NO_MONEY, "expiresAt", NO_TIMES)),
                new Call(
                        "POST",
                        "/v1/accounts/shop/holds/h/capture",
                        "{\"productId\":\"product-acme\"}",
                        Map.of("productId", NO_IDS, "quantity", many, "amount", NO_MONEY)),
                new Call(
                        "POST",
                        "/v1/accounts/shop/top-ups/t/void",
                        "{\"reasonCode\":\"FRAUD\"}",
                        Map.of("reasonCode", NO_VALUES, "note", List.of("\"\"", text(501), "7"))),
                new Call(
                        "PUT",
                        "/v1/discounts/d",
                        "{\"accountId\":\"shop\",\"type\":\"PERCENT\",\"basisPoints\":1,\"from\":\"2011-01-01T00:00:00Z\"}",
                        Map.of(
                                "accountId",
                                NO_IDS,
                                "productId",
                                NO_IDS,
                                "type",
                                NO_VALUES,
                                "basisPoints",
                                List.of("0", "10001", "1.5", "\"1\"", "{}"),
                                "from",
                                NO_TIMES,
                                "to",
                                NO_TIMES)));
    }

    private record Wrong(Call call, String field, String value) {
        @Override
        public String toString() {
            return call.path() + " " + field + "=" + (value.length() > 40 ? value.substring(0, 40) : value);
        }
    }

    static Stream<Wrong> wrong() {
        return calls().stream()
                .flatMap(call -> call.wrong().entrySet().stream()
                        .flatMap(field ->
                                field.getValue().stream().map(value -> new Wrong(call, field.getKey(), value))));
    }

    private Answer send(Call call, String body) {
        return call.method().equals("PUT") ? admin.put(call.path(), body) : admin.post(call.path(), body);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void namesTheField(Wrong wrong) {
        long events = organisation.events();
        ObjectNode body = (ObjectNode) TestClient.JSON.readTree(wrong.call().body());
        body.set(wrong.field(), TestClient.JSON.readTree(wrong.value()));
        Answer answer = send(wrong.call(), body.toString()).expect(400);
        assertThat(answer.badFields()).isNotEmpty().allMatch(field -> field.startsWith(wrong.field()));
        assertThat(organisation.events()).isEqualTo(events);
    }

    @Test
    void namesEveryFieldThatIsMissing() {
        Map<String, List<String>> required = new LinkedHashMap<>();
        required.put("/v1/accounts/new", List.of("name", "type", "currency"));
        required.put("/v1/accounts/shop/top-ups", List.of("amount", "category"));
        required.put("/v1/accounts/shop/usage", List.of("amount", "productId"));
        required.put("/v1/accounts/shop/holds", List.of("amount"));
        required.put("/v1/accounts/shop/holds/h/capture", List.of("productId"));
        required.put("/v1/accounts/shop/top-ups/t/void", List.of("reasonCode"));
        required.put("/v1/discounts/d", List.of("type", "from"));
        for (Call call : calls()) {
            assertThat(send(call, "{}")
                            .expectProblem(400, "request.missing-field")
                            .badFields())
                    .as(call.path())
                    .containsExactlyInAnyOrderElementsOf(required.get(call.path()));
        }
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        String discount = "{\"type\":\"PERCENT\",\"basisPoints\":1,\"from\":\"2011-01-01T00:00:00Z\"";
        admin.put("/v1/discounts/d", discount + "}").expectProblem(400, "request.missing-field");
        admin.put("/v1/discounts/d", discount + ",\"accountId\":\"shop\",\"partnerId\":\"p\"}")
                .expectProblem(400, "request.invalid-value");
        admin.put("/v1/discounts/d", discount + ",\"accountId\":\"shop\",\"to\":\"2011-01-01T00:00:00Z\"}")
                .expectProblem(400, "request.invalid-value");
        admin.put("/v1/discounts/no%20id", discount + ",\"accountId\":\"shop\"}")
                .expectProblem(400, "request.invalid-identifier");
        admin.put("/v1/accounts/p", "{\"name\":\"P\",\"type\":\"PARTNER\",\"partnerId\":\"q\",\"currency\":\"GBP\"}")
                .expectProblem(400, "request.invalid-value");
        admin.post(
                        "/v1/accounts/shop/top-ups",
                        "{\"amount\":{\"amount\":1,\"currency\":\"GBP\"},\"category\":\"PAID\","
                                + "\"at\":\"2011-01-01T00:00:00Z\",\"expiresAt\":\"2011-01-01T00:00:00Z\"}")
                .expectProblem(400, "request.invalid-value");
        admin.post(
                        "/v1/accounts/shop/holds",
                        "{\"amount\":{\"amount\":1,\"currency\":\"GBP\"},\"expiresAt\":\"2011-01-01T00:00:00Z\"}")
                .expectProblem(400, "request.invalid-value");
        admin.post("/v1/discounts/d/revoke", "{\"at\":\"2011-01-01T00:00:00Z\"}")
                .expectProblem(400, "request.unknown-field");
        JsonNode errors = admin.post("/v1/accounts/shop/holds/h/release", "{\"why\":1}")
                .expectProblem(400, "request.unknown-field")
                .json();
        assertThat(errors.get("errors").size()).isEqualTo(1);
    }
}
