package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the reports on credit: two partners, each with one customer that tops up and uses in pounds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreditReportsApiTest {

    private static final String RANGE = "&from=2011-04-01&to=2011-05-01";

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private TestClient north = admin;

    private static Map<String, Object> pence(long amount) {
        return Map.of("amount", amount, "currency", "GBP");
    }

    @BeforeAll
    void twoPartnersHaveACustomerEach() {
        north = organisation.partner("north");
        organisation.partner("south");
        discount("ten", Map.of("partnerId", "north", "type", "PERCENT", "basisPoints", 1_000, "to", "2011-04-20"));
        discount(
                "five",
                Map.of("accountId", "south-shop", "type", "FIXED", "amount", pence(5), "productId", "product-acme"));
        for (String shop : List.of("north-shop", "south-shop")) {
            String top = "/v1/accounts/" + shop + "/top-ups";
            admin.post(top, topUp("paid", 1_000, "PAID", "2011-03-02T00:00:00Z"))
                    .expect(201);
            admin.post(top, topUp("gift", 600, "PROMOTIONAL", "2011-04-02T00:00:00Z"))
                    .expect(201);
            use(shop, "march", 100, "product-zenith", "2011-03-15T12:00:00Z");
            use(shop, "april", 200, "product-acme", "2011-04-15T12:00:00Z");
            use(shop, "late", 50, "product-acme", "2011-04-25T12:00:00Z");
            admin.post(top + "/gift/void", Map.of("reasonCode", "FRAUD")).expect(200);
        }
    }

    private void discount(String id, Map<String, Object> of) {
        Map<String, Object> discount = new HashMap<>(of);
        discount.put("from", "2011-04-01T00:00:00Z");
        discount.computeIfPresent("to", (name, day) -> day + "T00:00:00Z");
        if (of.containsKey("accountId")) {
            admin.put(
                            "/v1/accounts/south-shop",
                            Map.of("name", "S", "type", "CUSTOMER", "partnerId", "south", "currency", "GBP"))
                    .expect(200);
        } else {
            admin.put(
                            "/v1/accounts/north-shop",
                            Map.of("name", "N", "type", "CUSTOMER", "partnerId", "north", "currency", "GBP"))
                    .expect(200);
        }
        admin.put("/v1/discounts/" + id, discount).expect(200);
    }

    private static Map<String, Object> topUp(String id, long amount, String category, String at) {
        return Map.of("topUpId", id, "amount", pence(amount), "category", category, "at", at);
    }

    private void use(String shop, String id, long amount, String product, String at) {
        admin.post(
                        "/v1/accounts/" + shop + "/usage",
                        Map.of("usageId", shop + "-" + id, "productId", product, "amount", pence(amount), "at", at))
                .expect(201);
    }

    private List<Map<String, String>> csv(TestClient client, String report) {
        HttpResponse<byte[]> file = client.download("/v1/reports/" + report);
        assertThat(file.statusCode())
                .as(new String(file.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Table.csv(file.body());
    }

    @Test
    void topUpsAreListedAsTheyWereMade() {
        List<Map<String, String>> rows = csv(admin, "credit-top-ups?format=csv&accountId=north-shop");
        assertThat(rows.stream().map(row -> row.get("topUpId"))).containsExactly("gift", "paid");
        assertThat(rows.getFirst())
                .containsEntry("type", "CUSTOMER")
                .containsEntry("partnerId", "north")
                .containsEntry("category", "PROMOTIONAL")
                .containsEntry("amount", "6.00")
                .containsEntry("currency", "GBP")
                .containsEntry("expiresAt", "");
        assertThat(csv(admin, "credit-top-ups?format=csv" + RANGE)).hasSize(2);
        assertThat(csv(admin, "credit-top-ups?format=csv&type=PARTNER")).isEmpty();
    }

    @Test
    void usageIsListedWithWhatItsDiscountGave() {
        List<Map<String, String>> rows = csv(admin, "credit-usage?format=csv&productId=product-acme" + RANGE);
        assertThat(rows.stream().map(row -> row.get("usageId") + " " + row.get("net")))
                .containsExactlyInAnyOrder(
                        "north-shop-late 0.50",
                        "south-shop-late 0.45",
                        "north-shop-april 1.80",
                        "south-shop-april 1.95");
        assertThat(rows.getLast()).containsEntry("gross", "2.00").containsEntry("quantity", "1");
        Answer page = admin.get("/v1/reports/credit-usage?limit=4").expect(200);
        assertThat(page.json().get("page").get("hasMore").asBoolean()).isTrue();
        assertThat(admin.all("/v1/reports/credit-usage?limit=1")).hasSize(6);
    }

    /** It came in after the expiry and was before it: each counts at its own time. */
    @Test
    void usageFromBeforeAnExpiryIsTakenOffWhatExpired() {
        TestClient own = TestService.shared().organisation().withCatalogue().admin();
        own.put("/v1/accounts/old-shop", Map.of("name", "O", "type", "CUSTOMER", "currency", "GBP"))
                .expect(200);
        Map<String, Object> gift = new HashMap<>(topUp("gift", 100, "PROMOTIONAL", "2011-01-01T00:00:00Z"));
        gift.put("expiresAt", "2011-02-01T00:00:00Z");
        own.post("/v1/accounts/old-shop/top-ups", gift).expect(201);
        own.post(
                        "/v1/accounts/old-shop/usage",
                        Map.of("productId", "product-zenith", "amount", pence(10), "at", "2011-01-15T00:00:00Z"))
                .expect(201);
        String report = "credit-balance?format=csv&accountId=old-shop";
        assertThat(csv(own, report + "&from=2011-01-01&to=2011-02-01").getFirst())
                .containsEntry("accrued", "1.00")
                .containsEntry("used", "0.10")
                .containsEntry("expired", "0.00")
                .containsEntry("closing", "0.90");
        assertThat(csv(own, report + "&from=2011-02-01&to=2011-03-01").getFirst())
                .containsEntry("opening", "0.90")
                .containsEntry("expired", "0.90")
                .containsEntry("closing", "0.00");
        String balance = "/v1/accounts/old-shop/balance?effectiveAsOf=";
        assertThat(own.get(balance + "2011-01-14").json().get("available").asLong())
                .isEqualTo(100);
        assertThat(own.get(balance + "2011-01-20").json().get("available").asLong())
                .isEqualTo(90);
        assertThat(own.get(balance + "2011-02-01").json().get("available").asLong())
                .isZero();
        assertThat(own.get("/v1/journal/trial-balance?effectiveAsOf=2011-01-20").body())
                .contains("\"credit:account:old-shop\"");
        assertThat(own.get("/v1/accounts/old-shop/entries").data().stream()
                        .map(entry -> entry.get("type").asString() + " "
                                + entry.get("at").asString() + " "
                                + entry.get("owed").get("amount") + " "
                                + entry.get("expired").get("amount")))
                .containsExactly(
                        "USAGE 2011-01-15T00:00:00Z -10 0",
                        "EXPIRY_REDUCED 2011-02-01T00:00:00Z 10 -10",
                        "EXPIRY 2011-02-01T00:00:00Z -100 100",
                        "TOP_UP 2011-01-01T00:00:00Z 100 0");
        assertThat(own.post("/v1/audit/verify", "").json().get("verified").asBoolean())
                .isTrue();
        assertThat(own.get("/v1/journal/accounts/credit:account:old-shop/entries")
                        .data())
                .hasSize(4);
    }

    @Test
    void balancesGoFromOpeningToClosing() {
        Map<String, String> row = csv(admin, "credit-balance?format=csv&accountId=north-shop" + RANGE)
                .getFirst();
        assertThat(row)
                .containsEntry("opening", "9.00")
                .containsEntry("toppedUp", "0.00")
                .containsEntry("accrued", "6.00")
                .containsEntry("used", "2.30")
                .containsEntry("expired", "0.00")
                .containsEntry("voided", "0.00")
                .containsEntry("closing", "12.70");
        String balance = "/v1/accounts/north-shop/balance";
        long paid = admin.get(balance).expect(200).json().get("paid").asLong();
        assertThat(csv(admin, "credit-balance?format=csv&accountId=north-shop").getFirst())
                .containsEntry("toppedUp", "10.00")
                .containsEntry("used", "3.30")
                .containsEntry("closing", "%d.%02d".formatted(paid / 100, paid % 100));
        assertThat(admin.all("/v1/reports/credit-balance?limit=1&type=CUSTOMER"))
                .hasSize(2);
        assertThat(csv(admin, "credit-balance?format=csv&productId=product-zenith").stream()
                        .map(each -> each.get("accountId")))
                .containsExactly("north-shop", "south-shop");
        assertThat(csv(admin, "credit-balance?format=csv&type=PARTNER"))
                .extracting(each -> each.get("closing"))
                .containsOnly("0.00");
    }

    @Test
    void discountsHaveTheirStateAtTheEndOfTheRangeAndWhatTheyGaveInIt() {
        List<Map<String, String>> rows = csv(admin, "discounts?format=csv" + RANGE);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst())
                .containsEntry("discountId", "five")
                .containsEntry("accountId", "south-shop")
                .containsEntry("partnerId", "")
                .containsEntry("type", "FIXED")
                .containsEntry("amount", "0.05")
                .containsEntry("state", "ACTIVE")
                .containsEntry("usages", "2")
                .containsEntry("given", "0.10");
        assertThat(rows.getLast())
                .containsEntry("partnerId", "north")
                .containsEntry("basisPoints", "1000")
                .containsEntry("state", "EXPIRED")
                .containsEntry("given", "0.20");
        assertThat(csv(admin, "discounts?format=csv&to=2011-03-31"))
                .allSatisfy(row ->
                        assertThat(row).containsEntry("state", "SCHEDULED").containsEntry("given", "0.00"));
        for (String filter :
                List.of("type=FIXED", "productId=product-acme", "partnerId=south", "accountId=south-shop")) {
            assertThat(csv(admin, "discounts?format=csv&" + filter))
                    .as(filter)
                    .extracting(row -> row.get("discountId"))
                    .containsExactly("five");
        }
        assertThat(csv(admin, "discounts?format=csv&status=REVOKED")).isEmpty();
        assertThat(csv(admin, "discounts?format=csv&type=CUSTOMER")).hasSize(2);
    }

    @Test
    void revenueHasUsageNetOfDiscount() {
        List<Map<String, String>> lines = csv(admin, "revenue-detail?format=csv&layout=full&accountId=south-shop");
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .containsEntry("type", "USAGE")
                .containsEntry("gross", "0.50")
                .containsEntry("discount", "0.05")
                .containsEntry("net", "0.45")
                .containsEntry("usageId", "south-shop-late")
                .containsEntry("discountId", "five")
                .containsEntry("quantity", "1");
        assertThat(csv(admin, "revenue-by-service?format=csv&type=CUSTOMER&compare=previous" + RANGE))
                .extracting(row -> row.get("productId") + " " + row.get("net") + " " + row.get("previous"))
                .containsExactly("product-acme 4.70 0.00", "product-zenith 0.00 2.00");
        assertThat(csv(admin, "revenue-by-account?format=csv&partnerId=north"))
                .extracting(row -> row.get("accountId") + " " + row.get("net"))
                .containsExactly("north-shop 3.30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credit-top-ups",
                "credit-usage",
                "credit-balance",
                "discounts",
                "revenue-detail",
                "revenue-by-account",
                "revenue-by-service"
            })
    void aPartnerSeesItsOwnAndItsCustomers(String report) {
        List<Map<String, String>> rows = csv(north, report + "?format=csv");
        assertThat(rows).isNotEmpty().isEqualTo(csv(admin, report + "?format=csv&partnerId=north"));
        assertThat(rows.toString()).doesNotContain("south");
        assertThat(csv(north, report + "?format=csv&partnerId=south")).isEmpty();
        assertThat(csv(north, report + "?format=csv&accountId=south-shop")).isEmpty();
        organisation.as(Role.SUPPORT).get("/v1/reports/" + report).expect(403);
    }
}
