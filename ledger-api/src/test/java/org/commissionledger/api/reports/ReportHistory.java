package org.commissionledger.api.reports;

import static org.commissionledger.api.testing.TestOrganisation.order;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A history in which every report has rows, and things happened in another order than they were told in. */
final class ReportHistory {

    final TestOrganisation organisation = TestService.shared().organisation().withCatalogue();
    final TestClient admin = organisation.admin();

    ReportHistory() {
        orders();
        customers();
        credit();
        payout();
    }

    private void orders() {
        for (int i = 0; i < 6; i++) {
            organisation.place(order("o-" + i, 20_000 + i, "at", "2011-0" + (i + 1) + "-05T12:00:00Z"));
        }
        organisation
                .place(order("yen", 1, "value", Map.of("amount", 90_000, "currency", "JPY")))
                .expect(201);
        organisation.place(order("z-1", 30_000, "productId", "product-zenith")).expect(201);
        organisation.place(order("late", 8_000, "status", "PENDING")).expect(201);
        move("o-0", "confirm", "{\"at\": \"2011-05-10T00:00:00Z\"}");
        move(
                "o-1",
                "confirm",
                "{\"amount\": {\"amount\": 400, \"currency\": \"GBP\"}, \"at\": \"2011-04-10T00:00:00Z\"}");
        move("o-1", "decline", "{\"reasonCode\": \"CANCELLED\", \"at\": \"2011-03-20T00:00:00Z\"}");
        move(
                "o-0",
                "reverse",
                "{\"reasonCode\": \"RETURNED\", \"amount\": {\"amount\": 150, \"currency\": \"GBP\"},"
                        + " \"at\": \"2011-05-20T00:00:00Z\"}");
        admin.post("/v1/orders/late/status", Map.of("status", "SUCCESSFUL", "at", "2011-06-01T00:00:00Z"))
                .expect(200);
        move("late", "confirm", "{\"at\": \"2011-05-30T00:00:00Z\"}");
    }

    private void move(String orderId, String move, String body) {
        admin.post("/v1/orders/" + orderId + "/commission/" + move, body).expect(200);
    }

    private void customers() {
        visit("c-1", "2011-03-02T08:00:00Z");
        visit("c-1", "2011-04-02T08:00:00Z");
        visit("k-1", "2011-06-03T08:00:00Z");
        admin.post(
                        "/v1/customers/k-1/identify",
                        Map.of("email", "k-1@example.org", "mergeFrom", List.of("c-1"), "at", "2011-05-01T00:00:00Z"))
                .expect(200);
        visit("c-2", "2011-03-09T08:00:00Z");
    }

    private void visit(String customer, String at) {
        Map<String, Object> journey =
                Map.of("type", "JOURNEY_STARTED", "at", at, "productId", "product-acme", "integrationId", "web-shop");
        admin.post("/v1/customers/" + customer + "/events", Map.of("events", List.of(journey)))
                .expect(200);
    }

    private void credit() {
        admin.put("/v1/accounts/p", Map.of("name", "P", "type", "PARTNER", "currency", "GBP"))
                .expect(200);
        admin.put("/v1/accounts/a", Map.of("name", "A", "type", "CUSTOMER", "partnerId", "p", "currency", "GBP"))
                .expect(200);
        admin.put(
                        "/v1/discounts/d",
                        Map.of(
                                "partnerId",
                                "p",
                                "type",
                                "PERCENT",
                                "basisPoints",
                                1_000,
                                "from",
                                "2011-01-01T00:00:00Z"))
                .expect(200);
        admin.put(
                        "/v1/discounts/own",
                        Map.of("accountId", "p", "type", "FIXED", "amount", pence(5), "from", "2011-01-01T00:00:00Z"))
                .expect(200);
        topUp("paid", "PAID", 5_000, null);
        topUp("given", "PROMOTIONAL", 900, "2011-04-15T00:00:00Z");
        topUp("wrong", "PAID", 70, null);
        use("a", "u-1", 300, "2011-04-01T00:00:00Z");
        use("a", "u-2", 400, "2011-05-01T00:00:00Z");
        use("a", "u-late", 100, "2011-04-02T00:00:00Z");
        admin.post("/v1/accounts/a/holds", Map.of("holdId", "h", "amount", pence(200)))
                .expect(201);
        admin.post("/v1/accounts/a/top-ups/wrong/void", Map.of("reasonCode", "DUPLICATE"))
                .expect(200);
    }

    private static Map<String, Object> pence(long amount) {
        return Map.of("amount", amount, "currency", "GBP");
    }

    private void topUp(String id, String category, long amount, @Nullable String expiresAt) {
        Map<String, Object> topUp = new LinkedHashMap<>(
                Map.of("topUpId", id, "amount", pence(amount), "category", category, "at", "2011-03-01T00:00:00Z"));
        if (expiresAt != null) {
            topUp.put("expiresAt", expiresAt);
        }
        admin.post("/v1/accounts/a/top-ups", topUp).expect(201);
    }

    private void use(String account, String id, long amount, String at) {
        admin.post(
                        "/v1/accounts/" + account + "/usage",
                        Map.of("usageId", id, "productId", "product-acme", "amount", pence(amount), "at", at))
                .expect(201);
    }

    private void payout() {
        admin.post("/v1/payouts", Map.of("payoutId", "may", "from", "2011-04-01", "to", "2011-07-01"))
                .expect(201);
        organisation.as(Role.FINANCE).post("/v1/payouts/may/approve", "").expect(200);
    }

    /** When the last event of that type was recorded. */
    String recorded(String type) {
        List<JsonNode> events = admin.get("/v1/events?type=" + type).data();
        return events.getLast().get("recordedAt").asString();
    }

    List<JsonNode> rows(String report) {
        return admin.all("/v1/reports/" + report);
    }
}
