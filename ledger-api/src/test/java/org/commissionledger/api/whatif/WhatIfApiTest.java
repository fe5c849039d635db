package org.commissionledger.api.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WhatIfApiTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    @BeforeAll
    void aHistory() {
        organisation.place("w-1", 20_000);
        organisation.place("w-2", 20_000);
        organisation.place(order("w-3", 20_000, "commission", Map.of("amount", 77, "currency", "GBP")));
        organisation.place(order("w-4", 20_000, "productId", "product-zenith")).expect(201);
        admin.post("/v1/orders/w-1/commission/confirm", "").expect(200);
        admin.post("/v1/orders/w-2/commission/confirm", Map.of("amount", Map.of("amount", 300, "currency", "GBP")))
                .expect(200);
        admin.put("/v1/accounts/burn", Map.of("name", "Burn", "type", "CUSTOMER", "currency", "GBP"))
                .expect(200);
        topUp("given", "PROMOTIONAL", 90, null);
        topUp("short", "PAID", 50, "2011-06-01T00:00:00Z");
        admin.post(
                        "/v1/accounts/burn/usage",
                        Map.of(
                                "usageId",
                                "w-u",
                                "productId",
                                "product-acme",
                                "amount",
                                Map.of("amount", 600, "currency", "GBP"),
                                "at",
                                "2011-03-02T00:00:00Z"))
                .expect(201);
    }

    private void topUp(String id, String category, int priority, @Nullable String expiresAt) {
        topUp(admin, id, 1_000, category, priority, "2011-03-01", expiresAt);
    }

    private static void topUp(
            TestClient client,
            String id,
            long pence,
            String category,
            int priority,
            String day,
            @Nullable String expiresAt) {
        Map<String, Object> body = new HashMap<>(
                Map.of("topUpId", id, "amount", Map.of("amount", pence, "currency", "GBP"), "category", category));
        body.putAll(Map.of("priority", priority, "at", day + "T00:00:00Z"));
        if (expiresAt != null) {
            body.put("expiresAt", expiresAt);
        }
        client.post("/v1/accounts/burn/top-ups", body).expect(201);
    }

    private JsonNode ask(Object scenario) {
        return ask(organisation, scenario);
    }

    private static JsonNode ask(TestOrganisation organisation, Object scenario) {
        return organisation
                .as(Role.AUDITOR)
                .post("/v1/what-if", scenario)
                .expect(200)
                .json()
                .get("outcome");
    }

    private static Map<String, Object> percent(int basisPoints) {
        return Map.of("type", "PERCENT", "basisPoints", basisPoints);
    }

    @Test
    void anotherPlanMovesWhatWasPaidAndWhatIsPending() {
        JsonNode outcome = ask(Map.of(
                "commissionPlans",
                List.of(
                        Map.of("providerId", "acme", "plan", percent(100)),
                        Map.of("productId", "product-acme", "plan", percent(1_000)))));
        JsonNode all = outcome.get("commissions").get(0);
        assertThat(all.get("actual").get("paid").asLong()).isEqualTo(1_300);
        assertThat(all.get("simulated").get("paid").asLong()).isEqualTo(2_300);
        assertThat(all.get("difference").get("paid").asLong()).isEqualTo(1_000);
        assertThat(all.get("actual").get("pending").asLong()).isEqualTo(700 + 77 + 1_000);
        assertThat(all.get("simulated").get("pending").asLong()).isEqualTo(1_700 + 77 + 1_000);
        assertThat(outcome.get("byProvider")).hasSize(2);
        assertThat(outcome.get("credits")).isEmpty();
        JsonNode totals = organisation.totals("");
        assertThat(all.get("actual").get("pending")).isEqualTo(totals.get("pending"));
        assertThat(all.get("actual").get("paid")).isEqualTo(totals.get("paid"));
    }

    @Test
    void aPlanInAnotherCurrencyChangesNothing() {
        Map<String, Object> yen = Map.of("type", "FIXED", "amount", Map.of("amount", 5, "currency", "JPY"));
        JsonNode outcome = ask(
                Map.of("from", "2011-01-01", "commissionPlans", List.of(Map.of("categoryId", "books", "plan", yen))));
        assertThat(outcome.get("otherCurrency").asLong()).isEqualTo(1);
        assertThat(outcome.get("commissions")
                        .get(0)
                        .get("difference")
                        .get("expected")
                        .asLong())
                .isZero();
        assertThat(ask(Map.of("to", "2011-01-01", "commissionPlans", List.of())).get("commissions"))
                .isEmpty();
    }

    @Test
    void anotherBurnOrderMovesWhatExpired() {
        JsonNode standard = ask(Map.of("burnOrder", List.of("PRIORITY", "EXPIRY", "CATEGORY", "AGE")))
                .get("credits")
                .get(0);
        assertThat(standard.get("difference"))
                .allSatisfy(figure -> assertThat(figure.asLong()).isZero());
        JsonNode other = ask(Map.of("burnOrder", List.of("CATEGORY", "PRIORITY", "EXPIRY", "AGE")))
                .get("credits")
                .get(0);
        assertThat(other.get("actual").get("usedPaid").asLong()
                        + other.get("actual").get("expired").asLong())
                .isEqualTo(1_000);
        assertThat(other.get("simulated").get("usedPromotional").asLong()).isEqualTo(600);
        assertThat(other.get("simulated").get("expired").asLong()).isEqualTo(1_000);
        assertThat(other.get("simulated").get("closingPromotional").asLong()).isEqualTo(400);
    }

    /** An account of its own, topped up by £10 twice: what is paid runs out in June and burns first, what is given does not. */
    private static TestOrganisation burning() {
        TestOrganisation burning = TestService.shared().organisation().withCatalogue();
        TestClient client = burning.admin();
        client.put("/v1/accounts/burn", Map.of("name", "Burn", "type", "CUSTOMER", "currency", "GBP"))
                .expect(200);
        topUp(client, "given", 1_000, "PROMOTIONAL", 90, "2011-03-01", null);
        topUp(client, "short", 1_000, "PAID", 50, "2011-03-01", "2011-06-01T00:00:00Z");
        return burning;
    }

    private static void use(TestOrganisation burning, String id, long pence, String day) {
        Map<String, Object> amount = Map.of("amount", pence, "currency", "GBP");
        burning.admin()
                .post(
                        "/v1/accounts/burn/usage",
                        Map.of("usageId", id, "productId", "product-acme", "amount", amount, "at", day + "T00:00:00Z"))
                .expect(201);
    }

    private static Map<String, Object> range(String from, String to, String... burnOrder) {
        return Map.of("from", from, "to", to, "burnOrder", List.of(burnOrder));
    }

    private static void assertSums(JsonNode sums, Map<String, Long> expected) {
        sums.properties()
                .forEach(sum -> assertThat(sum.getValue().asLong())
                        .as(sum.getKey() + " of " + sums)
                        .isEqualTo(expected.getOrDefault(sum.getKey(), 0L)));
    }

    /** What the ledger says of the account since, and what came in later of what had happened, are not what it was then. */
    @Test
    void anotherBurnOrderIsComparedWithHowItStoodByTheEndOfTheRange() {
        TestOrganisation burning = burning();
        use(burning, "may", 300, "2011-05-01");
        use(burning, "march", 200, "2011-03-02"); // told later than what happened in May
        use(burning, "july", 100, "2011-07-01");
        Map<String, Long> asItStood = Map.of("usedPaid", 200L, "closingPaid", 800L, "closingPromotional", 1_000L);
        JsonNode standard = ask(burning, range("2011-01-01", "2011-04-01", "PRIORITY", "EXPIRY", "CATEGORY", "AGE"))
                .get("credits")
                .get(0);
        assertSums(standard.get("actual"), asItStood);
        assertSums(standard.get("simulated"), asItStood);
        assertSums(standard.get("difference"), Map.of());
        JsonNode other = ask(burning, range("2011-01-01", "2011-04-01", "CATEGORY", "PRIORITY", "EXPIRY", "AGE"))
                .get("credits")
                .get(0);
        assertSums(other.get("actual"), asItStood);
        assertSums(
                other.get("simulated"),
                Map.of("usedPromotional", 200L, "closingPaid", 1_000L, "closingPromotional", 800L));
    }

    @Test
    void whatRanOutByTheEndOfTheRangeIsNotThereAnyMore() {
        TestOrganisation burning = burning();
        use(burning, "march", 200, "2011-03-02");
        use(burning, "july", 100, "2011-07-01");
        Map<String, Long> asItStood =
                Map.of("usedPaid", 200L, "expired", 800L, "closingPaid", 0L, "closingPromotional", 1_000L);
        JsonNode june = ask(burning, range("2011-01-01", "2011-06-02", "CATEGORY", "PRIORITY", "EXPIRY", "AGE"))
                .get("credits")
                .get(0);
        assertSums(june.get("actual"), asItStood);
        assertSums(
                june.get("simulated"), Map.of("usedPromotional", 200L, "expired", 1_000L, "closingPromotional", 800L));
        JsonNode endsThen = ask(burning, range("2011-01-01", "2011-06-01", "PRIORITY", "EXPIRY", "CATEGORY", "AGE"))
                .get("credits")
                .get(0);
        assertSums(endsThen.get("actual"), Map.of("usedPaid", 200L, "closingPaid", 800L, "closingPromotional", 1_000L));
        assertSums(endsThen.get("difference"), Map.of());
    }

    @Test
    void whatWouldHaveBeenRefusedIsCountedInItsRangeAlone() {
        TestOrganisation burning = burning();
        use(burning, "march", 1_000, "2011-03-02"); // of what is paid; of what is given, were that to burn first
        use(burning, "july", 900, "2011-07-01"); // which would not be there any more then
        topUp(burning.admin(), "august", 500, "PAID", 50, "2011-08-01", null);
        use(burning, "august", 400, "2011-08-02");
        String[] givenFirst = {"CATEGORY", "PRIORITY", "EXPIRY", "AGE"};
        for (Map.Entry<String, Long> refusals : Map.of(
                        "2011-01-01", 1L, "2011-07-01", 1L, "2011-07-02", 0L, "2011-08-01", 0L)
                .entrySet()) {
            JsonNode since = ask(burning, range(refusals.getKey(), "2011-09-01", givenFirst))
                    .get("credits")
                    .get(0);
            assertThat(since.get("simulated").get("refused").asLong())
                    .as(refusals.getKey())
                    .isEqualTo(refusals.getValue());
            assertThat(since.get("actual").get("refused").asLong()).isZero();
        }
        assertThat(ask(burning, range("2011-01-01", "2011-07-01", givenFirst))
                        .get("credits")
                        .get(0)
                        .get("simulated")
                        .get("refused")
                        .asLong())
                .isZero();
    }

    @Test
    void aHistoryThatIsTooLongForTheTimeThereIsIsRefused() {
        Map<String, Object> question =
                Map.of("commissionPlans", List.of(Map.of("providerId", "acme", "plan", percent(100))));
        try (TestService hurried =
                TestService.shared().anotherNode("--ledger.what-if.at-most=1ns", "--ledger.projections.run=false")) {
            for (int i = 0; i < 2; i++) { // the first one leaves nothing behind that would hold up the second
                admin.at(hurried).post("/v1/what-if", question).expectProblem(422, "what-if.too-long");
            }
            admin.at(hurried)
                    .post("/v1/what-if", Map.of("burnOrder", List.of("AGE", "PRIORITY", "EXPIRY", "CATEGORY")))
                    .expectProblem(422, "what-if.too-long");
        }
        assertThat(ask(question).get("commissions")).isNotEmpty();
    }

    @Test
    void nothingOfItReachesTheLedger() {
        long events = organisation.events();
        String totals = admin.get("/v1/commissions/totals").body();
        ask(Map.of("commissionPlans", List.of(Map.of("productId", "product-acme", "plan", percent(10_000)))));
        assertThat(organisation.events()).isEqualTo(events);
        assertThat(admin.get("/v1/commissions/totals").json().get("totals"))
                .isEqualTo(TestClient.JSON.readTree(totals).get("totals"));
    }

    @Test
    void whatIsWrongWithAQuestionIsNamed() {
        assertThat(admin.post(
                                "/v1/what-if",
                                Map.of(
                                        "commissionPlans",
                                        List.of(Map.of("plan", percent(1)), Map.of("productId", "a")),
                                        "burnOrder",
                                        List.of("AGE", "AGE", "EXPIRY", "PRIORITY"),
                                        "from",
                                        "2011-02-01",
                                        "to",
                                        "2011-01-01"))
                        .expect(400)
                        .badFields())
                .containsExactlyInAnyOrder(
                        "to", "commissionPlans[0].productId", "commissionPlans[1].plan", "burnOrder");
        admin.post("/v1/what-if", Map.of()).expect(400);
        for (String kind : List.of("product", "category", "provider")) {
            admin.post(
                            "/v1/what-if",
                            Map.of("commissionPlans", List.of(Map.of(kind + "Id", "nothing", "plan", percent(1)))))
                    .expectProblem(422, "catalogue.unknown-" + kind);
        }
        organisation.as(Role.SUPPORT).post("/v1/what-if", Map.of()).expect(403);
    }
}
