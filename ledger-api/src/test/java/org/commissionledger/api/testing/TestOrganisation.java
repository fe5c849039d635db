package org.commissionledger.api.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.commissionledger.organisation.Role;
import tools.jackson.databind.JsonNode;

/** An organisation, its clients, and a small catalogue: 5 % on all products of the providers {@code acme} and {@code zenith}. */
public final class TestOrganisation {

    private final TestService service;
    private final String id;
    private final TestClient admin;
    private final Map<Role, TestClient> clients = new ConcurrentHashMap<>();

    TestOrganisation(TestService service, String id, TestClient admin) {
        this.service = service;
        this.id = id;
        this.admin = admin;
    }

    public String id() {
        return id;
    }

    public TestClient admin() {
        return admin;
    }

    /** A client with that role, always the same one; a PROVIDER is {@code acme}. */
    public TestClient as(Role role) {
        return role == Role.ADMIN ? admin : clients.computeIfAbsent(role, this::newClient);
    }

    public TestClient newClient(Role role) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("name", role + " client", "role", role.name()));
        if (role == Role.PROVIDER) {
            return provider("acme");
        }
        if (role == Role.PARTNER) {
            return partner("account-1");
        }
        return register(body);
    }

    /** A new client that is bound to a provider. */
    public TestClient provider(String providerId) {
        return register(Map.of("name", providerId, "role", "PROVIDER", "providerId", providerId));
    }

    /** A new client that is bound to the account of a partner, which is opened for it where there is none. */
    public TestClient partner(String accountId) {
        admin.put("/v1/accounts/" + accountId, Map.of("name", accountId, "type", "PARTNER", "currency", "GBP"))
                .expect(200);
        return register(Map.of("name", accountId, "role", "PARTNER", "accountId", accountId));
    }

    private TestClient register(Map<String, Object> body) {
        JsonNode made = admin.post("/v1/clients", body).expect(201).json();
        return service.client(
                made.get("clientId").asString(), made.get("clientSecret").asString());
    }

    public TestOrganisation withCatalogue() {
        define("categories/gifts", Map.of("name", "Gifts"));
        define("categories/books", Map.of("name", "Books"));
        define("providers/acme", Map.of("name", "Acme"));
        define("providers/zenith", Map.of("name", "Zenith"));
        Map<String, Object> plan = Map.of("type", "PERCENT", "basisPoints", 500);
        defineProduct("product-acme", "gifts", "acme", plan);
        defineProduct("product-zenith", "books", "zenith", plan);
        define(
                "integrations/web-shop",
                Map.of("name", "Web shop", "channel", "WEB", "productIds", List.of(), "active", true));
        define(
                "integrations/app",
                Map.of("name", "App", "channel", "APP", "productIds", List.of("product-acme"), "active", true));
        return this;
    }

    private void define(String path, Map<String, Object> body) {
        admin.put("/v1/" + path, body).expect(200);
    }

    public void defineProduct(String productId, String categoryId, String providerId, Map<String, Object> plan) {
        define(
                "products/" + productId,
                Map.of("name", productId, "categoryId", categoryId, "providerId", providerId, "commissionPlan", plan));
    }

    /** A successful order of {@code acme} over that many pence, to be changed at will. */
    public static Map<String, Object> order(String orderId, long pence) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("orderId", orderId);
        order.put("integrationId", "web-shop");
        order.put("productId", "product-acme");
        order.put("customerId", "c-1");
        order.put("value", Map.of("amount", pence, "currency", "GBP"));
        order.put("status", "SUCCESSFUL");
        order.put("at", "2011-03-01T10:00:00Z");
        return order;
    }

    /** The same with one field set to something else. */
    public static Map<String, Object> order(String orderId, long pence, String field, Object value) {
        Map<String, Object> order = order(orderId, pence);
        order.put(field, value);
        return order;
    }

    public Answer place(Map<String, Object> order) {
        return admin.post("/v1/orders", order);
    }

    public Answer place(String orderId, long pence) {
        return place(order(orderId, pence)).expect(201);
    }

    public JsonNode order(String orderId) {
        return admin.get("/v1/orders/" + orderId).expect(200).json();
    }

    /** The one total in pounds, of the orders that {@code query} selects. */
    public JsonNode totals(String query) {
        JsonNode totals =
                admin.get("/v1/commissions/totals" + query).expect(200).json().get("totals");
        return totals.isEmpty() ? totals : totals.get(0);
    }

    /** How long the organisation's history is. */
    public long events() {
        return admin.get("/v1/audit/export").expect(200).body().lines().count();
    }
}
