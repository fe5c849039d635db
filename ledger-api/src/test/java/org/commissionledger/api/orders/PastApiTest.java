package org.commissionledger.api.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Past moments over HTTP. Every link leads to lines that add up to the figure that it stands beside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PastApiTest {

    private static final List<String> FIGURES = List.of("orders", "pending", "paid", "declined", "reversed");

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private String before = "";
    private String between = "";

    @BeforeAll
    void ordersOfMarchConfirmedInAprilAndMayButRecordedTheOtherWayRound() {
        before = newest("recordedAt");
        for (int i = 0; i < 6; i++) {
            organisation.place(order("p-" + i, 20_000, "at", "2011-03-0" + (i + 1) + "T12:00:00Z"));
        }
        organisation.place(order("z-1", 30_000, "productId", "product-zenith"));
        confirm("p-0", "2011-05-10T00:00:00Z");
        between = newest("recordedAt");
        confirm("p-1", "2011-04-10T00:00:00Z");
        admin.put("/v1/accounts/past", Map.of("name", "Past", "type", "CUSTOMER", "currency", "GBP"))
                .expect(200);
        topUp("t-1", 5_000, "2011-03-01T00:00:00Z");
        topUp("t-2", 3_000, "2011-05-01T00:00:00Z");
        use("u-1", 700, "2011-04-01T00:00:00Z");
        use("u-2", 400, "2011-06-01T00:00:00Z");
    }

    private String newest(String field) {
        return admin.get("/v1/events?limit=500").data().getLast().get(field).asString();
    }

    private void confirm(String orderId, String at) {
        admin.post("/v1/orders/" + orderId + "/commission/confirm", Map.of("at", at))
                .expect(200);
    }

    private void topUp(String id, long amount, String at) {
        Map<String, Object> money = Map.of("amount", amount, "currency", "GBP");
        admin.post("/v1/accounts/past/top-ups", Map.of("topUpId", id, "amount", money, "category", "PAID", "at", at))
                .expect(201);
    }

    private void use(String id, long amount, String at) {
        Map<String, Object> money = Map.of("amount", amount, "currency", "GBP");
        admin.post(
                        "/v1/accounts/past/usage",
                        Map.of("usageId", id, "productId", "product-acme", "amount", money, "at", at))
                .expect(201);
    }

    private JsonNode get(String path) {
        return admin.get(path).expect(200).json();
    }

    private long paid(String query) {
        return organisation.totals(query).get("paid").asLong();
    }

    @Test
    void totalsAreOfWhatWasKnownAndOfWhatHadHappened() {
        assertThat(paid("")).isEqualTo(2_000);
        assertThat(paid("?asOf=" + between)).isEqualTo(1_000);
        assertThat(paid("?effectiveAsOf=2011-04-30")).isEqualTo(1_000);
        assertThat(paid("?asOf=" + between + "&effectiveAsOf=2011-04-30")).isZero();
        assertThat(paid("?asOf=2100-01-01&effectiveAsOf=2100-01-01")).isEqualTo(2_000);
        assertThat(paid("?effectiveAsOf=2011-05-10T00:00:00Z")).isEqualTo(2_000);
        assertThat(paid("?effectiveAsOf=2011-05-09T23:59:59.999999Z")).isEqualTo(1_000);
        assertThat(paid("?effectiveAsOf=2011-05-10&status=SUCCESSFUL&commissionStatus=SUCCESSFUL&from=2011-03-02"))
                .isEqualTo(1_000);
        assertThat(get("/v1/commissions/totals?asOf=" + before).get("totals")).isEmpty();
        JsonNode echo = get("/v1/commissions/totals?asOf=" + between + "&effectiveAsOf=2011-04-30");
        assertThat(echo.get("asOf").asString()).isEqualTo(between);
        assertThat(echo.get("effectiveAsOf").asString()).isEqualTo("2011-04-30T00:00:00Z");
        assertThat(get("/v1/commissions/totals?position=" + echo.get("position") + "&effectiveAsOf=2011-04-30")
                        .get("totals"))
                .isEqualTo(echo.get("totals"));
        admin.get("/v1/commissions/totals?position=999999999").expectProblem(400, "request.invalid-position");
    }

    @Test
    void aProviderIsToldOfItsOwnEventsOnly() {
        TestClient zenith = organisation.provider("zenith");
        JsonNode totals =
                zenith.get("/v1/commissions/totals?asOf=" + between).expect(200).json();
        List<JsonNode> events = zenith.all(totals.get("links").get("explain").asString());
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.get("orderId").asString()).isEqualTo("z-1"));
    }

    @Test
    void everyTotalLeadsToTheEventsThatAddUpToIt() {
        for (String query : List.of(
                "",
                "?asOf=" + between,
                "?effectiveAsOf=2011-04-30&providerId=acme",
                "?customerId=c-1&asOf=" + between,
                "?commissionStatus=PENDING&from=2011-03-02&to=2011-03-05&timezone=Europe/London")) {
            JsonNode totals = get("/v1/commissions/totals" + query);
            List<JsonNode> events = admin.all(totals.get("links").get("explain").asString());
            for (String figure : FIGURES) {
                assertThat(sum(events, figure))
                        .as(query + " " + figure)
                        .isEqualTo(totals.get("totals").get(0).get(figure).asLong());
            }
        }
    }

    private static long sum(List<JsonNode> items, String field) {
        return items.stream().mapToLong(item -> item.get(field).asLong()).sum();
    }

    /** Who a customer is, is learned late: what they did before under another id is theirs from then on, and not before. */
    @Test
    void totalsOfACustomerHaveTheOrdersOfEveryIdThatWasMergedByThen() {
        TestOrganisation merging = TestService.shared().organisation().withCatalogue();
        TestClient client = merging.admin();
        merging.place(order("by-anonymous", 20_000, "customerId", "anonymous"));
        merging.place(order("by-known", 40_000, "customerId", "known"));
        merging.place(order("by-other", 80_000, "customerId", "other"));
        long before = client.post("/v1/orders/by-known/commission/confirm", "")
                .expect(200)
                .position();
        long merged = client.post(
                        "/v1/customers/known/identify",
                        Map.of("email", "ann@example.org", "mergeFrom", List.of("anonymous")))
                .expect(200)
                .position();
        merging.place(order("later", 60_000, "customerId", "anonymous"));
        long end = client.post("/v1/orders/by-anonymous/commission/confirm", "")
                .expect(200)
                .position();
        for (String id : List.of("known", "anonymous")) {
            String customer = "customerId=" + id;
            boolean known = id.equals("known");
            assertTotals(client, customer + "&position=" + before, 1, known ? 0 : 1_000, known ? 2_000 : 0);
            assertTotals(client, customer + "&position=" + merged, 2, 1_000, 2_000);
            assertTotals(client, customer + "&position=" + end, 3, 3_000, 3_000);
            assertTotals(client, customer, 3, 3_000, 3_000);
            assertExplained(client, customer + "&toPosition=" + end, "by-anonymous", "by-known", "later");
            assertExplained(
                    client, customer + "&fromPosition=" + merged + "&toPosition=" + end, "by-anonymous", "later");
            String other = known ? "by-anonymous" : "by-known";
            assertExplained(client, customer + "&fromPosition=" + before + "&toPosition=" + merged, other);
            assertExplained(client, customer + "&fromPosition=" + merged + "&toPosition=" + before, other);
            assertExplained(
                    client,
                    customer + "&fromPosition=" + before + "&toPosition=" + end,
                    "by-anonymous",
                    "later",
                    other);
        }
        assertThat(client.get("/v1/commissions/totals?customerId=known&effectiveAsOf=2011-12-31")
                        .expect(200)
                        .json()
                        .get("totals")
                        .get(0)
                        .get("orders")
                        .asLong())
                .as("they were merged later")
                .isEqualTo(1);
    }

    private static void assertTotals(TestClient client, String query, long orders, long pending, long paid) {
        JsonNode total = client.get("/v1/commissions/totals?" + query)
                .expect(200)
                .json()
                .get("totals")
                .get(0);
        assertThat(List.of(
                        total.get("orders").asLong(),
                        total.get("pending").asLong(),
                        total.get("paid").asLong()))
                .as(query)
                .containsExactly(orders, pending, paid);
    }

    /** By events of these orders, which add up to the difference. */
    private static void assertExplained(TestClient client, String query, String... orders) {
        String path = "/v1/commissions/explain?" + query;
        JsonNode difference =
                client.get(path).expect(200).json().get("difference").get(0);
        List<JsonNode> events = client.all(path + "&limit=1");
        assertThat(events.stream().map(event -> event.get("orderId").asString()).distinct())
                .as(query)
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(List.of(orders)));
        for (String figure : FIGURES) {
            assertThat(sum(events, figure))
                    .as(query + " " + figure)
                    .isEqualTo(difference.get(figure).asLong());
        }
    }

    @Test
    void aDifferenceIsExplainedPageByPage() {
        String path = "/v1/commissions/explain?fromAsOf=" + between + "&toEffectiveAsOf=2011-04-30";
        JsonNode explained = get(path);
        assertThat(explained.get("from").get("totals").get(0).get("paid").asLong())
                .isEqualTo(1_000);
        assertThat(explained.get("to").get("totals").get(0).get("paid").asLong())
                .isEqualTo(1_000);
        List<JsonNode> events = admin.all(path + "&limit=1");
        assertThat(events).extracting(e -> e.get("paid").asLong()).containsExactlyInAnyOrder(-1_000L, 1_000L);
        assertThat(explained.get("difference").get(0).get("paid").asLong()).isZero();
        JsonNode known = get("/v1/commissions/explain?from-effective-as-of=2011-05-01&to-as-of=" + between);
        assertThat(known.get("data").get(0).get("orderId").asString()).isEqualTo("p-0");
        admin.get("/v1/commissions/explain?cursor=x").expectProblem(400, "request.invalid-cursor");
        Answer far = admin.get("/v1/commissions/explain?toPosition=99999999999")
                .expectProblem(400, "request.invalid-position");
        assertThat(far.json().get("errors").get(0).get("field").asString()).isEqualTo("toPosition");
        admin.get("/v1/commissions/explain?from-as-of=2011-03-01&fromAsOf=2011-03-02")
                .expectProblem(400, "request.invalid-value");
    }

    @Test
    void everyLineOfTheTrialBalanceLeadsToItsEntries() {
        for (String query : List.of("", "?asOf=" + between, "?effectiveAsOf=2011-04-30", "?effectiveAsOf=2011-03-02")) {
            JsonNode balance = get("/v1/journal/trial-balance" + query);
            assertThat(balance.get("sums"))
                    .allSatisfy(sum -> assertThat(sum.asLong()).isZero());
            assertThat(balance.get("accounts"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(sum(
                                    admin.all(line.get("links").get("entries").asString() + "&limit=3"), "amount"))
                            .as(query + line)
                            .isEqualTo(line.get("balance").asLong()));
        }
        assertThat(get("/v1/journal/trial-balance?asOf=" + before).get("accounts"))
                .isEmpty();
    }

    @Test
    void aBalanceIsOfWhatHadHappenedAndLeadsToItsEntries() {
        assertBalance("", 6_900);
        assertBalance("?effectiveAsOf=2011-04-30", 4_300);
        assertBalance("?effectiveAsOf=2011-03-31", 5_000);
        assertBalance("?effectiveAsOf=2011-05-15", 7_300);
        assertBalance("?effectiveAsOf=2011-02-01", 0);
    }

    private void assertBalance(String query, long available) {
        JsonNode balance = get("/v1/accounts/past/balance" + query);
        assertThat(balance.get("available").asLong()).as(query).isEqualTo(available);
        long entries = admin.all(balance.get("links").get("entries").asString()).stream()
                .mapToLong(e -> e.get("change").get("amount").asLong())
                .sum();
        assertThat(entries).as(query).isEqualTo(available);
    }

    @Test
    void reportsAreOfThePastToo() {
        assertThat(net("asOf=" + between)).isEqualTo(1_000);
        assertThat(net("effectiveAsOf=2011-04-30")).isEqualTo(1_000);
        assertThat(net("effectiveAsOf=2011-04-30&asOf=" + between)).isZero();
        assertThat(get("/v1/reports/orders?commissionStatus=SUCCESSFUL&asOf=" + between)
                        .get("data"))
                .hasSize(1);
        assertThat(get("/v1/reports/credit-balance?accountId=past&effectiveAsOf=2011-04-30")
                        .get("data")
                        .get(0)
                        .get("closing")
                        .get("amount")
                        .asLong())
                .isEqualTo(4_300);
        assertThat(get("/v1/reports/orders?commissionStatus=SUCCESSFUL&effectiveAsOf=2011-04-30")
                        .get("data"))
                .singleElement()
                .satisfies(order -> assertThat(order.get("orderId").asString()).isEqualTo("p-1"));
    }

    private long net(String query) {
        return admin.all("/v1/reports/revenue-detail?type=COMMISSION_PAID&" + query).stream()
                .mapToLong(line -> line.get("net").get("amount").asLong())
                .sum();
    }

    @Test
    void rowsOfReportsLeadToTheirLines() {
        for (String report : List.of("revenue-by-service", "revenue-by-account")) {
            List<JsonNode> rows = admin.all("/v1/reports/" + report + "?from=2011-01-01&to=2011-05-20");
            assertThat(rows).isNotEmpty().allSatisfy(row -> {
                List<JsonNode> lines = admin.all(row.get("links").get("lines").asString());
                assertThat(lines.stream()
                                .mapToLong(line -> line.get("net").get("amount").asLong())
                                .sum())
                        .as(row.toString())
                        .isEqualTo(row.get("net").get("amount").asLong());
            });
        }
        JsonNode account = get("/v1/reports/credit-balance?accountId=past&from=2011-01-01")
                .get("data")
                .get(0);
        assertThat(admin.all(account.get("links").get("topUps").asString())).hasSize(2);
        assertThat(admin.all(account.get("links").get("usage").asString())).hasSize(2);
        JsonNode ageing =
                get("/v1/reports/commission-ageing?providerId=acme").get("data").get(0);
        assertThat(admin.all(ageing.get("links").get("orders").asString()).stream()
                        .mapToLong(o -> o.get("pending").get("amount").asLong())
                        .sum())
                .isEqualTo(ageing.get("pending").get("amount").asLong());
        JsonNode one = get("/v1/reports/orders?limit=1").get("data").get(0);
        assertThat(admin.all(one.get("links").get("events").asString())).isNotEmpty();
        assertThat(organisation.as(Role.FINANCE).get("/v1/commissions/explain").status())
                .isEqualTo(200);
    }
}
