package org.commissionledger.api.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrdersApiTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    @Nested
    class Place {

        @Test
        void answersWithTheOrderAndWhereItIs() {
            Answer answer = organisation.place(Map.of(
                    "orderId", "536365",
                    "integrationId", "web-shop",
                    "productId", "product-acme",
                    "customerId", "c-17850",
                    "value", Map.of("amount", 15640, "currency", "GBP"),
                    "status", "SUCCESSFUL",
                    "at", "2010-12-01T08:26:00Z"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Location")).isEqualTo("/v1/orders/536365");
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            ObjectNode shown = (ObjectNode) answer.json();
            Instant recordedAt = Instant.parse(shown.remove("recordedAt").asString());
            assertThat(recordedAt).isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(shown).isEqualTo(TestClient.JSON.readTree("""
                    {"orderId": "536365", "status": "SUCCESSFUL", "commissionStatus": "PENDING", "commissionState": "PENDING",
                     "value": {"amount": 15640, "currency": "GBP"},
                     "commission": {"currency": "GBP", "expected": 782, "pending": 782, "paid": 0, "declined": 0, "reversed": 0},
                     "productId": "product-acme", "categoryId": "gifts", "providerId": "acme", "integrationId": "web-shop",
                     "customerId": "c-17850", "placedAt": "2010-12-01T08:26:00Z"}"""));
            assertThat(organisation.order("536365")).isEqualTo(answer.json());
        }

        @Test
        void makesWhatIsLeftOut() {
            Instant before = Instant.now().minusSeconds(1);
            JsonNode shown = organisation
                    .place(Map.of(
                            "integrationId", "app",
                            "productId", "product-acme",
                            "value", Map.of("amount", 100, "currency", "GBP")))
                    .expect(201)
                    .json();
            assertThat(shown.get("status").asString()).isEqualTo("PENDING");
            assertThat(shown.get("commissionStatus").asString()).isEqualTo("N/A");
            assertThat(shown.get("commissionState").asString()).isEqualTo("NONE");
            assertThat(shown.get("commission").get("expected").asInt()).isEqualTo(5);
            assertThat(shown.get("commission").get("pending").asInt()).isZero();
            for (String made : List.of("orderId", "customerId")) {
                assertThat(shown.get(made).asString()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}");
            }
            assertThat(Instant.parse(shown.get("placedAt").asString())).isBetween(before, Instant.now());
        }

        @Test
        void takesAnyOffsetAndShowsUtc() {
            JsonNode shown = organisation
                    .place(order("offset", 100, "at", "2011-03-01T12:30:00.123456+02:00"))
                    .expect(201)
                    .json();
            assertThat(shown.get("placedAt").asString()).isEqualTo("2011-03-01T10:30:00.123456Z");
        }

        @Test
        void answersAgainToTheSameContentAndChangesNothing() {
            JsonNode first =
                    organisation.place(order("again", 1000)).expect(201).json();
            long events = organisation.events();
            assertThat(organisation.place(order("again", 1000)).expect(200).json())
                    .isEqualTo(first);
            assertThat(organisation.events()).isEqualTo(events);
        }

        @Test
        void answersAgainToTheSameContentWithHowTheOrderStandsNow() {
            organisation.place("paid-again", 1000);
            admin.post("/v1/orders/paid-again/commission/confirm", "").expect(200);
            JsonNode shown =
                    organisation.place(order("paid-again", 1000)).expect(200).json();
            assertThat(shown.get("commissionState").asString()).isEqualTo("CONFIRMED");
            assertThat(shown).isEqualTo(organisation.order("paid-again"));
        }

        @ParameterizedTest
        @CsvSource({
            "customerId, c-2",
            "integrationId, app",
            "productId, product-zenith",
            "status, PENDING",
            "at, 2011-03-01T10:00:01Z"
        })
        void refusesTheSameOrderWithOtherContent(String field, String value) {
            organisation.place("other-" + field, 1000);
            organisation.place(order("other-" + field, 1000, field, value)).expectProblem(409, "order.duplicate");
        }

        @Test
        void refusesTheSameOrderWithAnotherValueOrCommission() {
            organisation.place("other-value", 1000);
            organisation.place(order("other-value", 1001)).expectProblem(409, "order.duplicate");
            organisation
                    .place(order("other-value", 1000, "value", Map.of("amount", 1000, "currency", "EUR")))
                    .expectProblem(409, "order.duplicate");
            organisation
                    .place(order("other-value", 1000, "commission", Map.of("amount", 7, "currency", "GBP")))
                    .expectProblem(409, "order.duplicate");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1, -15640})
        void refusesAValueThatIsNotGreaterThanZero(long amount) {
            Answer answer = organisation.place(order("worthless", amount));
            answer.expectProblem(400, "order.invalid-value");
            assertThat(answer.badFields()).containsExactly("value.amount");
        }

        @Test
        void refusesAnUnknownProductOrIntegration() {
            organisation
                    .place(order("unknown", 1, "productId", "none"))
                    .expectProblem(422, "catalogue.unknown-product");
            organisation
                    .place(order("unknown", 1, "integrationId", "none"))
                    .expectProblem(422, "catalogue.unknown-integration");
            admin.get("/v1/orders/unknown").expectProblem(404, "order.unknown");
        }
    }

    @Nested
    class ExpectedCommission {

        private long expected(Map<String, Object> order) {
            return organisation
                    .place(order)
                    .expect(201)
                    .json()
                    .get("commission")
                    .get("expected")
                    .asLong();
        }

        @ParameterizedTest
        @CsvSource({"10, 0", "30, 2", "50, 2", "70, 4", "29, 1", "31, 2", "9007199254740991, 450359962737050"})
        void isTheShareOfThePlanRoundedHalfEven(long value, long commission) {
            assertThat(expected(order("percent-" + value, value))).isEqualTo(commission);
        }

        @Test
        void isTheFixedAmountOfThePlan() {
            Map<String, Object> plan = Map.of("type", "FIXED", "amount", Map.of("amount", 250, "currency", "GBP"));
            organisation.defineProduct("product-fixed", "gifts", "acme", plan);
            assertThat(expected(order("fixed", 10, "productId", "product-fixed")))
                    .isEqualTo(250);
            Map<String, Object> euros = order("fixed-eur", 10, "productId", "product-fixed");
            euros.put("value", Map.of("amount", 10, "currency", "EUR"));
            organisation.place(euros).expectProblem(422, "catalogue.plan-currency-mismatch");
        }

        @Test
        void isOfNoMatterWhenTheOrderIsThereAlready() {
            Map<String, Object> pounds = Map.of("type", "FIXED", "amount", Map.of("amount", 250, "currency", "GBP"));
            Map<String, Object> euros = Map.of("type", "FIXED", "amount", Map.of("amount", 300, "currency", "EUR"));
            organisation.defineProduct("product-moving", "gifts", "acme", pounds);
            Map<String, Object> order = order("placed-in-pounds", 1000, "productId", "product-moving");
            JsonNode placed = organisation.place(order).expect(201).json();
            organisation.defineProduct("product-moving", "gifts", "acme", euros);
            assertThat(organisation.place(order).expect(200).json()).isEqualTo(placed);
            JsonNode bulk = admin.post("/v1/orders/bulk", Map.of("items", List.of(order)))
                    .expect(200)
                    .json();
            assertThat(bulk.get("unchanged").asInt()).isEqualTo(1);
            order.put("customerId", "c-2");
            organisation.place(order).expectProblem(409, "order.duplicate");
            order.put("orderId", "placed-too-late");
            organisation.place(order).expectProblem(422, "catalogue.plan-currency-mismatch");
            organisation.place(order).expectProblem(422, "catalogue.plan-currency-mismatch");
        }

        @Test
        void isNothingWithoutAPlan() {
            admin.put(
                            "/v1/products/product-unplanned",
                            "{\"name\":\"Unplanned\",\"categoryId\":\"gifts\",\"providerId\":\"acme\"}")
                    .expect(200);
            JsonNode shown = organisation
                    .place(order("unplanned", 1000, "productId", "product-unplanned"))
                    .expect(201)
                    .json();
            assertThat(shown.get("commissionStatus").asString()).isEqualTo("N/A");
            assertThat(shown.get("commissionState").asString()).isEqualTo("NONE");
            assertThat(shown.get("commission").get("expected").asLong()).isZero();
        }

        @Test
        void isWhatTheClientGivesWhateverThePlan() {
            assertThat(expected(order("given", 1000, "commission", Map.of("amount", 123, "currency", "GBP"))))
                    .isEqualTo(123);
            assertThat(expected(order("given-zero", 1000, "commission", Map.of("amount", 0, "currency", "GBP"))))
                    .isZero();
            organisation
                    .place(order("given-eur", 1000, "commission", Map.of("amount", 1, "currency", "EUR")))
                    .expectProblem(409, "commission.currency-mismatch");
        }

        @ParameterizedTest
        @CsvSource({"JPY, 12345, 617", "KWD, 12345, 617", "JPY, 10, 0", "KWD, 1, 0"})
        void isInMinorUnitsOfAnyCurrency(String currency, long value, long commission) {
            Map<String, Object> order =
                    order(currency + value, 1, "value", Map.of("amount", value, "currency", currency));
            JsonNode shown = organisation.place(order).expect(201).json();
            assertThat(shown.get("commission").get("expected").asLong()).isEqualTo(commission);
            assertThat(shown.get("commission").get("currency").asString()).isEqualTo(currency);
        }

        @Test
        void isFixedWhenTheOrderIsPlaced() {
            Map<String, Object> plan = Map.of("type", "PERCENT", "basisPoints", 1000);
            organisation.defineProduct("product-changing", "gifts", "acme", plan);
            Map<String, Object> order = order("before-the-change", 1000, "productId", "product-changing");
            JsonNode before = organisation.place(order).expect(201).json();
            organisation.defineProduct(
                    "product-changing", "books", "zenith", Map.of("type", "PERCENT", "basisPoints", 1));
            assertThat(organisation.order("before-the-change")).isEqualTo(before);
            assertThat(organisation.place(order).expect(200).json()).isEqualTo(before);
            JsonNode after = organisation
                    .place(order("after-the-change", 1000, "productId", "product-changing"))
                    .expect(201)
                    .json();
            assertThat(after.get("providerId").asString()).isEqualTo("zenith");
            assertThat(after.get("categoryId").asString()).isEqualTo("books");
            assertThat(after.get("commission").get("expected").asLong()).isZero();
        }
    }

    @Nested
    class Status {

        private Answer set(String orderId, String status) {
            return admin.post(
                    "/v1/orders/" + orderId + "/status",
                    Map.of("status", status, "reason", "because", "at", "2011-03-02T10:00:00Z"));
        }

        @ParameterizedTest
        @CsvSource({
            "PENDING, SUCCESSFUL, 200",
            "PENDING, FAILED, 200",
            "FAILED, SUCCESSFUL, 200",
            "FAILED, FAILED, 409",
            "SUCCESSFUL, SUCCESSFUL, 409",
            "SUCCESSFUL, FAILED, 409"
        })
        void goesOnlyWhereItMay(String from, String to, int answered) {
            String orderId = "status-" + from + "-" + to;
            organisation.place(order(orderId, 1000, "status", from)).expect(201);
            Answer answer = set(orderId, to);
            if (answered == 409) {
                answer.expectProblem(409, "order.illegal-transition");
                assertThat(organisation.order(orderId).get("status").asString()).isEqualTo(from);
                return;
            }
            JsonNode shown = answer.expect(200).json();
            assertThat(shown.get("status").asString()).isEqualTo(to);
            assertThat(shown.get("commission").get("pending").asLong()).isEqualTo(to.equals("SUCCESSFUL") ? 50 : 0);
            assertThat(shown.get("commissionStatus").asString()).isEqualTo(to.equals("SUCCESSFUL") ? "PENDING" : "N/A");
            assertThat(organisation.order(orderId)).isEqualTo(shown);
        }

        @Test
        void isUnknownForAnOrderThatIsNotThere() {
            set("nowhere", "FAILED").expectProblem(404, "order.unknown");
            admin.get("/v1/orders/nowhere").expectProblem(404, "order.unknown");
            admin.get("/v1/orders/not%20an%20id").expectProblem(404, "order.unknown");
        }
    }

    /** Lists and totals over orders that were drawn at random, against sums made here. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Lists {

        private final TestOrganisation shop =
                TestService.shared().organisation().withCatalogue();
        private List<JsonNode> every = List.of();

        @BeforeAll
        void ordersAreThere() {
            Random random = new Random(42);
            Instant start = Instant.parse("2011-02-25T00:00:00Z");
            List<Map<String, Object>> items = new ArrayList<>();
            for (int i = 0; i < 900; i++) {
                Map<String, Object> order = order("o-" + i, 1 + random.nextInt(100_000));
                order.put("productId", random.nextBoolean() ? "product-acme" : "product-zenith");
                order.put("integrationId", random.nextBoolean() ? "web-shop" : "app");
                order.put("customerId", "c-" + random.nextInt(20));
                order.put("status", List.of("SUCCESSFUL", "PENDING", "FAILED").get(random.nextInt(3)));
                order.put(
                        "at",
                        start.plusSeconds(60L * random.nextInt(60 * 24 * 40)).toString());
                items.add(order);
            }
            items.add(order("at-the-same-time-1", 1000));
            items.add(order("at-the-same-time-2", 1000));
            assertThat(accepted("/v1/orders/bulk", items)).isEqualTo(902);
            List<Map<String, Object>> moves = new ArrayList<>();
            for (JsonNode order : shop.admin().all("/v1/orders?status=SUCCESSFUL&limit=500")) {
                moves.add(move(order, random.nextInt(5)));
            }
            assertThat(accepted("/v1/commissions/bulk", moves)).isPositive();
            every = shop.admin().all("/v1/orders?limit=100");
        }

        private long accepted(String path, List<Map<String, Object>> items) {
            return shop.admin()
                    .post(path, Map.of("items", items))
                    .expect(200)
                    .json()
                    .get("accepted")
                    .asLong();
        }

        private static Map<String, Object> move(JsonNode order, int kind) {
            String id = order.get("orderId").asString();
            Map<String, Object> one = Map.of("amount", 1, "currency", "GBP");
            return switch (kind) {
                case 0 -> Map.of("orderId", id, "action", "confirm");
                case 1 -> Map.of("orderId", id, "action", "confirm", "amount", one, "final", true);
                case 2 -> Map.of("orderId", id, "action", "decline", "reasonCode", "FRAUD");
                case 3 -> Map.of("orderId", id, "action", "amend", "amount", one, "reasonCode", "RETURNED");
                default -> Map.of("orderId", id, "action", "confirm", "amount", one);
            };
        }

        private Instant placedAt(JsonNode order) {
            return Instant.parse(order.get("placedAt").asString());
        }

        @Test
        void showTheNewestFirst() {
            assertThat(every).hasSize(902);
            List<Instant> times = every.stream().map(this::placedAt).toList();
            List<Instant> newestFirst = new ArrayList<>(times);
            newestFirst.sort(Collections.reverseOrder());
            assertThat(times).isEqualTo(newestFirst);
        }

        @Test
        void givePagesOfFiftyUnlessAskedForAnotherSize() {
            assertThat(shop.admin().get("/v1/orders").data()).hasSize(50);
            assertThat(shop.admin().get("/v1/orders?limit=1").data()).hasSize(1);
            assertThat(shop.admin().get("/v1/orders?limit=500").data()).hasSize(500);
            for (String limit : List.of("0", "501", "-1", "x", "1.5", "99999999999999999999")) {
                Answer answer = shop.admin().get("/v1/orders?limit=" + limit);
                answer.expectProblem(400, "request.invalid-limit");
                assertThat(answer.badFields()).containsExactly("limit");
            }
        }

        @Test
        void tellWhetherThereIsMore() {
            JsonNode page = shop.admin().get("/v1/orders?limit=500").json().get("page");
            assertThat(page.get("hasMore").asBoolean()).isTrue();
            JsonNode last = shop.admin()
                    .get("/v1/orders?limit=500&cursor=" + page.get("next").asString())
                    .json();
            assertThat(last.get("data")).hasSize(402);
            assertThat(last.get("page").get("hasMore").asBoolean()).isFalse();
            assertThat(last.get("page").has("next")).isFalse();
        }

        Stream<String> filters() {
            return Stream.of(
                    "status=SUCCESSFUL",
                    "status=PENDING",
                    "status=FAILED",
                    "commissionStatus=N/A",
                    "commissionStatus=PENDING",
                    "commissionStatus=SUCCESSFUL",
                    "categoryId=gifts",
                    "providerId=zenith",
                    "productId=product-acme",
                    "integrationId=app",
                    "customerId=c-7",
                    "providerId=acme&integrationId=app&status=SUCCESSFUL",
                    "customerId=c-3&providerId=acme",
                    "providerId=nobody");
        }

        private boolean matches(JsonNode order, String filter) {
            return Stream.of(filter.split("&"))
                    .map(part -> part.split("=", 2))
                    .allMatch(part -> order.get(part[0]).asString().equals(part[1]));
        }

        @ParameterizedTest
        @MethodSource("filters")
        void filterByEachField(String filter) {
            List<JsonNode> wanted =
                    every.stream().filter(order -> matches(order, filter)).toList();
            assertThat(shop.admin().all("/v1/orders?" + filter)).isEqualTo(wanted);
            assertTotals("?" + filter, wanted);
            List<JsonNode> within = wanted.stream()
                    .filter(order -> isWithin(order, "2011-03-03T07:11:13Z", "2011-03-20T17:59:59.5Z"))
                    .toList();
            String range = "&from=2011-03-03T07:11:13Z&to=2011-03-20T17:59:59.5Z";
            assertThat(shop.admin().all("/v1/orders?" + filter + range)).isEqualTo(within);
            assertTotals("?" + filter + range, within);
        }

        private boolean isWithin(JsonNode order, String from, String to) {
            return !placedAt(order).isBefore(Instant.parse(from))
                    && placedAt(order).isBefore(Instant.parse(to));
        }

        private void assertTotals(String query, List<JsonNode> orders) {
            JsonNode total = shop.totals(query);
            if (orders.isEmpty()) {
                assertThat(total).isEmpty();
                return;
            }
            assertThat(total.get("orders").asLong()).isEqualTo(orders.size());
            for (String figure : List.of("pending", "paid", "declined", "reversed")) {
                assertThat(total.get(figure).asLong())
                        .as(figure + " of " + query)
                        .isEqualTo(orders.stream()
                                .mapToLong(o -> o.get("commission").get(figure).asLong())
                                .sum());
            }
        }

        @Test
        void takeHalfOpenRangesThatNeedNotBeAligned() {
            Random random = new Random(7);
            Instant start = Instant.parse("2011-02-20T00:00:00Z");
            for (int i = 0; i < 60; i++) {
                Instant from = start.plusSeconds(random.nextInt(50 * 86_400));
                Instant to = from.plusSeconds(random.nextInt(i % 2 == 0 ? 3_000 : 40 * 86_400));
                List<JsonNode> wanted = every.stream()
                        .filter(order -> isWithin(order, from.toString(), to.toString()))
                        .toList();
                assertTotals("?from=" + from + "&to=" + to, wanted);
            }
            Instant exactly = placedAt(every.get(100));
            List<JsonNode> fromThen =
                    every.stream().filter(o -> !placedAt(o).isBefore(exactly)).toList();
            assertTotals("?from=" + exactly, fromThen);
            assertThat(shop.admin().all("/v1/orders?from=" + exactly)).isEqualTo(fromThen);
            List<JsonNode> beforeThen =
                    every.stream().filter(o -> placedAt(o).isBefore(exactly)).toList();
            assertTotals("?to=" + exactly, beforeThen);
            assertThat(shop.admin().all("/v1/orders?to=" + exactly)).isEqualTo(beforeThen);
            assertTotals("?from=" + exactly + "&to=" + exactly, List.of());
        }

        @ParameterizedTest
        @CsvSource({
            "Europe/London, 2011-03-27, 2011-03-28",
            "Europe/London, 2011-03-26, 2011-03-27",
            "America/New_York, 2011-03-13, 2011-03-14",
            "Asia/Kathmandu, 2011-03-01, 2011-04-01",
            "UTC, 2011-03-01, 2011-03-02"
        })
        void takeDaysInATimezone(String zone, String from, String to) {
            Instant start = LocalDate.parse(from).atStartOfDay(ZoneId.of(zone)).toInstant();
            Instant end = LocalDate.parse(to).atStartOfDay(ZoneId.of(zone)).toInstant();
            List<JsonNode> wanted = every.stream()
                    .filter(order -> isWithin(order, start.toString(), end.toString()))
                    .toList();
            String query = "?from=" + from + "&to=" + to + "&timezone=" + zone;
            assertThat(wanted).isNotEmpty();
            assertThat(shop.admin().all("/v1/orders" + query)).isEqualTo(wanted);
            assertTotals(query, wanted);
        }

        @Test
        void keepOneTotalACurrency() {
            TestOrganisation several = TestService.shared().organisation().withCatalogue();
            for (String currency : List.of("KWD", "GBP", "JPY", "GBP")) {
                Map<String, Object> order = order(TestClient.newKey(), 1);
                order.put("value", Map.of("amount", 1000, "currency", currency));
                several.place(order).expect(201);
            }
            JsonNode answer = several.admin().get("/v1/commissions/totals").json();
            assertThat(answer.get("totals")).isEqualTo(TestClient.JSON.readTree("""
                    [{"currency": "GBP", "orders": 2, "pending": 100, "paid": 0, "declined": 0, "reversed": 0},
                     {"currency": "JPY", "orders": 1, "pending": 50, "paid": 0, "declined": 0, "reversed": 0},
                     {"currency": "KWD", "orders": 1, "pending": 50, "paid": 0, "declined": 0, "reversed": 0}]"""));
            assertThat(answer.get("position").asLong()).isPositive();
        }

        @Test
        void keepTheirPlaceWhileTheListGrows() {
            TestOrganisation growing = TestService.shared().organisation().withCatalogue();
            IntStream.range(0, 10)
                    .forEach(i -> growing.place(order("old-" + i, 100, "at", "2011-03-01T10:0" + i + ":00Z"))
                            .expect(201));
            Answer first = growing.admin().get("/v1/orders?limit=4");
            assertThat(first.each("orderId")).containsExactly("old-9", "old-8", "old-7", "old-6");
            growing.place(order("newer", 100, "at", "2011-03-02T10:00:00Z")).expect(201);
            growing.place(order("older", 100, "at", "2011-02-01T10:00:00Z")).expect(201);
            String cursor = first.json().get("page").get("next").asString();
            assertThat(growing.admin()
                            .get("/v1/orders?limit=4&cursor=" + cursor)
                            .each("orderId"))
                    .containsExactly("old-5", "old-4", "old-3", "old-2");
            assertThat(growing.admin().all("/v1/orders?limit=1")).hasSize(12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!!!", "bm90aGluZw", "AAAA", "%0A"})
    void aCursorThatWasNotGivenOutIsRefused(String cursor) {
        Answer answer = admin.get("/v1/orders?cursor=" + cursor);
        answer.expectProblem(400, "request.invalid-cursor");
        assertThat(answer.badFields()).containsExactly("cursor");
    }

    @Test
    void aCursorIsGoodForTheFiltersThatItWasMadeFor() {
        TestOrganisation other = TestService.shared().organisation().withCatalogue();
        other.place("one", 100);
        other.place("two", 100);
        String list = "/v1/orders?status=SUCCESSFUL&limit=1";
        String cursor = other.admin().get(list).json().get("page").get("next").asString();
        for (String wrong : List.of("?status=PENDING", "?from=2011-03-01&status=SUCCESSFUL", "?limit=1")) {
            other.admin().get("/v1/orders" + wrong + "&cursor=" + cursor).expectProblem(400, "request.invalid-cursor");
        }
        assertThat(other.admin()
                        .get("/v1/orders?limit=7&status=SUCCESSFUL&cursor=" + cursor)
                        .data())
                .hasSize(1);
    }

    @Test
    void anIngestClientSetsTheStatusOfOrdersThatOthersPlacedAndDoesNotReadThem() {
        TestClient maker = organisation.newClient(Role.INGEST);
        TestClient other = organisation.newClient(Role.INGEST);
        maker.post("/v1/orders", order("made", 100, "status", "PENDING")).expect(201);
        maker.post("/v1/orders", order("made-too", 100, "status", "PENDING")).expect(201);
        other.post("/v1/orders/made/status", Map.of("status", "SUCCESSFUL")).expect(200);
        other.postCsv("/v1/orders/status/bulk", "orderId,status\nmade-too,SUCCESSFUL\n")
                .expect(200);
        assertThat(maker.get("/v1/orders/made-too").json().get("status").asString())
                .isEqualTo("SUCCESSFUL");
        other.get("/v1/orders/made").expectProblem(404, "order.unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"categories", "clients", "events", "products"})
    void aCursorOfAnotherListIsRefused(String list) {
        TestOrganisation other = TestService.shared().organisation().withCatalogue();
        other.provider("acme");
        other.place("one", 100);
        String cursor = other.admin()
                .get("/v1/" + list + "?limit=1")
                .json()
                .get("page")
                .get("next")
                .asString();
        for (String wrong : List.of("orders", "categories", "clients", "events", "products")) {
            if (!wrong.equals(list)) {
                other.admin().get("/v1/" + wrong + "?cursor=" + cursor).expectProblem(400, "request.invalid-cursor");
            }
        }
    }
}
