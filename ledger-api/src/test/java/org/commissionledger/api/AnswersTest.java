package org.commissionledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.Contract;
import org.commissionledger.api.testing.Contract.Operation;
import org.commissionledger.api.testing.Contract.Place;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls everything at least once and holds each answer against the published contract: status, headers, and exactly these properties. */
class AnswersTest {

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final Contract contract =
            new Contract(service.anonymous().get("/v3/api-docs").expect(200).json());
    private final Set<String> called = new HashSet<>();

    @Test
    void areAsTheContractSays() {
        catalogue();
        orders();
        commissions();
        customers();
        credits();
        discounts();
        bulk();
        access();
        customersAndAnalytics();
        history();
        payouts();
        reports();
        projections();
        webhooks();
        statements();
        live();
        problems();
        assertThat(called)
                .containsExactlyInAnyOrderElementsOf(
                        contract.operations().stream().map(Operation::toString).toList());
    }

    private Answer check(String method, String path, int status, Answer answer) {
        Operation operation = contract.operation(method, path);
        if (status < 300) {
            called.add(operation.toString());
        }
        answer.expect(status);
        Place response = contract.under(operation.place(), "responses", Integer.toString(status));
        assertThat(response.exists()).as(operation + " " + status).isTrue();
        if (status < 300) {
            assertHeaders(response, answer);
        }
        Place content = contract.under(response, "content");
        if (!content.exists()) {
            assertThat(answer.body()).isEmpty();
            return answer;
        }
        String type = answer.header("Content-Type").split(";")[0];
        assertThat(content.node().propertyNames()).as(operation + " " + status).contains(type);
        Place schema = contract.under(content, type, "schema");
        Place lines = contract.under(schema, "contentSchema", "items");
        if (lines.exists()) {
            assertThat(answer.body().lines()).isNotEmpty().allSatisfy(line -> assertFits(lines, line));
        } else {
            assertFits(schema, answer.body());
        }
        return answer;
    }

    private void assertFits(Place schema, String json) {
        assertThat(contract.faults(schema, TestClient.JSON.readTree(json)))
                .as(json)
                .isEmpty();
    }

    private void assertHeaders(Place response, Answer answer) {
        Place headers = contract.under(response, "headers");
        for (String name : headers.node().propertyNames()) {
            if (contract.under(headers, name).node().path("required").asBoolean(false)) {
                assertThat(answer.header(name)).as(name).isNotEmpty();
            }
        }
        for (String name : new String[] {"Ledger-Position", "Location", "Idempotency-Replayed"}) {
            if (!answer.header(name).isEmpty()) {
                assertThat(headers.node().propertyNames()).contains(name);
            }
        }
    }

    private void catalogue() {
        Map<String, Object> product = Map.of("name", "Fixed", "categoryId", "gifts", "providerId", "acme");
        Map<String, Object> fixed = Map.of("type", "FIXED", "amount", Map.of("amount", 5, "currency", "GBP"));
        define("products", "product", "bare", product);
        define("products", "product", "fixed", with(product, "commissionPlan", fixed));
        define(
                "products",
                "product",
                "percent",
                with(product, "commissionPlan", Map.of("type", "PERCENT", "basisPoints", 0)));
        define("categories", "category", "cards", Map.of("name", "Cards"));
        define("providers", "provider", "apex", Map.of("name", "Apex"));
        define("integrations", "integration", "post", Map.of("name", "Post", "channel", "EMAIL"));
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    private void define(String kinds, String kind, String id, Map<String, Object> body) {
        String one = "/v1/" + kinds + "/{" + kind + "Id}";
        check("PUT", one, 200, admin.put("/v1/" + kinds + "/" + id, body));
        check("GET", one, 200, admin.get("/v1/" + kinds + "/" + id));
        check("GET", one, 404, admin.get("/v1/" + kinds + "/none"));
        check("PUT", one, 400, admin.put("/v1/" + kinds + "/" + id, Map.of()));
        check("GET", "/v1/" + kinds, 200, admin.get("/v1/" + kinds + "?limit=1"));
        check("GET", "/v1/" + kinds, 400, admin.get("/v1/" + kinds + "?limit=0"));
    }

    private void orders() {
        String key = TestClient.newKey();
        Map<String, Object> pending = order("p", 1000, "status", "PENDING");
        check("POST", "/v1/orders", 201, admin.post("/v1/orders", pending, key));
        check("POST", "/v1/orders", 201, admin.post("/v1/orders", pending, key));
        check("POST", "/v1/orders", 200, admin.post("/v1/orders", pending));
        check("POST", "/v1/orders", 422, admin.post("/v1/orders", order("q", 1), key));
        check("POST", "/v1/orders", 409, admin.post("/v1/orders", order("p", 1)));
        check("POST", "/v1/orders", 400, admin.post("/v1/orders", Map.of()));
        String status = "/v1/orders/{orderId}/status";
        check("POST", status, 200, admin.post("/v1/orders/p/status", Map.of("status", "FAILED")));
        check("POST", status, 409, admin.post("/v1/orders/p/status", Map.of("status", "FAILED")));
        check("POST", status, 404, admin.post("/v1/orders/none/status", Map.of("status", "FAILED")));
        check("GET", "/v1/orders/{orderId}", 200, admin.get("/v1/orders/p"));
        check("GET", "/v1/orders/{orderId}", 404, admin.get("/v1/orders/none"));
        organisation.place("r", 1000);
        check("GET", "/v1/orders", 200, admin.get("/v1/orders?limit=1"));
        check("GET", "/v1/orders", 200, admin.get("/v1/orders"));
    }

    private void statements() {
        String all = "/v1/statements";
        String upload = all + "?providerId=acme&reference=r";
        String csv = "orderId,amount,currency,at\nst,50,GBP,2011-03-01\nst|c,50,GBP,\nnone,1,GBP,\nst,-1,GBP,\n";
        organisation.place("st", 1000);
        check("POST", all, 200, admin.postCsv(upload + "&dryRun=true&from=2011-03-01&to=2011-03-02", csv));
        String key = TestClient.newKey();
        Answer uploaded = check("POST", all, 201, admin.postCsv(upload, csv, key));
        check("POST", all, 201, admin.postCsv(upload, csv, key));
        check("POST", all, 409, admin.postCsv(upload, csv));
        check("POST", all, 422, admin.postCsv(upload, csv + "a,1,GBP,\n", key));
        check("POST", all, 400, admin.postCsv(upload, "orderId\n"));
        check("POST", all, 415, admin.post(upload, "text/plain", new byte[0], TestClient.newKey()));
        String one = uploaded.header("Location");
        check("GET", all, 200, admin.get(all + "?limit=1"));
        check("GET", all + "/{statementId}", 200, admin.get(one));
        check("GET", all + "/{statementId}", 404, admin.get(all + "/none"));
        String apply = all + "/{statementId}/apply";
        check("POST", apply, 409, admin.post(one + "/apply", ""));
        admin.post("/v1/orders/st/commission/decline", Map.of("reasonCode", "FRAUD"))
                .expect(200);
        TestClient finance = organisation.as(Role.FINANCE);
        check("POST", apply, 200, finance.post(one + "/apply", Map.of("outcomes", List.of("MATCHED")), key));
        check("POST", apply, 200, finance.post(one + "/apply", Map.of("outcomes", List.of("MATCHED")), key));
        check("POST", apply, 404, finance.post(all + "/none/apply", ""));
        check("GET", all + "/{statementId}/lines", 200, admin.get(one + "/lines"));
        check("GET", all + "/{statementId}/lines", 404, admin.get(all + "/none/lines"));
        check("GET", all + "/{statementId}", 200, admin.get(one));
        String mapping = "/v1/providers/{providerId}/statement-mapping";
        check("GET", mapping, 404, admin.get("/v1/providers/acme/statement-mapping"));
        Map<String, Object> theirs = Map.of("columns", Map.of("orderId", "Order"), "units", "MAJOR");
        check("PUT", mapping, 200, admin.put("/v1/providers/acme/statement-mapping", theirs));
        check("PUT", mapping, 422, admin.put("/v1/providers/none/statement-mapping", theirs));
        check("GET", mapping, 200, admin.get("/v1/providers/acme/statement-mapping"));
    }

    private void live() {
        String path = "/v1/analytics/live";
        check("GET", path, 400, admin.send(admin.request(path).GET().header("Last-Event-ID", "none")));
        Operation operation = contract.operation("GET", path);
        Place schema = contract.under(
                operation.place(),
                "responses",
                "200",
                "content",
                "text/event-stream",
                "schema",
                "contentSchema",
                "items");
        HttpResponse<InputStream> events = admin.open(admin.request(path).GET().header("Last-Event-ID", "0"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("data: ")) {
                line = lines.readLine();
            }
            assertFits(schema, line.substring("data: ".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        called.add(operation.toString());
    }

    private void commissions() {
        String to = "/v1/orders/{orderId}/commission/";
        organisation.place("c", 20_000);
        Map<String, Object> pence = Map.of("amount", 100, "currency", "GBP");
        Map<String, Object> why = Map.of("reasonCode", "OTHER", "note", "so it was agreed");
        check("POST", to + "amend", 200, move("c", "amend", with(why, "amount", pence)));
        check("POST", to + "amend", 400, move("c", "amend", why));
        check(
                "POST",
                to + "confirm",
                200,
                move("c", "confirm", Map.of("amount", Map.of("amount", 60, "currency", "GBP"))));
        check("POST", to + "confirm", 409, move("c", "confirm", Map.of("amount", pence)));
        check("POST", to + "confirm", 404, move("none", "confirm", Map.of()));
        check("POST", to + "decline", 200, move("c", "decline", why));
        check("POST", to + "decline", 409, move("c", "decline", why));
        check("POST", to + "reverse", 409, move("c", "reverse", with(why, "amount", pence)));
        check("POST", to + "reverse", 200, move("c", "reverse", why));
        check("GET", "/v1/commissions/totals", 200, admin.get("/v1/commissions/totals"));
        check("GET", "/v1/commissions/totals", 400, admin.get("/v1/commissions/totals?from=now"));
    }

    private Answer move(String orderId, String move, Map<String, Object> body) {
        return admin.post("/v1/orders/" + orderId + "/commission/" + move, body);
    }

    private void bulk() {
        for (String path : new String[] {
            "/v1/orders/bulk",
            "/v1/orders/status/bulk",
            "/v1/commissions/bulk",
            "/v1/customer-events/bulk",
            "/v1/usage/bulk"
        }) {
            JsonNode example = contract.under(
                            contract.operation("POST", path).place(),
                            "requestBody",
                            "content",
                            "application/json",
                            "example")
                    .node();
            String key = TestClient.newKey();
            check("POST", path, 200, admin.post(path + "?results=all", example, key));
            check("POST", path, 200, admin.post(path + "?results=all", example, key));
            check("POST", path, 200, admin.post(path, Map.of("items", List.of(7, order("b", 1)))));
            check("POST", path, 415, admin.post(path, "text/plain", new byte[0], TestClient.newKey()));
            check("POST", path, 422, admin.post(path, example, key));
            check("POST", path, 400, admin.post(path, "{"));
        }
    }

    private void credits() {
        String one = "/v1/accounts/{accountId}";
        Map<String, Object> partner = Map.of("name", "P", "type", "PARTNER", "currency", "GBP", "overdraftLimit", 5);
        Map<String, Object> shop = Map.of("name", "S", "type", "CUSTOMER", "partnerId", "a", "currency", "GBP");
        check("PUT", one, 422, admin.put("/v1/accounts/shop", shop));
        check("PUT", one, 200, admin.put("/v1/accounts/a", partner));
        check("PUT", one, 200, admin.put("/v1/accounts/shop", shop));
        check("PUT", one, 409, admin.put("/v1/accounts/shop", with(shop, "currency", "JPY")));
        check("PUT", one, 400, admin.put("/v1/accounts/shop", Map.of()));
        String topUps = one + "/top-ups";
        Map<String, Object> pence = Map.of("amount", 100, "currency", "GBP");
        Map<String, Object> topUp = Map.of("topUpId", "t", "amount", pence, "category", "PAID");
        Map<String, Object> gift =
                Map.of("amount", pence, "category", "PROMOTIONAL", "priority", 1, "expiresAt", "2199-01-01T00:00:00Z");
        String key = TestClient.newKey();
        check("POST", topUps, 201, admin.post("/v1/accounts/shop/top-ups", topUp, key));
        check("POST", topUps, 201, admin.post("/v1/accounts/shop/top-ups", topUp, key));
        check("POST", topUps, 422, admin.post("/v1/accounts/shop/top-ups", gift, key));
        check("POST", topUps, 200, admin.post("/v1/accounts/shop/top-ups", topUp));
        check("POST", topUps, 201, admin.post("/v1/accounts/shop/top-ups", gift));
        check("POST", topUps, 409, admin.post("/v1/accounts/shop/top-ups", with(topUp, "priority", 1)));
        check("POST", topUps, 404, admin.post("/v1/accounts/none/top-ups", topUp));
        String use = one + "/usage";
        Map<String, Object> usage = Map.of("usageId", "u", "productId", "product-acme", "amount", pence);
        check("POST", use, 201, admin.post("/v1/accounts/shop/usage", usage));
        check("POST", use, 200, admin.post("/v1/accounts/shop/usage", usage));
        check("POST", use, 409, admin.post("/v1/accounts/a/usage", usage));
        check("POST", use, 404, admin.post("/v1/accounts/none/usage", usage));
        check("POST", use, 422, admin.post("/v1/accounts/shop/usage", with(usage, "productId", "none")));
        holds(one);
        String withdraw = topUps + "/{topUpId}/void";
        Map<String, Object> why = Map.of("reasonCode", "OTHER", "note", "so it was agreed");
        check("POST", withdraw, 200, admin.post("/v1/accounts/shop/top-ups/t/void", why));
        check("POST", withdraw, 404, admin.post("/v1/accounts/shop/top-ups/none/void", why));
        check("POST", withdraw, 400, admin.post("/v1/accounts/shop/top-ups/t/void", Map.of()));
        check("GET", "/v1/accounts", 200, admin.get("/v1/accounts?limit=1"));
        for (String what : new String[] {"", "/balance", "/entries", "/top-ups", "/holds"}) {
            check("GET", one + what, 200, admin.get("/v1/accounts/shop" + what));
            check("GET", one + what, 404, admin.get("/v1/accounts/none" + what));
        }
    }

    private void holds(String account) {
        String holds = account + "/holds";
        Map<String, Object> penny = Map.of("amount", 1, "currency", "GBP");
        for (String id : new String[] {"h", "i"}) {
            Map<String, Object> hold = Map.of("holdId", id, "amount", penny, "expiresAt", "2199-01-01T00:00:00Z");
            check("POST", holds, 201, admin.post("/v1/accounts/shop/holds", hold));
            check("POST", holds, 200, admin.post("/v1/accounts/shop/holds", hold));
        }
        Map<String, Object> capture = Map.of("productId", "product-acme");
        check("POST", holds + "/{holdId}/capture", 200, admin.post("/v1/accounts/shop/holds/h/capture", capture));
        check("POST", holds + "/{holdId}/capture", 409, admin.post("/v1/accounts/shop/holds/h/capture", capture));
        check("POST", holds + "/{holdId}/capture", 404, admin.post("/v1/accounts/shop/holds/none/capture", capture));
        check("POST", holds + "/{holdId}/release", 200, admin.post("/v1/accounts/shop/holds/i/release", ""));
        check("POST", holds + "/{holdId}/release", 409, admin.post("/v1/accounts/shop/holds/i/release", ""));
    }

    private void discounts() {
        String one = "/v1/discounts/{discountId}";
        Map<String, Object> percent =
                Map.of("partnerId", "a", "type", "PERCENT", "basisPoints", 100, "from", "2010-01-01T00:00:00Z");
        Map<String, Object> fixed = Map.of(
                "accountId",
                "shop",
                "productId",
                "product-acme",
                "type",
                "FIXED",
                "amount",
                Map.of("amount", 1, "currency", "GBP"),
                "from",
                "2010-01-01T00:00:00Z",
                "to",
                "2011-01-01T00:00:00Z");
        check("PUT", one, 200, admin.put("/v1/discounts/d", percent));
        check("PUT", one, 200, admin.put("/v1/discounts/e", fixed));
        check("PUT", one, 400, admin.put("/v1/discounts/e", Map.of()));
        check("PUT", one, 409, admin.put("/v1/discounts/e", with(fixed, "accountId", "a")));
        check("PUT", one, 404, admin.put("/v1/discounts/f", with(fixed, "accountId", "none")));
        check("PUT", one, 422, admin.put("/v1/discounts/f", with(percent, "partnerId", "shop")));
        Map<String, Object> pence = Map.of("amount", 50, "currency", "GBP");
        Map<String, Object> usage = Map.of("productId", "product-acme", "amount", pence);
        admin.post("/v1/accounts/shop/top-ups", Map.of("amount", pence, "category", "PAID"))
                .expect(201);
        check("POST", "/v1/accounts/{accountId}/usage", 201, admin.post("/v1/accounts/shop/usage", usage));
        check("GET", one, 200, admin.get("/v1/discounts/d"));
        check("GET", one, 404, admin.get("/v1/discounts/none"));
        check("GET", "/v1/discounts", 200, admin.get("/v1/discounts"));
        check("POST", one + "/revoke", 200, admin.post("/v1/discounts/d/revoke", ""));
        check("POST", one + "/revoke", 404, admin.post("/v1/discounts/none/revoke", ""));
        check("GET", "/v1/accounts/{accountId}/entries", 200, admin.get("/v1/accounts/shop/entries"));
    }

    private void customers() {
        String events = "/v1/customers/{customerId}/events";
        String key = TestClient.newKey();
        Map<String, Object> visit = Map.of("events", List.of(Map.of("type", "VISITED"), 7));
        check("POST", events, 200, admin.post("/v1/customers/c-1/events", visit, key));
        check("POST", events, 200, admin.post("/v1/customers/c-1/events", visit, key));
        check("POST", events, 422, admin.post("/v1/customers/c-2/events", visit, key));
        check("POST", events, 400, admin.post("/v1/customers/c-1/events", Map.of()));
        String identify = "/v1/customers/{customerId}/identify";
        Map<String, Object> details = Map.of("email", "jo@example.org", "mergeFrom", List.of("c-2"));
        check("POST", identify, 200, admin.post("/v1/customers/c-1/identify", details, key + "-i"));
        check("POST", identify, 200, admin.post("/v1/customers/c-1/identify", details, key + "-i"));
        check("POST", identify, 422, admin.post("/v1/customers/c-3/identify", details, key + "-i"));
        check("POST", identify, 409, admin.post("/v1/customers/c-3/identify", details));
        check("POST", identify, 400, admin.post("/v1/customers/c-3/identify", Map.of("email", "jo")));
        String erase = "/v1/customers/{customerId}/personal-data";
        check("DELETE", erase, 204, admin.delete("/v1/customers/c-1/personal-data"));
        check("DELETE", erase, 404, admin.delete("/v1/customers/nobody/personal-data"));
        check("DELETE", erase, 409, admin.delete("/v1/customers/c-2/personal-data"));
        check("POST", events, 413, admin.post("/v1/customers/c-1/events", " ".repeat(2 << 20)));
    }

    private void users() {
        Map<String, Object> ada = Map.of("email", "ada@example.org", "role", "ADMIN");
        String key = TestClient.newKey();
        Answer invited = check("POST", "/v1/users", 201, admin.post("/v1/users", ada, key));
        check("POST", "/v1/users", 201, admin.post("/v1/users", ada, key));
        check(
                "POST",
                "/v1/users",
                422,
                admin.post("/v1/users", Map.of("email", "e@example.org", "role", "ADMIN"), key));
        check("GET", "/v1/users", 200, admin.get("/v1/users"));
        String path = "/v1/users/" + invited.json().get("userId").asString();
        check("PUT", "/v1/users/{userId}", 200, admin.put(path, Map.of("role", "SUPPORT")));
        check("DELETE", "/v1/users/{userId}", 204, admin.delete(path));
        check("PUT", "/v1/users/{userId}", 404, admin.put(path, Map.of("role", "SUPPORT")));
        check("DELETE", "/v1/users/{userId}", 404, admin.delete(path));
    }

    private void access() {
        check("POST", "/oauth2/token", 200, service.askForToken("bootstrap", TestService.SECRET));
        check("POST", "/oauth2/token", 401, service.askForToken("bootstrap", "wrong"));
        String key = TestClient.newKey();
        Map<String, String> provider = Map.of("name", "acme", "role", "PROVIDER", "providerId", "acme");
        Answer client = check("POST", "/v1/clients", 201, admin.post("/v1/clients", provider, key));
        check("POST", "/v1/clients", 201, admin.post("/v1/clients", provider, key));
        check(
                "POST",
                "/v1/clients",
                201,
                admin.post("/v1/clients", Map.of("name", "p", "role", "PARTNER", "accountId", "a")));
        check("GET", "/v1/clients", 200, admin.get("/v1/clients"));
        users();
        String path = "/v1/clients/" + client.json().get("clientId").asString();
        check("DELETE", "/v1/clients/{clientId}", 204, admin.delete(path));
        check("DELETE", "/v1/clients/{clientId}", 404, admin.delete(path));
        check("DELETE", "/v1/clients/{clientId}", 409, admin.delete("/v1/clients/" + admin.clientId()));
        TestClient founder = service.bootstrap();
        Map<String, String> founded = Map.of("organisationId", "contract-" + key, "name", "Founded");
        check("POST", "/v1/organisations", 201, founder.post("/v1/organisations", founded, key));
        check("POST", "/v1/organisations", 201, founder.post("/v1/organisations", founded, key));
        check("POST", "/v1/organisations", 409, founder.post("/v1/organisations", founded));
        check("POST", "/v1/organisations", 403, admin.post("/v1/organisations", founded));
        check("GET", "/v1/settings", 200, admin.get("/v1/settings"));
        Map<String, String> settings =
                Map.of("name", "S", "primaryColour", "#00ff00", "marketplaceUrl", "http://shop.example.org");
        check("PUT", "/v1/settings", 200, admin.put("/v1/settings", settings));
        check("GET", "/v1/settings", 200, admin.get("/v1/settings"));
    }

    private void customersAndAnalytics() {
        check("GET", "/v1/customers", 200, admin.get("/v1/customers?limit=1"));
        check("GET", "/v1/customers", 400, admin.get("/v1/customers?email=nobody"));
        check("GET", "/v1/customers/{customerId}", 200, admin.get("/v1/customers/c-1"));
        check("GET", "/v1/customers/{customerId}", 404, admin.get("/v1/customers/none"));
        check("GET", "/v1/customers/{customerId}/timeline", 200, admin.get("/v1/customers/c-1/timeline"));
        check("GET", "/v1/customers/{customerId}/timeline", 404, admin.get("/v1/customers/none/timeline"));
        check("GET", "/v1/analytics/funnel", 200, admin.get("/v1/analytics/funnel"));
        String summary = "/v1/analytics/summary";
        check("GET", summary, 200, admin.get(summary + "?from=2011-02-28&to=2011-03-03"));
        check("GET", summary, 400, admin.get(summary + "?from=2011-02-28&to=2021-03-03&interval=hour"));
    }

    private void history() {
        check("GET", "/v1/events", 200, admin.get("/v1/events?limit=500"));
        check("GET", "/v1/events", 200, admin.get("/v1/events?limit=1"));
        check("GET", "/v1/audit/export", 200, admin.get("/v1/audit/export"));
        check("GET", "/v1/journal/trial-balance", 200, admin.get("/v1/journal/trial-balance"));
        check("GET", "/v1/journal/trial-balance", 200, admin.get("/v1/journal/trial-balance?effectiveAsOf=2011-05-01"));
        String entries = "/v1/journal/accounts/{account}/entries";
        check("GET", entries, 200, admin.get("/v1/journal/accounts/commission:pending:acme/entries?limit=1"));
        String totals = "/v1/commissions/totals";
        check("GET", totals, 200, admin.get(totals + "?asOf=2100-01-01&effectiveAsOf=2011-05-01"));
        String explain = "/v1/commissions/explain";
        check("GET", explain, 200, admin.get(explain + "?toEffectiveAsOf=2011-05-01&limit=2"));
        check("GET", explain, 400, admin.get(explain + "?toPosition=-1"));
        Map<String, Object> plan = Map.of("type", "PERCENT", "basisPoints", 1_000);
        Map<String, Object> scenario = Map.of(
                "commissionPlans",
                List.of(Map.of("categoryId", "gifts", "plan", plan)),
                "burnOrder",
                List.of("AGE", "PRIORITY", "EXPIRY", "CATEGORY"));
        check("POST", "/v1/what-if", 200, admin.post("/v1/what-if", scenario));
        check("POST", "/v1/what-if", 400, admin.post("/v1/what-if", Map.of()));
        check("GET", "/v1/audit/keys", 200, admin.get("/v1/audit/keys"));
        check("GET", "/v1/audit/checkpoint", 200, admin.get("/v1/audit/checkpoint"));
        check("GET", "/v1/audit/checkpoints", 200, admin.get("/v1/audit/checkpoints?limit=1"));
        String proof = "/v1/audit/proof/{ledgerSequence}";
        check("GET", proof, 200, admin.get("/v1/audit/proof/1"));
        check("GET", proof, 404, admin.get("/v1/audit/proof/999999"));
        long sealed = admin.get("/v1/audit/checkpoints")
                .data()
                .getFirst()
                .get("ledgerSequence")
                .asLong();
        admin.put("/v1/categories/not-sealed-yet", Map.of("name", "Not sealed yet"))
                .expect(200);
        check("GET", proof, 409, admin.get("/v1/audit/proof/" + (sealed + 1) + "?checkpoint=" + sealed));
        check("GET", "/v1/audit/consistency", 200, admin.get("/v1/audit/consistency?from=" + sealed));
        check("GET", "/v1/audit/consistency", 400, admin.get("/v1/audit/consistency"));
        check("GET", "/v1/audit/consistency", 404, admin.get("/v1/audit/consistency?from=" + sealed + "&to=999999"));
        check("POST", "/v1/audit/verify", 200, admin.post("/v1/audit/verify", ""));
    }

    private void reports() {
        for (String report : List.of(
                "orders",
                "customers",
                "commission-ageing",
                "credit-top-ups",
                "credit-usage",
                "credit-balance",
                "discounts",
                "revenue-detail",
                "revenue-by-service",
                "revenue-by-account",
                "payouts")) {
            String path = "/v1/reports/" + report;
            check("GET", path, 200, admin.get(path + "?limit=1"));
            check("GET", path, 200, admin.get(path + "?from=2011-01-01&to=2012-01-01"));
            check("GET", path, 400, admin.get(path + "?format=pdf"));
        }
        String full = "?from=2011-01-01&to=2012-01-01&layout=full";
        check("GET", "/v1/reports/revenue-detail", 200, admin.get("/v1/reports/revenue-detail" + full));
        String compared = "?from=2011-01-01&to=2012-01-01&compare=previous";
        check("GET", "/v1/reports/revenue-by-account", 200, admin.get("/v1/reports/revenue-by-account" + compared));
    }

    private void payouts() {
        String one = "/v1/payouts/{payoutId}";
        Map<String, Object> march = Map.of("payoutId", "march", "from", "2011-03-01", "to", "2011-04-01");
        organisation.place("paid", 20_000);
        move("paid", "confirm", Map.of("at", "2011-03-02T00:00:00Z"));
        String key = TestClient.newKey();
        check("POST", "/v1/payouts", 201, admin.post("/v1/payouts", march, key));
        check("POST", "/v1/payouts", 201, admin.post("/v1/payouts", march, key));
        check("POST", "/v1/payouts", 422, admin.post("/v1/payouts", with(march, "to", "2011-05-01"), key));
        check("POST", "/v1/payouts", 409, admin.post("/v1/payouts", march));
        check("POST", "/v1/payouts", 400, admin.post("/v1/payouts", Map.of()));
        check("POST", one + "/approve", 409, admin.post("/v1/payouts/march/approve", ""));
        TestClient second = organisation.as(Role.FINANCE);
        check("POST", one + "/approve", 200, second.post("/v1/payouts/march/approve", ""));
        check("POST", one + "/fail", 200, admin.post("/v1/payouts/march/fail", Map.of("reason", "closed")));
        check("POST", one + "/approve", 200, second.post("/v1/payouts/march/approve", ""));
        check("POST", one + "/settle", 200, admin.post("/v1/payouts/march/settle", Map.of("reference", "B 1")));
        check("POST", one + "/cancel", 409, admin.post("/v1/payouts/march/cancel", ""));
        organisation.place("other", 20_000);
        move("other", "confirm", Map.of("at", "2011-03-02T00:00:00Z"));
        admin.post("/v1/payouts", with(march, "payoutId", "again")).expect(201);
        check("POST", one + "/cancel", 200, admin.post("/v1/payouts/again/cancel", ""));
        check("GET", "/v1/payouts", 200, admin.get("/v1/payouts?limit=1"));
        check("GET", one, 200, admin.get("/v1/payouts/march"));
        check("GET", one, 404, admin.get("/v1/payouts/none"));
        check("GET", one + "/lines", 200, admin.get("/v1/payouts/march/lines"));
        check("GET", "/v1/payout-details", 404, admin.get("/v1/payout-details"));
        Map<String, Object> details = Map.of("payee", "Demo Ltd", "iban", "GB29NWBK60161331926819");
        check("PUT", "/v1/payout-details", 200, admin.put("/v1/payout-details", details));
        check("PUT", "/v1/payout-details", 400, admin.put("/v1/payout-details", Map.of("payee", "Demo Ltd")));
        check("GET", "/v1/payout-details", 200, admin.get("/v1/payout-details"));
        check("DELETE", "/v1/payout-details", 204, admin.delete("/v1/payout-details"));
        check("POST", "/v1/periods/{period}/close", 200, admin.post("/v1/periods/2011-02/close", ""));
        check("POST", "/v1/periods/{period}/close", 409, admin.post("/v1/periods/2011-02/close", ""));
        check("GET", "/v1/periods", 200, admin.get("/v1/periods"));
        check("GET", "/v1/commissions/overdue", 200, admin.get("/v1/commissions/overdue?days=1"));
    }

    private void projections() {
        String parked = "/v1/projections/{name}/parked";
        check("GET", "/v1/projections", 200, admin.get("/v1/projections"));
        check("GET", parked, 200, admin.get("/v1/projections/organisations/parked"));
        check("GET", parked, 404, admin.get("/v1/projections/none/parked"));
        check("POST", parked, 200, admin.post("/v1/projections/organisations/parked", ""));
        check("POST", "/v1/projections/{name}/rebuild", 200, admin.post("/v1/projections/organisations/rebuild", ""));
    }

    private void webhooks() {
        String one = "/v1/webhooks/{webhookId}";
        Map<String, Object> endpoint = Map.of("url", "http://127.0.0.1:9/", "types", List.of("projection.parked"));
        String key = TestClient.newKey();
        Answer made = check("POST", "/v1/webhooks", 201, admin.post("/v1/webhooks", endpoint, key));
        check("POST", "/v1/webhooks", 201, admin.post("/v1/webhooks", endpoint, key));
        check("POST", "/v1/webhooks", 422, admin.post("/v1/webhooks", with(endpoint, "description", "D"), key));
        check("POST", "/v1/webhooks", 400, admin.post("/v1/webhooks", with(endpoint, "url", "http://10.0.0.1")));
        String path = "/v1/webhooks/" + made.json().get("webhookId").asString();
        check("PUT", one, 200, admin.put(path, with(endpoint, "description", "D")));
        check("PUT", one, 404, admin.put("/v1/webhooks/none", endpoint));
        check("GET", one, 200, admin.get(path));
        check("GET", one, 404, admin.get("/v1/webhooks/none"));
        check("GET", "/v1/webhooks", 200, admin.get("/v1/webhooks?limit=1&state=ACTIVE"));
        check("POST", one + "/rotate-secret", 200, admin.post(path + "/rotate-secret", "", key + "-r"));
        check("POST", one + "/rotate-secret", 200, admin.post(path + "/rotate-secret", "", key + "-r"));
        check("POST", one + "/rotate-secret", 404, admin.post("/v1/webhooks/none/rotate-secret", ""));
        Answer test = check("POST", one + "/test", 202, admin.post(path + "/test", ""));
        check("POST", one + "/test", 404, admin.post("/v1/webhooks/none/test", ""));
        String delivery = "/deliveries/" + test.json().get("deliveryId").asString();
        check("GET", one + "/deliveries/{deliveryId}", 200, admin.get(path + delivery));
        check("GET", one + "/deliveries/{deliveryId}", 404, admin.get(path + "/deliveries/none"));
        check("GET", one + "/deliveries", 200, admin.get(path + "/deliveries"));
        check("GET", one + "/deliveries", 404, admin.get("/v1/webhooks/none/deliveries"));
        String again = one + "/deliveries/{deliveryId}/redeliver";
        check("POST", again, 202, admin.post(path + delivery + "/redeliver", ""));
        check("POST", again, 404, admin.post(path + "/deliveries/none/redeliver", ""));
        check("DELETE", one, 204, admin.delete(path));
        check("DELETE", one, 404, admin.delete(path));
    }

    private void problems() {
        check("GET", "/v1/orders", 401, service.anonymous().get("/v1/orders"));
        check("GET", "/v1/orders", 401, service.withToken("none").get("/v1/orders"));
        check("GET", "/v1/orders", 403, organisation.as(Role.INGEST).get("/v1/orders"));
        check("POST", "/v1/orders", 413, admin.post("/v1/orders", " ".repeat(2 << 20)));
        check(
                "GET",
                "/v1/orders",
                503,
                admin.send(admin.request("/v1/orders").header("Ledger-Min-Position", "999999999")));
    }
}
