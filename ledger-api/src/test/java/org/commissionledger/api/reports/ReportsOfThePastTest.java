package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Reports of what had happened by a moment, and links from each figure to what adds up to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportsOfThePastTest {

    private static final List<String> MOMENTS = List.of(
            "",
            "effectiveAsOf=2011-03-25&",
            "effectiveAsOf=2011-05-31&",
            "effectiveAsOf=2011-05-15&from=2011-02-01&to=2011-05-01&timezone=Europe/London&");
    private static final List<String> FIGURES = List.of("pending", "paid", "declined", "reversed");

    private final ReportHistory history = new ReportHistory();

    private static long minor(JsonNode row, String column) {
        return row.has(column) ? row.get(column).get("amount").asLong() : 0;
    }

    private static long sum(List<JsonNode> rows, String column) {
        return rows.stream().mapToLong(row -> minor(row, column)).sum();
    }

    private List<JsonNode> follow(JsonNode row, String link) {
        return history.admin.all(row.get("links").get(link).asString());
    }

    @Test
    void ordersAddUpToTheTotalsOfTheSameMoment() {
        for (String moment : MOMENTS) {
            Map<String, List<JsonNode>> rows = new TreeMap<>(history.rows("orders?limit=3&" + moment).stream()
                    .collect(Collectors.groupingBy(row -> row.get("currency").asString())));
            for (JsonNode total :
                    history.admin.get("/v1/commissions/totals?" + moment).json().get("totals")) {
                List<JsonNode> of =
                        Objects.requireNonNull(rows.remove(total.get("currency").asString()));
                assertThat(of).as(moment).hasSize(total.get("orders").asInt());
                FIGURES.forEach(figure -> assertThat(sum(of, figure))
                        .as(moment + figure)
                        .isEqualTo(total.get(figure).asLong()));
            }
            assertThat(rows).as(moment).isEmpty();
        }
    }

    @Test
    void anOrderStandsAsTheLastThatHadHappenedSays() {
        String one = "orders?customerId=c-1&effectiveAsOf=";
        assertThat(history.rows(one + "2011-05-29&status=PENDING"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("orderId").asString()).isEqualTo("late"));
        assertThat(history.rows(one + "2011-06-02&status=PENDING")).isEmpty();
        assertThat(history.rows(one + "2011-05-12&confirmed=true&currency=GBP")).hasSize(2);
        assertThat(history.rows(one + "2010-01-01")).isEmpty();
    }

    @Test
    void agesAreCountedToTheMoment() {
        List<JsonNode> rows = history.rows("commission-ageing?providerId=acme&effectiveAsOf=2011-04-06");
        JsonNode pounds = rows.getFirst();
        assertThat(pounds.get("currency").asString()).isEqualTo("GBP");
        assertThat(minor(pounds, "pending"))
                .isEqualTo(sum(history.rows("orders?currency=GBP&effectiveAsOf=2011-04-06"), "pending") - 1_500);
        assertThat(minor(pounds, "days0To30")).isEqualTo(1_000);
        assertThat(pounds.get("confirmedOrders").asLong()).isZero();
    }

    @Test
    void aCustomerIsWhoWasKnownByThen() {
        assertThat(history.rows("customers?effectiveAsOf=2011-04-30"))
                .extracting(row -> row.get("customerId").asString())
                .containsExactly("c-1", "c-1", "c-2");
        List<JsonNode> later = history.rows("customers?effectiveAsOf=2011-05-02");
        assertThat(later).extracting(row -> row.get("customerId").asString()).containsExactly("c-2", "k-1", "k-1");
        assertThat(later.get(1).get("journeys").asLong()).isEqualTo(2);
        assertThat(later.get(1).has("words")).isFalse();
    }

    @Test
    void aDiscountHasTheStateAndGaveWhatItHadGivenByThen() {
        assertThat(history.rows("discounts?effectiveAsOf=2011-05-02")).isEmpty(); // granted when it was recorded
        String granted = history.recorded("discount.granted");
        assertThat(history.rows("discounts?partnerId=p&effectiveAsOf=" + granted))
                .hasSize(2);
        history.admin.post("/v1/discounts/own/revoke", Map.of()).expect(200);
        assertThat(history.rows("discounts?status=REVOKED")).hasSize(1);
        assertThat(history.rows("discounts?status=REVOKED&effectiveAsOf=" + granted))
                .isEmpty();
        assertThat(sum(history.rows("discounts?status=ACTIVE"), "given")).isEqualTo(80);
    }

    @Test
    void aPayoutStandsWhereItHadGotByThen() {
        assertThat(history.rows("payouts?effectiveAsOf=2011-05-02")).isEmpty();
        String drafted = history.recorded("payout.drafted");
        assertThat(history.rows("payouts?status=DRAFT&effectiveAsOf=" + drafted))
                .hasSize(1);
        assertThat(history.rows("payouts?status=APPROVED")).hasSize(1);
    }

    @Test
    void thePeriodBeforeIsOfThatMomentToo() {
        String range = "?from=2011-05-01&to=2011-06-01&compare=previous&type=COMMISSION_PAID&";
        JsonNode all = history.rows("revenue-by-service" + range).getFirst();
        JsonNode then = history.rows("revenue-by-service" + range + "effectiveAsOf=2011-05-15")
                .getFirst();
        assertThat(minor(all, "net")).isEqualTo(1_400);
        assertThat(minor(all, "previous")).isEqualTo(400);
        assertThat(minor(then, "net")).isEqualTo(1_000);
        assertThat(minor(then, "previous")).isEqualTo(400);
        List<JsonNode> lines = history.rows("revenue-detail" + range);
        assertThat(lines)
                .extracting(line -> line.get("period").asString())
                .containsExactly("CURRENT", "CURRENT", "PREVIOUS");
        assertThat(sum(lines, "net")).isEqualTo(1_800);
        history.admin
                .get("/v1/reports/revenue-detail?compare=previous")
                .expectProblem(400, "request.missing-parameter");
    }

    @Test
    void theFullLayoutHasAllOfATransaction() {
        List<JsonNode> usage = history.rows("revenue-detail?layout=full&type=USAGE");
        JsonNode first = usage.stream()
                .filter(line -> line.get("usageId").asString().equals("u-1"))
                .findFirst()
                .orElseThrow();
        assertThat(first.get("topUps").asString()).isEqualTo("given=2.70");
        assertThat(minor(first, "overdraft")).isZero();
        assertThat(first.get("discountId").asString()).isEqualTo("d");
        assertThat(history.rows("revenue-detail?layout=full&type=COMMISSION_REVERSED"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(minor(line, "orderValue")).isEqualTo(20_000);
                    assertThat(line.get("reasonCode").asString()).isEqualTo("RETURNED");
                });
    }

    @Test
    void everyLineOfRevenueNamesItsPlaceInTheHistory() {
        history.admin.get("/v1/audit/checkpoint").expect(200);
        assertThat(history.rows("revenue-detail")).isNotEmpty().allSatisfy(line -> {
            JsonNode event = follow(line, "event").getFirst();
            assertThat(event.get("ledgerSequence")).isEqualTo(line.get("ledgerSequence"));
            assertThat(event.get("position")).isEqualTo(line.get("position"));
            assertThat(history.admin
                            .get(line.get("links").get("proof").asString())
                            .status())
                    .isEqualTo(200);
        });
    }

    @Test
    void everyFigureOfOrdersAndCommissionsLeadsToWhatAddsUpToIt() {
        for (String moment : MOMENTS) {
            for (JsonNode order : history.rows("orders?" + moment)) {
                List<JsonNode> events = follow(order, "changes");
                FIGURES.forEach(figure -> assertThat(events.stream()
                                .mapToLong(e -> e.get(figure).asLong())
                                .sum())
                        .as(moment + order)
                        .isEqualTo(minor(order, figure)));
            }
            for (JsonNode ages : history.rows("commission-ageing?" + moment)) {
                assertThat(follow(ages, "orders"))
                        .as(moment + ages)
                        .hasSize(ages.get("orders").asInt());
                assertThat(sum(follow(ages, "orders"), "pending")).isEqualTo(minor(ages, "pending"));
                assertThat(follow(ages, "confirmed"))
                        .as(moment + ages)
                        .hasSize(ages.get("confirmedOrders").asInt());
                for (String band : List.of("days0To30", "days31To60", "days61To90", "over90Days")) {
                    assertThat(sum(follow(ages, band), "pending"))
                            .as(moment + band)
                            .isEqualTo(minor(ages, band));
                }
            }
            for (JsonNode payout : history.rows("payouts?" + moment)) {
                assertThat(follow(payout, "orders"))
                        .hasSize(payout.get("orders").asInt());
                assertThat(sum(follow(payout, "amount"), "amount")).isEqualTo(minor(payout, "amount"));
                assertThat(follow(payout, "events")).isNotEmpty();
            }
        }
    }

    @Test
    void everyFigureOfCustomersLeadsToWhatAddsUpToIt() {
        for (String moment : MOMENTS) {
            for (String filter : List.of("", "categoryId=gifts&integrationId=web-shop&")) {
                for (JsonNode customer : history.rows("customers?" + filter + moment)) {
                    assertThat(follow(customer, "journeys"))
                            .as(moment + customer)
                            .hasSize(customer.get("journeys").asInt());
                    if (customer.has("currency")) {
                        List<JsonNode> orders = follow(customer, "orders");
                        assertThat(orders)
                                .as(moment + customer)
                                .hasSize(customer.get("orders").asInt());
                        assertThat(sum(orders, "value")).isEqualTo(minor(customer, "value"));
                    }
                }
            }
        }
    }

    @Test
    void everyFigureOfCreditLeadsToWhatAddsUpToIt() {
        for (String moment : MOMENTS) {
            for (JsonNode account : history.rows("credit-balance?" + moment)) {
                assertThat(sum(follow(account, "toppedUp"), "amount")).isEqualTo(minor(account, "toppedUp"));
                assertThat(sum(follow(account, "accrued"), "amount")).isEqualTo(minor(account, "accrued"));
                assertThat(sum(follow(account, "usage"), "net")).as(moment).isEqualTo(minor(account, "used"));
                assertThat(sum(follow(account, "entries"), "expired"))
                        .as(moment + account)
                        .isEqualTo(minor(account, "expired"));
                assertThat(sum(
                                follow(account, "entries").stream()
                                        .filter(e -> e.get("type").asString().equals("VOID"))
                                        .toList(),
                                "amount"))
                        .isEqualTo(minor(account, "voided"));
                assertThat(sum(follow(account, "opening"), "owed"))
                        .as(moment + account)
                        .isEqualTo(minor(account, "opening"));
                assertThat(sum(follow(account, "closing"), "owed"))
                        .as(moment + account)
                        .isEqualTo(minor(account, "closing"));
            }
            for (JsonNode discount : history.rows("discounts?" + moment)) {
                List<JsonNode> usages = follow(discount, "usage");
                assertThat(usages)
                        .as(moment + discount)
                        .hasSize(discount.get("usages").asInt());
                assertThat(sum(usages, "discount")).isEqualTo(minor(discount, "given"));
                assertThat(follow(discount, "events")).isNotEmpty();
            }
            for (String report : List.of("credit-top-ups?", "credit-usage?")) {
                history.rows(report + moment)
                        .forEach(row -> assertThat(follow(row, "event")).hasSize(1));
            }
        }
        assertThat(history.rows("credit-balance?productId=product-acme")
                        .getFirst()
                        .get("links"))
                .isNotEmpty();
        assertThat(follow(history.rows("credit-balance?productId=product-acme").getFirst(), "toppedUp"))
                .isNotEmpty();
        assertThat(follow(history.rows("discounts?type=PERCENT&status=ACTIVE").getFirst(), "usage"))
                .isNotEmpty();
    }

    @Test
    void everyFigureOfRevenueLeadsToWhatAddsUpToIt() {
        for (String moment : List.of("", "effectiveAsOf=2011-05-15&", "productId=product-acme&")) {
            for (String report : List.of("revenue-by-service", "revenue-by-account")) {
                String range = "?from=2011-05-01&to=2011-06-01&compare=previous&" + moment;
                assertThat(history.rows(report + range)).isNotEmpty().allSatisfy(row -> {
                    assertThat(sum(follow(row, "lines"), "net"))
                            .as(row.toString())
                            .isEqualTo(minor(row, "net"));
                    assertThat(sum(follow(row, "lines"), "gross")).isEqualTo(minor(row, "gross"));
                    assertThat(sum(follow(row, "previous"), "net"))
                            .as(row.toString())
                            .isEqualTo(minor(row, "previous"));
                });
            }
        }
    }
}
