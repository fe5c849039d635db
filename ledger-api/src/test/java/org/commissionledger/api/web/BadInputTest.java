package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is wrong with a request is named, and nothing is written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String LONG_ID = "i".repeat(65);

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private long events;

    @BeforeAll
    void anOrderIsThere() {
        organisation.place("there", 20_000);
        events = organisation.events();
    }

    @AfterAll
    void nothingWasWritten() {
        assertThat(organisation.events()).isEqualTo(events);
    }

    /**
     * A sound request with one field replaced.
     *
     * @param value as JSON; empty leaves the field out
     * @param named the field that the answer must name
     */
    private record Bad(String method, String path, String sound, String field, String value, String named) {

        String body() {
            ObjectNode body = (ObjectNode) TestClient.JSON.readTree(sound);
            String[] steps = field.split("\\.");
            ObjectNode parent = body;
            for (int i = 0; i < steps.length - 1; i++) {
                parent = (ObjectNode) parent.get(steps[i]);
            }
            String last = steps[steps.length - 1];
            parent.put(last, "\u0001");
            String text = TestClient.JSON.writeValueAsString(body);
            String placeholder = "\"" + last + "\":\"\\u0001\"";
            assertThat(text).contains(placeholder);
            return value.isEmpty()
                    ? text.replace(placeholder + ",", "")
                            .replace("," + placeholder, "")
                            .replace(placeholder, "")
                    : text.replace(placeholder, "\"" + last + "\":" + value);
        }

        @Override
        public String toString() {
            String shown = value.length() > 40 ? value.substring(0, 40) + "\u2026" : value;
            return method + " " + path + " " + field + "=" + shown;
        }
    }

    private static final String ORDER = """
            {"orderId": "bad", "integrationId": "web-shop", "productId": "product-acme", "customerId": "c-1",
             "value": {"amount": 15640, "currency": "GBP"}, "commission": {"amount": 1, "currency": "GBP"},
             "status": "SUCCESSFUL", "at": "2010-12-01T08:26:00Z"}""";
    private static final String STATUS = """
            {"status": "FAILED", "reason": "because", "at": "2010-12-01T08:26:00Z"}""";
    private static final String CONFIRM = """
            {"amount": {"amount": 1, "currency": "GBP"}, "final": true, "allowExcess": true, "reference": "r",
             "at": "2010-12-01T08:26:00Z"}""";
    private static final String AMEND = """
            {"amount": {"amount": 1, "currency": "GBP"}, "reasonCode": "OTHER", "note": "n", "at": "2010-12-01T08:26:00Z"}""";
    private static final String PRODUCT = """
            {"name": "P", "categoryId": "gifts", "providerId": "acme",
             "commissionPlan": {"type": "PERCENT", "basisPoints": 500}}""";
    private static final String FIXED = """
            {"name": "P", "categoryId": "gifts", "providerId": "acme",
             "commissionPlan": {"type": "FIXED", "amount": {"amount": 5, "currency": "GBP"}}}""";
    private static final String INTEGRATION = """
            {"name": "I", "channel": "WEB", "productIds": ["product-acme"], "active": true}""";
    private static final String CLIENT = """
            {"name": "C", "role": "FINANCE"}""";
    private static final String SETTINGS = """
            {"marketplaceUrl": "https://example.org", "name": "N", "primaryColour": "#0b5fff"}""";

    private static Stream<Bad> bad(String method, String path, String sound, String field, String... values) {
        return Stream.of(values).map(value -> new Bad(method, path, sound, field, value, field));
    }

    private static Stream<Bad> order(String field, String... values) {
        return bad("POST", "/v1/orders", ORDER, field, values);
    }

    private static final String[] IDS = {
        "\"\"",
        "7",
        "true",
        "{}",
        "[]",
        "\" \"",
        "\"a b\"",
        "\"a/b\"",
        "\"\u00e9\"",
        "\"a\\u0000\"",
        '"' + LONG_ID + '"'
    };
    private static final String[] TIMES = {
        "\"\"",
        "7",
        "\"yesterday\"",
        "\"2010-12-01\"",
        "\"2010-12-01T08:26:00\"",
        "\"2010-13-01T08:26:00Z\"",
        "\"2010-02-30T08:26:00Z\"",
        "\"2010-12-01T25:00:00Z\"",
        "\"1899-12-31T23:59:59Z\"",
        "\"2200-01-01T00:00:00Z\"",
        "\"+12345-01-01T00:00:00Z\"",
        "1291191960"
    };
    private static final String[] AMOUNTS = {
        "\"15640\"",
        "156.4",
        "1.0",
        "1e3",
        "true",
        "{}",
        "[]",
        "9007199254740993",
        "-9223372036854775808",
        "9223372036854775808",
        "99999999999999999999999999999999"
    };
    private static final String[] CURRENCIES = {
        "\"\"", "7", "{}", "\"gbp\"", "\"GB\"", "\"XXX\"", "\"XAU\"", "\"ABC\"", "\"GBP \"", "\"\u00a3\""
    };
    private static final String[] TEXTS = {
        "\"\"",
        "\"  \"",
        "7",
        "true",
        "{}",
        "[]",
        "\"a\\u0000b\"",
        "\"a\\nb\"",
        "\"\\u007f\"",
        "\"\\ud800\"",
        '"' + "x".repeat(501) + '"'
    };

    /** Taken for no body at all, some of them would be carried out: all that is pending would be confirmed, a month closed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/orders",
                "/v1/orders/there/status",
                "/v1/orders/there/commission/confirm",
                "/v1/orders/there/commission/decline",
                "/v1/orders/there/commission/amend",
                "/v1/orders/there/commission/reverse",
                "/v1/customers/c-1/events",
                "/v1/customers/c-1/identify",
                "/v1/periods/2011-03/close",
                "/v1/payouts",
                "/v1/clients",
                "/v1/users",
                "/v1/webhooks",
                "/v1/what-if"
            })
    void aBodyInPartsOrOfAFormIsNotTakenForNone(String path) {
        String part = "Content-Disposition: form-data; name=\"amount\"\r\n\r\n1\r\n";
        byte[] parts = ("--part\r\n" + part + "--part--\r\n").getBytes(StandardCharsets.US_ASCII);
        for (String type : List.of("multipart/form-data", "multipart/mixed")) {
            admin.post(path, type + "; boundary=part", parts, TestClient.newKey())
                    .expectProblem(400, "request.malformed");
        }
        byte[] form = "amount=1&at=2011-03-01".getBytes(StandardCharsets.US_ASCII);
        admin.post(path, "application/x-www-form-urlencoded", form, TestClient.newKey())
                .expectProblem(400, "request.malformed");
    }

    static Stream<Bad> orders() {
        return Stream.of(
                        order("orderId", IDS),
                        order("integrationId", IDS),
                        order("integrationId", "", "null"),
                        order("productId", IDS),
                        order("productId", "", "null"),
                        order("customerId", IDS),
                        order("value", "", "null", "7", "\"15640\"", "[]", "156.40"),
                        order("value.amount", AMOUNTS),
                        order("value.amount", "", "null", "0", "-1"),
                        order("value.currency", CURRENCIES),
                        order("value.currency", "", "null"),
                        order("value.exponent", "2"),
                        order("commission", "7", "\"1\"", "[]"),
                        order("commission.amount", AMOUNTS),
                        order("commission.amount", "-1", "", "null"),
                        order("commission.currency", CURRENCIES),
                        order("status", "\"\"", "\"successful\"", "\"DONE\"", "7", "{}", "true"),
                        order("at", TIMES),
                        order("recordedAt", "\"2010-12-01T08:26:00Z\""),
                        order("organisation", "\"other\"", "null"),
                        order("commissionStatus", "\"PENDING\""))
                .flatMap(all -> all);
    }

    static Stream<Bad> moves() {
        String to = "/v1/orders/there/";
        return Stream.of(
                        bad("POST", to + "status", STATUS, "status", "", "null", "\"PENDING\"", "\"failed\"", "7"),
                        bad("POST", to + "status", STATUS, "reason", TEXTS),
                        bad("POST", to + "status", STATUS, "at", TIMES),
                        bad("POST", to + "status", STATUS, "note", "\"x\""),
                        bad("POST", to + "commission/confirm", CONFIRM, "amount", "7", "\"1\"", "[]"),
                        bad("POST", to + "commission/confirm", CONFIRM, "amount.amount", AMOUNTS),
                        bad("POST", to + "commission/confirm", CONFIRM, "amount.currency", CURRENCIES),
                        bad("POST", to + "commission/confirm", CONFIRM, "final", "\"true\"", "1", "\"\"", "{}"),
                        bad("POST", to + "commission/confirm", CONFIRM, "allowExcess", "\"yes\"", "0"),
                        bad("POST", to + "commission/confirm", CONFIRM, "reference", TEXTS),
                        bad("POST", to + "commission/confirm", CONFIRM, "at", TIMES),
                        bad("POST", to + "commission/confirm", CONFIRM, "reasonCode", "\"FRAUD\""),
                        bad("POST", to + "commission/decline", AMEND, "amount", "{\"amount\":1,\"currency\":\"GBP\"}"),
                        bad("POST", to + "commission/amend", AMEND, "amount", "", "null"),
                        bad("POST", to + "commission/amend", AMEND, "reasonCode", "", "null", "\"fraud\"", "7"),
                        bad("POST", to + "commission/amend", AMEND, "note", TEXTS),
                        bad("POST", to + "commission/amend", AMEND, "note", "", "null"),
                        bad("POST", to + "commission/reverse", AMEND, "final", "true"))
                .flatMap(all -> all);
    }

    static Stream<Bad> definitions() {
        String product = "/v1/products/bad";
        return Stream.of(
                        bad("PUT", "/v1/categories/bad", "{\"name\":\"N\"}", "name", TEXTS),
                        bad("PUT", "/v1/categories/bad", "{\"name\":\"N\"}", "name", "", "null"),
                        bad("PUT", "/v1/categories/bad", "{\"name\":\"N\"}", "colour", "\"red\""),
                        bad("PUT", "/v1/providers/bad", "{\"name\":\"N\"}", "name", TEXTS),
                        bad("PUT", product, PRODUCT, "name", TEXTS),
                        bad("PUT", product, PRODUCT, "categoryId", IDS),
                        bad("PUT", product, PRODUCT, "categoryId", "", "null"),
                        bad("PUT", product, PRODUCT, "providerId", IDS),
                        bad("PUT", product, PRODUCT, "commissionPlan", "7", "[]", "\"5%\""),
                        bad("PUT", product, PRODUCT, "commissionPlan.type", "", "null", "\"percent\"", "7"),
                        bad(
                                "PUT",
                                product,
                                PRODUCT,
                                "commissionPlan.basisPoints",
                                "",
                                "null",
                                "-1",
                                "10001",
                                "5.5",
                                "\"500\"",
                                "99999999999"),
                        bad("PUT", product, PRODUCT, "commissionPlan.from", "1"),
                        bad("PUT", product, FIXED, "commissionPlan.amount", "", "null", "5"),
                        bad("PUT", product, FIXED, "commissionPlan.amount.amount", AMOUNTS),
                        bad("PUT", product, FIXED, "commissionPlan.amount.currency", CURRENCIES),
                        bad("PUT", product, FIXED, "commissionPlan.basisPoints", "5"),
                        bad("PUT", "/v1/integrations/bad", INTEGRATION, "name", TEXTS),
                        bad("PUT", "/v1/integrations/bad", INTEGRATION, "channel", "", "null", "\"TV\"", "7"),
                        bad("PUT", "/v1/integrations/bad", INTEGRATION, "productIds", "7", "\"product-acme\"", "{}"),
                        bad("PUT", "/v1/integrations/bad", INTEGRATION, "active", "\"true\"", "1"),
                        bad("PUT", "/v1/integrations/bad", INTEGRATION, "url", "\"x\""),
                        bad("POST", "/v1/clients", CLIENT, "name", TEXTS),
                        bad("POST", "/v1/clients", CLIENT, "role", "", "null", "\"finance\"", "7", "\"SYSTEM\""),
                        bad("POST", "/v1/clients", CLIENT, "clientSecret", "\"mine\""),
                        bad("POST", "/v1/clients", CLIENT, "organisation", "\"other\""),
                        bad("PUT", "/v1/settings", SETTINGS, "name", TEXTS),
                        bad("PUT", "/v1/settings", SETTINGS, "marketplaceUrl", TEXTS),
                        bad("PUT", "/v1/settings", SETTINGS, "primaryColour", "\"red\"", "7", "\"\""),
                        bad("PUT", "/v1/settings", SETTINGS, "logo", "\"x\""))
                .flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource({"orders", "moves", "definitions"})
    void aBadFieldIsNamed(Bad bad) {
        Answer answer =
                bad.method().equals("PUT") ? admin.put(bad.path(), bad.body()) : admin.post(bad.path(), bad.body());
        answer.expect(400);
        answer.expectProblem(400, answer.json().get("code").asString());
        assertThat(answer.badFields()).as(answer.body()).contains(bad.named());
        for (JsonNode error : answer.json().get("errors")) {
            assertThat(error.propertyNames()).containsExactlyInAnyOrder("field", "code", "detail");
        }
        assertThat(answer.body()).doesNotContain("org.commissionledger", "Exception", "select ");
    }

    @Test
    void everyBadFieldIsNamedAtOnce() {
        Answer answer = admin.post("/v1/orders", """
                {"orderId": "a b", "productId": 7, "value": {"amount": 1.5, "currency": "gbp", "x": 1}, "y": 2, "at": "now"}""");
        answer.expect(400);
        assertThat(answer.badFields())
                .containsExactlyInAnyOrder(
                        "orderId",
                        "integrationId",
                        "productId",
                        "value.amount",
                        "value.currency",
                        "value.x",
                        "y",
                        "at");
    }

    @Test
    void aBadElementOfAListIsNamed() {
        Answer answer = admin.put(
                "/v1/integrations/bad", "{\"name\":\"I\",\"channel\":\"WEB\",\"productIds\":[\"product-acme\",7]}");
        answer.expectProblem(400, "request.invalid-identifier");
        assertThat(answer.badFields()).containsExactly("productIds[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"categories", "providers", "products", "integrations"})
    void anIdentifierInThePathThatCannotBeIsNamed(String kind) {
        for (String id : List.of("a%20b", "%C3%A9", LONG_ID)) {
            Answer answer = admin.put("/v1/" + kind + "/" + id, "{\"name\":\"N\"}");
            answer.expectProblem(400, "request.invalid-identifier");
            assertThat(admin.get("/v1/" + kind + "/" + id).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "x",
                "[]",
                "7",
                "null",
                "\"text\"",
                "{\"orderId\":\"a\",}",
                "{'orderId':'a'}",
                "{\"orderId\":\"a\"} {}",
                "{\"orderId\":\"a\"}x",
                "{\"orderId\":\"a\",\"orderId\":\"b\"}",
                "{\"value\":{\"amount\":1,\"amount\":2,\"currency\":\"GBP\"}}",
                "{\"orderId\":NaN}",
                "// comment\n{}"
            })
    void aBodyThatIsNotOneJsonObjectIsRefused(String body) {
        admin.post("/v1/orders", body).expectProblem(400, "request.malformed");
        admin.put("/v1/categories/bad", body).expectProblem(400, "request.malformed");
    }

    @Test
    void anEmptyBodyLacksWhatIsRequired() {
        Answer answer = admin.post("/v1/orders", "");
        answer.expectProblem(400, "request.missing-field");
        assertThat(answer.badFields()).contains("integrationId", "productId", "value");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() {
        byte[] body = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xe9, '"', '}'};
        Answer answer = admin.send(admin.request("/v1/categories/bad")
                .PUT(BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json"));
        answer.expectProblem(400, "request.malformed");
    }

    @Test
    void aBodyBeyondOneMebibyteIsRefused() {
        String body = "{\"name\":\"" + "x".repeat(1 << 20) + "\"}";
        admin.put("/v1/categories/bad", body).expectProblem(413, "request.too-large");
        admin.post("/v1/orders", body).expectProblem(413, "request.too-large");
    }

    @Test
    void aBodyOfDeepNestingIsRefused() {
        admin.post("/v1/orders", "[".repeat(100_000)).expectProblem(400, "request.malformed");
        admin.post("/v1/orders", "{\"a\":".repeat(5_000)).expectProblem(400, "request.malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/orders?colour=red, colour",
        "/v1/orders?status=DONE, status",
        "/v1/orders?commissionStatus=NA, commissionStatus",
        "/v1/orders?providerId=a%20b, providerId",
        "/v1/orders?customerId=%00, customerId",
        "/v1/orders?from=yesterday, from",
        "/v1/orders?to=2011-02-30, to",
        "/v1/orders?from=%2B999999999-12-31T23:59:59Z, from",
        "/v1/orders?to=-999999999-01-01T00:00:00Z, to",
        "/v1/orders?from=2011-03-02&to=2011-03-01, to",
        "/v1/orders?timezone=Mars/Olympus, timezone",
        "/v1/orders?status=FAILED&status=PENDING, status",
        "/v1/orders/there?colour=red, colour",
        "/v1/commissions/totals?colour=red, colour",
        "/v1/commissions/totals?limit=5, limit",
        "/v1/commissions/totals?from=now, from",
        "/v1/commissions/totals?from=%2B999999999-12-31T23:59:59Z, from",
        "/v1/categories?name=x, name",
        "/v1/categories/gifts?colour=red, colour",
        "/v1/products/product-acme?colour=red, colour",
        "/v1/settings?colour=red, colour",
        "/v1/clients?role=ADMIN, role",
        "/v1/events?after=-1, after",
        "/v1/events?after=x, after",
        "/v1/events?from=x, from",
        "/v1/events?stream=%00, stream",
        "/v1/events?type=%00, type",
        "/v1/events?from=%2B999999999-12-31T23:59:59Z, from",
        "/v1/events?order=desc, order",
        "/v1/audit/export?after=x, after",
        "/v1/audit/export?through=-1, through",
        "/v1/audit/export?limit=5, limit",
        "/v1/journal/trial-balance?asof=x, asof",
        "/v1/projections?colour=red, colour",
        "/v1/projections/orders/parked?colour=red, colour"
    })
    void aBadParameterIsNamed(String path, String parameter) {
        Answer answer = admin.get(path);
        answer.expect(400);
        answer.expectProblem(400, answer.json().get("code").asString());
        assertThat(answer.badFields()).containsExactly(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/orders",
                "/v1/orders/there/status",
                "/v1/orders/there/commission/confirm",
                "/v1/clients",
                "/v1/orders/bulk",
                "/v1/projections/journal/rebuild"
            })
    void aParameterThatNobodyAskedForIsRefusedOnWritesToo(String path) {
        String body = switch (path) {
            case "/v1/orders" -> ORDER;
            case "/v1/orders/there/status" -> STATUS;
            case "/v1/clients" -> CLIENT;
            case "/v1/orders/bulk" -> "{\"items\":[]}";
            default -> "{}";
        };
        Answer answer = admin.post(path + "?rehearse=true", body);
        answer.expectProblem(400, "request.unknown-parameter");
        assertThat(answer.badFields()).containsExactly("rehearse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/orders/bulk", "/v1/usage/bulk", "/v1/commissions/bulk"})
    void bytesOfNoEncodingAreMalformed(String path) {
        byte[] odd = {0, 0, (byte) 0xff, (byte) 0xfe};
        admin.post(path, "application/json", odd, TestClient.newKey()).expectProblem(400, "request.malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1.5", "9999999999999999999999"})
    void aPositionThatCannotBeIsRefused(String position) {
        Answer answer = admin.send(admin.request("/v1/orders").GET().header("Ledger-Min-Position", position));
        answer.expectProblem(400, "request.invalid-position");
        assertThat(answer.badFields()).containsExactly("Ledger-Min-Position");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nothing",
                "/v1/orders/there/nothing",
                "/v1/orders/",
                "/v1/orders/there/commission",
                "/v1/categories/gifts/name",
                "/v2/orders",
                "/nothing"
            })
    void aPathThatIsNotThereIsNotFound(String path) {
        Answer answer = admin.get(path);
        answer.expectProblem(404, "request.not-found");
        assertThat(answer.json().get("instance").asString()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/orders, GET HEAD POST",
        "PUT, /v1/orders/there, GET HEAD",
        "DELETE, /v1/orders/there, GET HEAD",
        "PATCH, /v1/orders/there, GET HEAD",
        "POST, /v1/categories/gifts, GET HEAD PUT",
        "GET, /v1/orders/there/commission/confirm, POST",
        "GET, /v1/commissions/bulk, POST",
        "POST, /v1/commissions/totals, GET HEAD",
        "DELETE, /v1/events, GET HEAD",
        "PUT, /v1/clients, GET HEAD POST"
    })
    void aMethodThatIsNotForThePathIsNotAllowed(String method, String path, String allowed) {
        Answer answer = admin.send(admin.request(path).method(method, BodyPublishers.noBody()));
        answer.expectProblem(405, "request.method-not-allowed");
        assertThat(List.of(answer.header("Allow").split(", ?"))).containsExactlyInAnyOrder(allowed.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/categories/a%0Ab", "/v1//orders", "/v1/orders/%2e%2e/x", "/v1/orders;x=1"})
    void aPathThatIsNoPathIsRefusedAsAProblem(String path) {
        Answer answer = admin.get(path);
        assertThat(answer.status()).isIn(400, 404);
        answer.expectProblem(answer.status(), answer.json().get("code").asString());
    }
}
