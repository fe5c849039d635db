package org.commissionledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A year of a real shop, sent as its files say, gives the figures that were worked out without the ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDataTest {

    private static final List<String> FIGURES = List.of("orders", "pending", "paid", "declined", "reversed");

    private final TestClient client = TestService.shared().organisation().admin();
    private final JsonNode expected = TestClient.JSON.readTree(file("expected.json"));
    private Answer orders;
    private Answer statuses;
    private Answer commissions;

    private static byte[] file(String name) {
        try (InputStream in = RealDataTest.class.getResourceAsStream("/online-retail/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void theFilesAreSent() {
        defineCatalogue();
        orders = send("/v1/orders/bulk?mode=continue", "orders.csv");
        statuses = send("/v1/orders/status/bulk", "order-updates.csv");
        commissions = send("/v1/commissions/bulk", "commission-updates.csv");
    }

    private Answer send(String path, String file) {
        return client.post(path, "text/csv", BodyPublishers.ofByteArray(file(file)), TestClient.newKey())
                .expect(200);
    }

    private void defineCatalogue() {
        JsonNode catalogue = TestClient.JSON.readTree(file("catalogue.json"));
        Map<String, String> ids = new HashMap<>(Map.of("categories", "categoryId", "providers", "providerId"));
        ids.putAll(Map.of("products", "productId", "integrations", "integrationId"));
        for (String kind : List.of("categories", "providers", "products", "integrations")) {
            for (JsonNode entry : catalogue.get(kind)) {
                ObjectNode body = ((ObjectNode) entry).deepCopy();
                String id = body.remove(ids.get(kind)).asString();
                client.put("/v1/" + kind + "/" + id, body).expect(200);
            }
        }
    }

    @Test
    void acceptsTheRightRowsAndRefusesTheOthersWithTheirCodes() {
        assertThat(orders.json().get("accepted").asInt())
                .isEqualTo(expected.get("accepted").asInt());
        assertThat(orders.json().get("unchanged").asInt()).isZero();
        Map<String, Integer> codes = new HashMap<>();
        orders.json()
                .get("results")
                .forEach(result -> codes.merge(result.get("code").asString(), 1, Integer::sum));
        Map<String, Integer> wanted = new HashMap<>();
        expected.get("rejected")
                .properties()
                .forEach(code -> wanted.put(code.getKey(), code.getValue().asInt()));
        assertThat(codes).isEqualTo(wanted);
        assertThat(orders.json().get("rejected").asInt())
                .isEqualTo(wanted.values().stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void appliesEveryStatusAndEveryCommissionMove() {
        for (Answer answer : List.of(statuses, commissions)) {
            assertThat(answer.json().get("rejected").asInt()).isZero();
            assertThat(answer.json().get("unchanged").asInt()).isZero();
            assertThat(answer.json().get("results")).isEmpty();
        }
        assertThat(commissions.json().get("accepted").asInt())
                .isEqualTo(expected.get("commissionUpdates").asInt());
    }

    @Test
    void listsTheOrdersByStatus() {
        Map<String, Integer> counted = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode order : client.all("/v1/orders?limit=500")) {
            counted.merge(order.get("status").asString(), 1, Integer::sum);
            ids.add(order.get("orderId").asString());
        }
        assertThat(ids).doesNotHaveDuplicates();
        Map<String, Integer> wanted = new HashMap<>();
        expected.get("orderStatus")
                .properties()
                .forEach(status -> wanted.put(status.getKey(), status.getValue().asInt()));
        assertThat(counted).isEqualTo(wanted);
        wanted.forEach((status, orders) ->
                assertThat(totals("?status=" + status).get("orders").asInt()).isEqualTo(orders));
    }

    @Test
    void hasTheFiguresAndHasThemAgainAfterEveryProjectionWasRebuilt() {
        assertTheFigures();
        for (JsonNode projection :
                client.get("/v1/projections").expect(200).json().get("data")) {
            client.post("/v1/projections/" + projection.get("name").asString() + "/rebuild", "")
                    .expect(200);
        }
        assertTheFigures();
    }

    private void assertTheFigures() {
        assertFigures("", expected.get("total"));
        expected.get("byProvider")
                .properties()
                .forEach(provider -> assertFigures("?providerId=" + provider.getKey(), provider.getValue()));
        expected.get("byCategory")
                .properties()
                .forEach(category -> assertFigures("?categoryId=" + category.getKey(), category.getValue()));
        assertFigures("?from=2011-03-01&to=2011-04-01", expected.get("march2011"));
    }

    private void assertFigures(String query, JsonNode figures) {
        JsonNode total = totals(query);
        assertThat(total.get("currency").asString()).isEqualTo("GBP");
        for (String figure : FIGURES) {
            assertThat(total.get(figure).asLong())
                    .as(figure + " of " + query)
                    .isEqualTo(figures.get(figure).asLong());
        }
    }

    private JsonNode totals(String query) {
        JsonNode totals =
                client.get("/v1/commissions/totals" + query).expect(200).json().get("totals");
        assertThat(totals).hasSize(1);
        return totals.get(0);
    }

    @Test
    void reportsEveryOrderOnceAndAddsUpToTheTotals() {
        List<CSVRecord> rows = rows("/v1/reports/orders?format=csv");
        assertThat(rows).hasSize(expected.get("accepted").asInt());
        assertThat(rows.stream().map(row -> row.get("orderId"))).doesNotHaveDuplicates();
        for (String figure : List.of("pending", "paid", "declined", "reversed")) {
            assertThat(sum(rows, figure))
                    .as(figure)
                    .isEqualTo(expected.get("total").get(figure).asLong());
        }
        List<CSVRecord> ageing = rows("/v1/reports/commission-ageing?format=csv");
        assertThat(sum(ageing, "pending"))
                .isEqualTo(expected.get("total").get("pending").asLong());
        assertThat(sum(ageing, "days0To30")
                        + sum(ageing, "days31To60")
                        + sum(ageing, "days61To90")
                        + sum(ageing, "over90Days"))
                .isEqualTo(expected.get("total").get("pending").asLong());
        List<CSVRecord> march = rows("/v1/reports/orders?format=csv&from=2011-03-01&to=2011-04-01");
        assertThat(sum(march, "paid"))
                .isEqualTo(expected.get("march2011").get("paid").asLong());
        for (String report : List.of("revenue-detail", "revenue-by-service", "revenue-by-account")) {
            assertThat(sum(rows("/v1/reports/" + report + "?format=csv"), "net"))
                    .as(report)
                    .isEqualTo(expected.get("total").get("paid").asLong());
        }
    }

    private List<CSVRecord> rows(String path) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser =
                format.parse(new StringReader(client.get(path).expect(200).body()))) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Pence. */
    private static long sum(List<CSVRecord> rows, String column) {
        return rows.stream()
                .map(row -> new BigDecimal(row.get(column)))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .movePointRight(2)
                .longValueExact();
    }

    @Test
    void keepsTheJournalBalanced() {
        JsonNode sums =
                client.get("/v1/journal/trial-balance").expect(200).json().get("sums");
        assertThat(sums.get("GBP").asLong()).isZero();
    }

    @Test
    void findsNothingNewInTheSameFilesUnderANewKey() {
        String updates = new String(file("order-updates.csv"), StandardCharsets.UTF_8);
        Answer again = client.postCsv("/v1/orders/status/bulk", updates).expect(200);
        assertThat(again.json().get("accepted").asInt()).isZero();
        assertThat(again.json().get("unchanged").asInt())
                .isEqualTo(statuses.json().get("accepted").asInt());
    }
}
