package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.Cell;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.pseudonym.Pseudonym;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What stands in the rows of each report. */
class ReportContentTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private List<Map<String, String>> csv(String report) {
        HttpResponse<byte[]> file = admin.download("/v1/reports/" + report);
        assertThat(file.statusCode())
                .as(new String(file.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Table.csv(file.body());
    }

    private void move(String orderId, String move, Map<String, Object> body) {
        admin.post("/v1/orders/" + orderId + "/commission/" + move, body).expect(200);
    }

    private void place(String id, long pence, String at) {
        organisation.place(order(id, pence, "at", at)).expect(201);
    }

    private static Map<String, Object> pence(long amount) {
        return Map.of("amount", amount, "currency", "GBP");
    }

    @Test
    void commissionAgeingHasPendingByAgeAtTheEndOfTheRange() {
        place("d0", 2_000, "2011-06-30T23:00:00Z");
        place("d30", 4_000, "2011-06-01T00:00:00Z");
        place("d31", 6_000, "2011-05-31T00:00:00Z");
        place("d61", 8_000, "2011-05-01T00:00:00Z");
        place("d90", 10_000, "2011-04-02T00:00:00Z");
        place("d91", 12_000, "2011-04-01T00:00:00Z");
        place("late", 99_000, "2011-07-01T00:00:00Z");
        Map<String, String> row =
                csv("commission-ageing?format=csv&to=2011-07-01").getFirst();
        assertThat(row)
                .containsEntry("providerId", "acme")
                .containsEntry("currency", "GBP")
                .containsEntry("orders", "6")
                .containsEntry("pending", "21.00")
                .containsEntry("days0To30", "3.00")
                .containsEntry("days31To60", "3.00")
                .containsEntry("days61To90", "9.00")
                .containsEntry("over90Days", "6.00")
                .containsEntry("confirmedOrders", "0")
                .containsEntry("medianDaysToConfirm", "");
    }

    @Test
    void commissionAgeingHasTheMedianOfTheDaysToTheFirstConfirmation() {
        int n = 0;
        for (String at : List.of("2011-03-02T10:00:00Z", "2011-03-04T09:59:59Z", "2011-04-10T00:00:00Z")) {
            organisation.place("m" + n, 20_000);
            move("m" + n++, "confirm", Map.of("amount", pence(300), "at", at));
        }
        move("m0", "confirm", Map.of("at", "2012-03-01T00:00:00Z"));
        Map<String, String> row = csv("commission-ageing?format=csv").getFirst();
        assertThat(row).containsEntry("confirmedOrders", "3").containsEntry("medianDaysToConfirm", "2");
        organisation.place("m" + n, 20_000);
        move("m" + n, "confirm", Map.of("at", "2011-04-11T10:00:00Z"));
        assertThat(csv("commission-ageing?format=csv").getFirst())
                .as("between 2 days and 39 days and 14 hours")
                .containsEntry("medianDaysToConfirm", "21");
        assertThat(csv("commission-ageing?format=csv&providerId=zenith")).isEmpty();
        assertThat(csv("commission-ageing?format=csv&categoryId=gifts")).hasSize(1);
    }

    @Test
    void revenueHasALineForEachPaymentAndEachReversal() {
        organisation.place("a", 20_000);
        move(
                "a",
                "confirm",
                Map.of("amount", pence(600), "reference", "=cmd|' /C calc'!A0", "at", "2011-04-01T00:00:00Z"));
        move("a", "confirm", Map.of("at", "2011-04-02T00:00:00Z"));
        move(
                "a",
                "reverse",
                Map.of(
                        "amount",
                        pence(250),
                        "reasonCode",
                        "OTHER",
                        "note",
                        "a \"note\", so",
                        "at",
                        "2011-05-01T00:00:00Z"));
        List<Map<String, String>> lines = csv("revenue-detail?format=csv&layout=full");
        assertThat(lines.stream().map(line -> line.get("net"))).containsExactly("-2.50", "4.00", "6.00");
        assertThat(lines.getFirst())
                .containsEntry("type", "COMMISSION_REVERSED")
                .containsEntry("reasonCode", "OTHER")
                .containsEntry("note", "a \"note\", so")
                .containsEntry("orderId", "a")
                .containsEntry("placedAt", "2011-03-01T10:00:00Z");
        assertThat(lines.getLast()).containsEntry("reference", "'=cmd|' /C calc'!A0");
        List<Cell> row = Table.xlsx(admin.download("/v1/reports/revenue-detail?format=xlsx&layout=full")
                        .body())
                .getLast();
        assertThat(row.get(23).getStringCellValue()).isEqualTo("=cmd|' /C calc'!A0");
        assertThat(Table.isFormula(row.get(23))).isFalse();
        assertThat(csv("revenue-detail?format=csv").getFirst()).doesNotContainKey("note");
        assertThat(csv("revenue-detail?format=csv&type=COMMISSION_REVERSED")).hasSize(1);
        assertThat(csv("revenue-detail?format=csv&type=PARTNER")).isEmpty();
        assertThat(csv("revenue-detail?format=csv&from=2011-04-02&to=2011-05-01"))
                .hasSize(1);
        Answer page = admin.get("/v1/reports/revenue-detail?limit=2").expect(200);
        assertThat(page.data().getFirst().get("net").get("amount").asLong()).isEqualTo(-250);
        assertThat(admin.all("/v1/reports/revenue-detail?limit=1")).hasSize(3);
    }

    @Test
    void revenueIsComparedWithThePeriodBefore() {
        organisation.place("a", 20_000);
        organisation.place(order("b", 40_000, "productId", "product-zenith")).expect(201);
        move("a", "confirm", Map.of("amount", pence(600), "at", "2011-03-20T00:00:00Z"));
        move("a", "confirm", Map.of("at", "2011-04-02T00:00:00Z"));
        move("b", "confirm", Map.of("at", "2011-03-15T00:00:00Z"));
        String range = "?format=csv&from=2011-04-01&to=2011-04-21&compare=previous";
        List<Map<String, String>> services = csv("revenue-by-service" + range);
        assertThat(csv("revenue-by-service" + range + "&layout=basic").getFirst())
                .doesNotContainKeys("lines", "gross", "discount")
                .containsEntry("net", services.getFirst().get("net"));
        assertThat(csv("revenue-by-service" + range + "&layout=full")).isEqualTo(services);
        assertThat(services.getFirst())
                .containsEntry("productId", "product-acme")
                .containsEntry("lines", "1")
                .containsEntry("net", "4.00")
                .containsEntry("previous", "6.00")
                .containsEntry("change", "-2.00");
        assertThat(services.getLast())
                .containsEntry("productId", "product-zenith")
                .containsEntry("lines", "0")
                .containsEntry("net", "0.00")
                .containsEntry("previous", "20.00");
        assertThat(csv("revenue-by-account?format=csv").stream().map(row -> row.get("providerId") + row.get("net")))
                .containsExactly("acme10.00", "zenith20.00");
        assertThat(admin.all("/v1/reports/revenue-by-account?limit=1")).hasSize(2);
    }

    @Test
    void aPartnerSeesRevenueOfItsOwnAccountsOnly() {
        organisation.place("a", 20_000);
        move("a", "confirm", Map.of());
        for (String report : List.of("revenue-detail", "revenue-by-service", "revenue-by-account")) {
            assertThat(admin.get("/v1/reports/" + report).expect(200).data()).isNotEmpty();
            assertThat(organisation
                            .as(Role.PARTNER)
                            .get("/v1/reports/" + report)
                            .expect(200)
                            .data())
                    .isEmpty();
        }
    }

    private void did(String customer, String type, String at) {
        admin.post(
                        "/v1/customers/" + customer + "/events",
                        Map.of("events", List.of(Map.of("type", type, "at", at, "integrationId", "web-shop"))))
                .expect(200);
    }

    @Test
    void customersAreShownWithoutWhatIdentifiesThem() {
        did("anon", "VISITED", "2011-02-01T00:00:00Z");
        did("anon", "JOURNEY_STARTED", "2011-02-02T00:00:00Z");
        did("known", "JOURNEY_STARTED", "2011-02-03T00:00:00Z");
        organisation.place(order("a", 20_000, "customerId", "known")).expect(201);
        organisation.place(order("b", 7, "customerId", "known")).expect(201);
        organisation
                .place(order("c", 1, "value", Map.of("amount", 500, "currency", "JPY")))
                .expect(201);
        admin.post("/v1/customers/known/identify", Map.of("email", "jo@example.org", "name", "Jo"))
                .expect(200);
        List<Map<String, String>> rows = csv("customers?format=csv");
        assertThat(rows.stream().map(row -> row.get("customerId"))).containsExactly("anon", "c-1", "known");
        assertThat(rows.getFirst())
                .containsEntry("words", Pseudonym.of(new OrganisationId(organisation.id()), new CustomerId("anon")))
                .containsEntry("firstSeen", "2011-02-01T00:00:00Z")
                .containsEntry("lastSeen", "2011-02-02T00:00:00Z")
                .containsEntry("journeys", "1")
                .containsEntry("orders", "0")
                .containsEntry("currency", "")
                .containsEntry("value", "");
        assertThat(rows.get(1)).containsEntry("value", "500").containsEntry("currency", "JPY");
        assertThat(rows.getLast())
                .containsEntry("words", "")
                .containsEntry("orders", "2")
                .containsEntry("value", "200.07")
                .containsEntry("journeys", "1");
        assertThat(rows.toString()).doesNotContain("jo@example.org", "Jo");
        assertThat(csv("customers?format=csv&to=2011-02-02").stream().map(row -> row.get("journeys")))
                .containsExactly("0");
        assertThat(csv("customers?format=csv&categoryId=gifts")).hasSize(2);
    }

    @Test
    void whatAMergedCustomerDidIsTheKnownOnesAsSoonAsThatIsKnown() {
        did("one", "JOURNEY_STARTED", "2011-02-01T00:00:00Z");
        long before = admin.get("/v1/reports/customers").expect(200).position();
        admin.post("/v1/customers/known/identify", Map.of("email", "jo@example.org", "mergeFrom", List.of("one")))
                .expect(200);
        assertThat(admin.get("/v1/reports/customers").each("customerId")).containsExactly("known");
        assertThat(admin.get("/v1/reports/customers?position=" + before).each("customerId"))
                .containsExactly("one");
        admin.delete("/v1/customers/known/personal-data").expect(204);
        JsonNode row = admin.get("/v1/reports/customers").data().getFirst();
        assertThat(row.get("customerId").asString()).isEqualTo("known");
    }

    @Test
    void ordersHaveTheNamesThatHeldAtThePosition() {
        long position = organisation.place("named", 1_000).position();
        organisation.defineProduct("product-acme", "gifts", "acme", Map.of("type", "PERCENT", "basisPoints", 1));
        admin.put("/v1/providers/acme", Map.of("name", "Acme & Sons")).expect(200);
        assertThat(csv("orders?format=csv").getFirst())
                .containsEntry("productName", "product-acme")
                .containsEntry("categoryName", "Gifts")
                .containsEntry("providerName", "Acme & Sons")
                .containsEntry("integrationName", "Web shop")
                .hasEntrySatisfying(
                        "pseudonym", words -> assertThat(words.split(" ")).hasSize(3));
        assertThat(csv("orders?format=csv&position=" + position).getFirst()).containsEntry("providerName", "Acme");
    }

    @Test
    void anExportThatBrokeOffIsGoneOnWith() {
        for (int i = 0; i < 20; i++) {
            organisation.place("o-" + i, 1_000 + i);
        }
        HttpResponse<byte[]> whole = admin.download("/v1/reports/orders?format=csv");
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        String position = whole.headers().firstValue("Ledger-Position").orElseThrow();
        long more = organisation.place("more", 1).position();
        String path = "/v1/reports/orders?format=csv&position=" + position;
        HttpResponse<byte[]> rest =
                admin.bytes(admin.request(path).header("Range", "bytes=700-").header("If-Range", tag));
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 700, whole.body().length));
        assertThat(rest.headers().firstValue("Digest"))
                .isEqualTo(whole.headers().firstValue("Digest"));
        assertThat(admin.bytes(admin.request(path).header("Range", "bytes=-10")).body())
                .hasSize(10);
        assertThat(admin.bytes(admin.request(path).header("Range", "bytes=999999-"))
                        .statusCode())
                .isEqualTo(416);
        HttpResponse<byte[]> other = admin.bytes(admin.request("/v1/reports/orders?format=csv")
                .header("Ledger-Min-Position", Long.toString(more))
                .header("Range", "bytes=700-")
                .header("If-Range", tag));
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void thirtyThousandOrdersAddUp() {
        StringBuilder orders =
                new StringBuilder("orderId,integrationId,productId,customerId,amount,currency,status,placedAt\n");
        long pence = 0;
        for (int i = 0; i < 30_000; i++) {
            pence += 1 + i;
            orders.append("many-")
                    .append(i)
                    .append(",web-shop,product-acme,c-")
                    .append(i % 100)
                    .append(',');
            orders.append(1 + i).append(",GBP,SUCCESSFUL,2011-03-01T10:00:00Z\n");
        }
        assertThat(admin.postCsv("/v1/orders/bulk", orders.toString())
                        .expect(200)
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(30_000);
        List<Map<String, String>> rows = csv("orders?format=csv");
        assertThat(rows).hasSize(30_000);
        assertThat(rows.stream().mapToLong(row -> pence(row, "value")).sum()).isEqualTo(pence);
        assertThat(rows.stream().mapToLong(row -> pence(row, "pending")).sum())
                .isEqualTo(organisation.totals("").get("pending").asLong());
        List<List<Cell>> cells =
                Table.xlsx(admin.download("/v1/reports/orders?format=xlsx").body());
        assertThat(cells.stream()
                        .mapToLong(row -> Math.round(row.get(12).getNumericCellValue() * 100))
                        .sum())
                .isEqualTo(pence);
    }

    private static long pence(Map<String, String> row, String column) {
        return Long.parseLong(row.getOrDefault(column, "").replace(".", ""));
    }
}
