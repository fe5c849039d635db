package org.commissionledger.api.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** Every report in every format comes out the same as of the same position, whatever was recorded since and however the tables were made. */
class ReportsAgainTest {

    private static final Instant START = Instant.parse("2011-03-01T00:00:00Z");
    private static final List<String> FIGURES = List.of("pending", "paid", "declined", "reversed");
    private static final List<String> QUESTIONS = List.of(
            "orders?",
            "orders?status=PENDING&",
            "orders?commissionStatus=SUCCESSFUL&providerId=acme&",
            "orders?effectiveAsOf=2011-04-15&",
            "orders?from=2011-03-10&to=2011-04-20&timezone=Asia/Tokyo&",
            "customers?",
            "customers?categoryId=gifts&from=2011-03-05&",
            "customers?effectiveAsOf=2011-04-20&",
            "commission-ageing?",
            "commission-ageing?effectiveAsOf=2011-05-10&",
            "commission-ageing?to=2011-05-01&categoryId=books&",
            "revenue-detail?layout=full&",
            "revenue-by-service?from=2011-04-01&to=2011-05-01&compare=previous&",
            "revenue-detail?from=2011-04-01&to=2011-05-01&compare=previous&effectiveAsOf=2011-04-20&",
            "revenue-by-account?",
            "revenue-by-account?type=CUSTOMER&",
            "credit-top-ups?from=2011-03-20&",
            "credit-usage?productId=product-acme&",
            "credit-balance?",
            "credit-balance?from=2011-03-20&to=2011-04-20&productId=product-acme&",
            "discounts?",
            "discounts?effectiveAsOf=2100-01-01&",
            "payouts?effectiveAsOf=2100-01-01&",
            "discounts?status=ACTIVE&to=2011-04-20&");

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private int orders;
    private int customers;

    @RepeatedTest(2)
    void comeOutTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        go(random, 60);
        Map<String, byte[]> first = new LinkedHashMap<>();
        Map<String, byte[]> middle = new LinkedHashMap<>();
        long one = take(first, null, seed);
        go(random, 60);
        long two = take(middle, null, seed);
        go(random, 60);
        assertThat(take(new LinkedHashMap<>(), null, seed)).isGreaterThan(two);
        for (int i = 0; i < 5; i++) {
            addUp("effectiveAsOf=" + time(random) + "&position=" + (random.nextBoolean() ? one : two), seed);
        }
        assertSame(first, one, seed);
        assertSame(middle, two, seed);
        for (String projection : List.of("orders", "customers", "credits", "revenue")) {
            admin.post("/v1/projections/" + projection + "/rebuild", "").expect(200);
        }
        assertSame(first, one, seed);
    }

    /** The report on orders comes to the totals of the same moment, whatever order things were told in. */
    private void addUp(String moment, long seed) {
        Map<String, Long> sums = new TreeMap<>();
        admin.all("/v1/reports/orders?" + moment)
                .forEach(row -> FIGURES.forEach(figure -> sums.merge(
                        row.get("currency").asString() + figure,
                        row.get(figure).get("amount").asLong(),
                        Long::sum)));
        Map<String, Long> totals = new TreeMap<>();
        admin.get("/v1/commissions/totals?" + moment)
                .expect(200)
                .json()
                .get("totals")
                .forEach(total -> FIGURES.forEach(figure -> totals.put(
                        total.get("currency").asString() + figure,
                        total.get(figure).asLong())));
        assertThat(sums).as("seed %d, %s", seed, moment).containsAllEntriesOf(totals);
        sums.keySet().removeAll(totals.keySet());
        assertThat(sums.values()).as("seed %d, %s", seed, moment).allMatch(sum -> sum == 0);
    }

    private void assertSame(Map<String, byte[]> files, long position, long seed) {
        Map<String, byte[]> again = new LinkedHashMap<>();
        take(again, position, seed);
        files.forEach((question, file) -> assertThat(again.get(question))
                .as("seed %d, %s", seed, question)
                .isEqualTo(file));
    }

    /** All of one position. */
    private long take(Map<String, byte[]> files, @Nullable Long position, long seed) {
        Long made = position;
        for (String question : QUESTIONS) {
            for (String format : List.of("json", "csv", "xlsx")) {
                String path = "/v1/reports/" + question + "format=" + format;
                HttpResponse<byte[]> file = admin.download(made == null ? path : path + "&position=" + made);
                assertThat(file.statusCode())
                        .as("seed %d, %s: %s", seed, path, new String(file.body(), StandardCharsets.UTF_8))
                        .isEqualTo(200);
                made = Long.valueOf(file.headers().firstValue("Ledger-Position").orElseThrow());
                files.put(path, file.body());
                String chain = file.headers().firstValue("Ledger-Chain").orElseThrow();
                files.put(path + " chain", chain.getBytes(StandardCharsets.UTF_8));
            }
        }
        return made == null ? 0 : made;
    }

    private void go(Random random, int steps) {
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(10)) {
                case 0, 1 -> place(random);
                case 2 -> status(random);
                case 3 -> move(random);
                case 4 -> visit(random);
                case 5 -> identify(random);
                case 6 -> open(random);
                case 7 -> topUp(random);
                case 8 -> use(random);
                default -> discount(random);
            }
        }
    }

    private static String time(Random random) {
        return START.plusSeconds(random.nextInt(90 * 86_400)).toString();
    }

    private void place(Random random) {
        List<String> currencies = List.of("GBP", "JPY", "KWD");
        Map<String, Object> order = order("o-" + orders++, 1);
        order.put(
                "value",
                Map.of("amount", 1_000 + random.nextInt(100_000), "currency", currencies.get(random.nextInt(3))));
        order.put("productId", random.nextBoolean() ? "product-acme" : "product-zenith");
        order.put("customerId", "c-" + random.nextInt(8));
        order.put("status", List.of("SUCCESSFUL", "PENDING", "FAILED").get(random.nextInt(3)));
        order.put("at", time(random));
        organisation.place(order).expect(201);
    }

    private String anOrder(Random random) {
        return "o-" + random.nextInt(Math.max(1, orders));
    }

    /** Some are refused: that is as good. */
    private void status(Random random) {
        String status = random.nextBoolean() ? "SUCCESSFUL" : "FAILED";
        admin.post("/v1/orders/" + anOrder(random) + "/status", Map.of("status", status));
    }

    private void move(Random random) {
        String path = "/v1/orders/" + anOrder(random) + "/commission/";
        switch (random.nextInt(4)) {
            case 0, 1 ->
                admin.post(path + "confirm", Map.of("reference", "=1+" + random.nextInt(9), "at", time(random)));
            case 2 -> admin.post(path + "reverse", Map.of("reasonCode", "OTHER", "note", "so, \"they\" said"));
            default -> admin.post(path + "decline", Map.of("reasonCode", "CANCELLED"));
        }
    }

    private void visit(Random random) {
        List<String> types = List.of("VISITED", "JOURNEY_STARTED", "CLICKED");
        Map<String, Object> event = Map.of(
                "type",
                types.get(random.nextInt(3)),
                "at",
                time(random),
                "productId",
                "product-acme",
                "integrationId",
                "web-shop");
        admin.post("/v1/customers/c-" + random.nextInt(8) + "/events", Map.of("events", List.of(event)))
                .expect(200);
    }

    private void identify(Random random) {
        String known = "k-" + customers++;
        admin.post(
                "/v1/customers/" + known + "/identify",
                Map.of("email", known + "@example.org", "mergeFrom", List.of("c-" + random.nextInt(8))));
        if (random.nextInt(3) == 0) {
            admin.delete("/v1/customers/" + known + "/personal-data");
        }
    }

    private static Map<String, Object> money(Random random, int most) {
        return Map.of("amount", 1 + random.nextInt(most), "currency", "KWD");
    }

    private static String account(Random random) {
        return "/v1/accounts/a-" + random.nextInt(4);
    }

    private void open(Random random) {
        admin.put("/v1/accounts/p", Map.of("name", "P", "type", "PARTNER", "currency", "KWD"));
        admin.put(
                account(random),
                Map.of(
                        "name",
                        "N" + random.nextInt(9),
                        "type",
                        "CUSTOMER",
                        "partnerId",
                        "p",
                        "currency",
                        "KWD",
                        "overdraftLimit",
                        random.nextInt(5_000)));
    }

    private void topUp(Random random) {
        String category = random.nextBoolean() ? "PAID" : "PROMOTIONAL";
        admin.post(
                account(random) + "/top-ups",
                Map.of("amount", money(random, 9_000), "category", category, "at", time(random)));
    }

    private void use(Random random) {
        admin.post(
                account(random) + "/usage",
                Map.of(
                        "productId",
                        random.nextBoolean() ? "product-acme" : "product-zenith",
                        "amount",
                        money(random, 2_000),
                        "at",
                        time(random)));
    }

    /** Granted, changed or revoked. */
    private void discount(Random random) {
        String path = "/v1/discounts/d-" + random.nextInt(4);
        if (random.nextInt(4) == 0) {
            admin.post(path + "/revoke", Map.of());
            return;
        }
        Map<String, Object> discount = new LinkedHashMap<>(Map.of("partnerId", "p", "from", "2011-03-10T00:00:00Z"));
        if (random.nextBoolean()) {
            discount.putAll(Map.of("type", "PERCENT", "basisPoints", 1 + random.nextInt(5_000)));
        } else {
            discount.putAll(Map.of("type", "FIXED", "amount", money(random, 200)));
        }
        admin.put(path, discount);
    }
}
