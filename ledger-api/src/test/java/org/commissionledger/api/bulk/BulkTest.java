package org.commissionledger.api.bulk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkTest {

    private static final String HEADER = "orderId,integrationId,productId,customerId,amount,currency,status,placedAt\n";

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private static String row(String orderId) {
        return orderId + ",web-shop,product-acme,c-1,1000,GBP,SUCCESSFUL,2011-03-01T10:00:00Z\n";
    }

    private static String json(Object value) {
        return TestClient.JSON.writeValueAsString(value);
    }

    private static void assertCounts(Answer answer, int accepted, int unchanged, int rejected) {
        JsonNode counts = answer.expect(200).json();
        assertThat(List.of(
                        counts.get("accepted").asInt(),
                        counts.get("unchanged").asInt(),
                        counts.get("rejected").asInt()))
                .as(answer.body().length() > 2_000 ? answer.body().substring(0, 2_000) : answer.body())
                .containsExactly(accepted, unchanged, rejected);
    }

    private static List<String> outcomes(Answer answer) {
        List<String> outcomes = new ArrayList<>();
        answer.json()
                .get("results")
                .forEach(r -> outcomes.add(r.get("index").asInt() + " "
                        + r.path("id").asString("-") + " " + r.get("outcome").asString() + " "
                        + r.path("code").asString("-")));
        return outcomes;
    }

    private boolean exists(String orderId) {
        return admin.get("/v1/orders/" + orderId).status() == 200;
    }

    @Nested
    class Continue {

        @Test
        void letsEachItemStandAloneInJson() {
            organisation.place("json-old", 1000);
            Answer answer = admin.post(
                    "/v1/orders/bulk",
                    Map.of(
                            "items",
                            List.of(
                                    order("json-new", 1000),
                                    order("json-old", 1000),
                                    order("json-old", 1001),
                                    order("json-zero", 0),
                                    order("json-lost", 1000, "productId", "none"),
                                    order("bad id", 1000),
                                    order("json-odd", 1000, "colour", "red"),
                                    7,
                                    order("json-last", 1000))));
            assertCounts(answer, 2, 1, 6);
            assertThat(outcomes(answer))
                    .containsExactly(
                            "1 json-old unchanged -",
                            "2 json-old rejected order.duplicate",
                            "3 json-zero rejected order.invalid-value",
                            "4 json-lost rejected catalogue.unknown-product",
                            "5 bad id rejected request.invalid-identifier",
                            "6 json-odd rejected request.unknown-field",
                            "7 - rejected request.malformed");
            assertThat(exists("json-last")).isTrue();
        }

        @Test
        void letsEachItemStandAloneInCsv() {
            organisation.place("csv-old", 1000);
            String csv = HEADER + row("csv-new") + row("csv-old")
                    + row("csv-old").replace("1000", "1001")
                    + row("csv-zero").replace("1000", "0") + row("csv-float").replace("1000", "10.5")
                    + row("csv-gold").replace("GBP", "XAU") + "csv-short,web-shop\n"
                    + row("csv-long").replace("\n", ",more\n") + row("csv-last");
            Answer answer = admin.postCsv("/v1/orders/bulk?mode=continue", csv);
            assertCounts(answer, 2, 1, 6);
            assertThat(outcomes(answer))
                    .containsExactly(
                            "1 csv-old unchanged -",
                            "2 csv-old rejected order.duplicate",
                            "3 csv-zero rejected order.invalid-value",
                            "4 csv-float rejected order.invalid-value",
                            "5 csv-gold rejected request.invalid-currency",
                            "6 - rejected request.invalid-row",
                            "7 - rejected request.invalid-row");
            assertThat(exists("csv-last")).isTrue();
        }

        @Test
        void listsEveryResultWhenAsked() {
            Answer answer = admin.postCsv("/v1/orders/bulk?results=all", HEADER + row("all-1") + row("all-2"));
            assertThat(outcomes(answer)).containsExactly("0 all-1 accepted -", "1 all-2 accepted -");
            assertThat(answer.json().get("results").get(0).propertyNames())
                    .containsExactlyInAnyOrder("index", "id", "outcome");
        }

        @Test
        void namesWhatTheLedgerMade() {
            Map<String, Object> order = order("none", 1_000);
            order.remove("orderId");
            String id = made("/v1/orders/bulk", order);
            assertThat(admin.get("/v1/orders/" + id).expect(200).status()).isEqualTo(200);
            assertThat(made("/v1/customer-events/bulk", Map.of("customerId", "c-1", "type", "VISITED")))
                    .hasSize(36);
            admin.put(
                            "/v1/accounts/made",
                            Map.of("name", "Made", "type", "CUSTOMER", "currency", "GBP", "overdraftLimit", 9))
                    .expect(200);
            Map<String, Object> penny = Map.of("amount", 1, "currency", "GBP");
            assertThat(made(
                            "/v1/usage/bulk",
                            Map.of("accountId", "made", "productId", "product-acme", "amount", penny)))
                    .hasSize(36);
        }

        private String made(String path, Map<String, Object> item) {
            return admin.post(path + "?results=all", Map.of("items", List.of(item)))
                    .expect(200)
                    .json()
                    .get("results")
                    .get(0)
                    .get("id")
                    .asString();
        }

        @Test
        void saysWhyAnItemWasRefused() {
            JsonNode refused = admin.postCsv(
                            "/v1/orders/bulk", HEADER + row("why").replace("1000", "0"))
                    .json()
                    .get("results")
                    .get(0);
            assertThat(refused.propertyNames()).containsExactlyInAnyOrder("index", "id", "outcome", "code", "detail");
        }
    }

    @Nested
    class Atomic {

        @Test
        void writesAll() {
            Answer answer = admin.postCsv("/v1/orders/bulk?mode=atomic", HEADER + row("whole-1") + row("whole-2"));
            assertCounts(answer, 2, 0, 0);
            assertThat(exists("whole-1")).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "unknown, catalogue.unknown-product",
            "unreadable, request.invalid-identifier",
            "worthless, order.invalid-value"
        })
        void writesNothingWhenOneItemIsRefused(String kind, String code) {
            String bad = switch (kind) {
                case "unknown" -> row("atomic-bad").replace("product-acme", "none");
                case "unreadable" -> row("atomic bad");
                default -> row("atomic-bad").replace("1000", "0");
            };
            long events = organisation.events();
            String key = TestClient.newKey();
            String csv = HEADER + row("atomic-1") + bad + row("atomic-3");
            Answer answer = admin.postCsv("/v1/orders/bulk?mode=atomic", csv, key);
            assertCounts(answer, 0, 0, 3);
            assertThat(answer.json().get("results").get(1).get("code").asString())
                    .isEqualTo(code);
            assertThat(answer.json().get("results").get(0).get("code").asString())
                    .isEqualTo("bulk.not-applied");
            assertThat(organisation.events()).isEqualTo(events);
            assertThat(exists("atomic-1")).isFalse();
            Answer again = admin.postCsv("/v1/orders/bulk?mode=atomic", csv, key);
            assertThat(again.isReplayed()).isTrue();
            assertThat(again.body()).isEqualTo(answer.body());
        }

        @Test
        void isNotStoppedByWhatIsAlreadyAsAsked() {
            organisation.place(order("atomic-old", 1000)).expect(201);
            assertCounts(
                    admin.postCsv("/v1/orders/bulk?mode=atomic", HEADER + row("atomic-old") + row("atomic-new")),
                    1,
                    1,
                    0);
        }

        @Test
        void takesTenThousandItemsAndNoMore() {
            String most = IntStream.range(0, 10_000)
                    .mapToObj(i -> row("most-" + i))
                    .collect(Collectors.joining("", HEADER, ""));
            long events = organisation.events();
            admin.postCsv("/v1/orders/bulk?mode=atomic", most + row("one-more"))
                    .expectProblem(400, "bulk.too-many-items");
            assertThat(organisation.events()).isEqualTo(events);
            assertCounts(admin.postCsv("/v1/orders/bulk?mode=atomic", most), 10_000, 0, 0);
        }
    }

    @Nested
    class Order {

        @ParameterizedTest
        @ValueSource(strings = {"continue", "atomic"})
        void isThatOfTheBody(String mode) {
            String id = "sequence-" + mode;
            organisation.place(id, 20_000);
            String csv = "orderId,action,amount,currency,final,reasonCode,reference,at\n"
                    + id + ",amend,900,GBP,,RETURNED,,2011-03-02T10:00:00Z\n"
                    + id + ",confirm,400,GBP,,,R-1,2011-03-03T10:00:00Z\n"
                    + id + ",decline,,,,CANCELLED,,2011-03-04T10:00:00Z\n"
                    + id + ",reverse,100,GBP,,FRAUD,,2011-03-05T10:00:00Z\n";
            assertCounts(admin.postCsv("/v1/commissions/bulk?mode=" + mode, csv), 4, 0, 0);
            assertThat(organisation.order(id).get("commission")).isEqualTo(TestClient.JSON.readTree("""
                    {"currency": "GBP", "expected": 1000, "pending": 0, "paid": 300, "declined": 500, "reversed": 100}"""));
        }

        @Test
        void letsAnOrderBePlacedOnceWithinABody() {
            Answer answer = admin.postCsv(
                    "/v1/orders/bulk?results=all",
                    HEADER + row("twice") + row("twice") + row("twice").replace("1000", "7"));
            assertThat(outcomes(answer))
                    .containsExactly("0 twice accepted -", "1 twice unchanged -", "2 twice rejected order.duplicate");
        }

        @ParameterizedTest
        @ValueSource(strings = {"continue", "atomic"})
        void sentAgainAfterPartialMovesFindsWhatAlreadyHolds(String mode) {
            String id = "again-" + mode;
            organisation.place(id + 1, 20_000);
            organisation.place(id + 2, 20_000);
            for (String order : List.of(id + 1, id + 2)) {
                admin.post(
                                "/v1/orders/" + order + "/commission/confirm",
                                "{\"amount\":{\"amount\":400,\"currency\":\"GBP\"}}")
                        .expect(200);
            }
            String csv = "orderId,action,reasonCode,reference\n" + id + "1,decline,CANCELLED,R-1\n" + id
                    + "2,reverse,FRAUD,R-1\n";
            assertCounts(admin.postCsv("/v1/commissions/bulk?mode=" + mode, csv), 2, 0, 0);
            long events = organisation.events();
            assertCounts(admin.postCsv("/v1/commissions/bulk?mode=" + mode, csv), 0, 2, 0);
            assertCounts(admin.postCsv("/v1/commissions/bulk?mode=" + mode, csv.replace("R-1", "R-2")), 0, 0, 2);
            admin.post("/v1/orders/" + id + "1/commission/decline", "{\"reasonCode\":\"CANCELLED\"}")
                    .expectProblem(409, "commission.illegal-transition");
            assertThat(organisation.events()).isEqualTo(events);
        }

        @Test
        void leavesOutWhatTheStateDoesNotAllow() {
            organisation.place("moves", 20_000);
            String csv = "orderId,action,amount,currency,reasonCode\n"
                    + "moves,reverse,,,FRAUD\n" + "moves,confirm,,,\n" + "moves,decline,,,FRAUD\n"
                    + "moves,reverse,1001,GBP,FRAUD\n" + "nowhere,confirm,,,\n" + "moves,vanish,,,\n"
                    + "moves,confirm,,,\n";
            Answer answer = admin.postCsv("/v1/commissions/bulk", csv);
            assertThat(outcomes(answer))
                    .containsExactly(
                            "0 moves rejected commission.illegal-transition",
                            "2 moves rejected commission.illegal-transition",
                            "3 moves rejected commission.exceeds-paid",
                            "4 nowhere rejected order.unknown",
                            "5 moves rejected request.invalid-value",
                            "6 moves unchanged -");
        }
    }

    @Nested
    class Json {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[]",
                    "null",
                    "7",
                    "{}",
                    "{\"items\":7}",
                    "{\"items\":[}",
                    "{\"items\":[{\"a\":1]}",
                    "{\"items\":[]} x",
                    "{\"items\":[],\"more\":1}",
                    "{\"more\":1,\"items\":[]}",
                    "{\"items\":[{\"orderId\":\"a\",\"orderId\":\"b\"}]}",
                    "{\"items\":[",
                    "{\"items\":[{}"
                })
        void thatIsNotItemsIsRefused(String body) {
            long events = organisation.events();
            Answer answer = admin.post("/v1/orders/bulk", body);
            assertThat(answer.status()).as(body + " -> " + answer.body()).isEqualTo(400);
            assertThat(answer.json().get("code").asString()).startsWith("request.");
            assertThat(organisation.events()).isEqualTo(events);
        }

        @Test
        void withoutItemsDoesNothing() {
            assertCounts(admin.post("/v1/orders/bulk", "{\"items\":[]}"), 0, 0, 0);
        }

        @Test
        void ofManyWindowsIsTaken() {
            List<Map<String, Object>> items = IntStream.range(0, 1_234)
                    .mapToObj(i -> order("window-" + i, 1000))
                    .toList();
            assertCounts(admin.post("/v1/orders/bulk", Map.of("items", items)), 1_234, 0, 0);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"items\":[{\"orderId\":\"", "{\"items\":[[", "{\"items\":["})
        void withAnEndlessItemIsRefusedBeforeItIsHeld(String begin) {
            Answer answer =
                    stream("application/json", begin, begin.endsWith("\"") ? "x" : begin.endsWith("[[") ? "1," : " ");
            answer.expectProblem(400, "request.malformed");
            assertThat(answer.json().get("detail").asString()).contains("longer than 1048576 bytes");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"items\":[],\"more\":1}", "{\"more\":1,\"items\":[]}"})
        void hasNoFieldBesideItsItems(String body) {
            Answer answer = admin.post("/v1/orders/bulk", body);
            answer.expectProblem(400, "request.unknown-field");
            assertThat(answer.json().get("errors").get(0).get("field").asString())
                    .isEqualTo("more");
        }

        @Test
        void thatBreaksOffLaterKeepsWhatWentBeforeAndSaysSo() {
            String items = IntStream.range(0, 700)
                    .mapToObj(i -> json(order("broken-" + i, 1000)))
                    .collect(Collectors.joining(","));
            Answer answer = admin.post("/v1/orders/bulk", "{\"items\":[" + items + ",{]}");
            answer.expectProblem(400, "request.malformed");
            assertThat(answer.json().get("detail").asString()).contains("500 items before were carried out");
            assertThat(answer.position()).isPositive();
            assertCounts(admin.post("/v1/orders/bulk", "{\"items\":[" + items + "]}"), 200, 500, 0);
        }
    }

    @Nested
    class Csv {

        @Test
        void isReadAsRfc4180HasItAndALittleMore() {
            String csv = "\uFEFF" + HEADER.replace("orderId", "\"orderId\"").replace("\n", "\r\n")
                    + "\"quoted\",\"web-shop\",\"product-acme\",\"c-1\",\"1000\",GBP,SUCCESSFUL,2011-03-01T10:00:00Z\r\n"
                    + "\r\n"
                    + " spaced , web-shop,product-acme,c-1,1000,GBP,SUCCESSFUL,2011-03-01T10:00:00Z\r\n"
                    + row("unix-end")
                    + row("no-end").stripTrailing();
            assertCounts(admin.postCsv("/v1/orders/bulk", csv), 4, 0, 0);
            for (String id : List.of("quoted", "spaced", "unix-end", "no-end")) {
                assertThat(exists(id)).as(id).isTrue();
            }
        }

        @Test
        void mayHaveQuotesCommasAndLineBreaksWithinQuotes() {
            organisation.place(order("noted", 1000, "status", "PENDING")).expect(201);
            String csv = "orderId,status,reason\nnoted,FAILED,\"said \"\"no\"\", then left: \u00e9\u20ac\"\n";
            assertCounts(admin.postCsv("/v1/orders/status/bulk", csv), 1, 0, 0);
            assertThat(admin.get("/v1/events?stream=order/noted&type=order.failed")
                            .data()
                            .getFirst()
                            .get("payload")
                            .get("reason")
                            .asString())
                    .isEqualTo("said \"no\", then left: \u00e9\u20ac");
        }

        @Test
        void mayHaveItsColumnsInAnyOrderAndACommission() {
            String csv =
                    "currency,amount,commission,productId,integrationId,orderId\nGBP,1000,77,product-acme,app,mixed\n";
            assertCounts(admin.postCsv("/v1/orders/bulk", csv), 1, 0, 0);
            JsonNode shown = organisation.order("mixed");
            assertThat(shown.get("commission").get("expected").asInt()).isEqualTo(77);
            assertThat(shown.get("status").asString()).isEqualTo("PENDING");
        }

        @Test
        void makesAnonymousCustomersOfEmptyCells() {
            assertCounts(
                    admin.postCsv("/v1/orders/bulk", HEADER + row("anonymous").replace("c-1", "")), 1, 0, 0);
            assertCounts(
                    admin.postCsv("/v1/orders/bulk", HEADER + row("anonymous").replace("c-1", "")), 0, 1, 0);
            assertThat(organisation.order("anonymous").get("customerId").asString())
                    .hasSize(36);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "orderId,integrationId,productId,amount|currency|request.missing-field",
                    "integrationId,productId,amount,currency,colour|colour|request.unknown-field",
                    "integrationId,productId,amount,currency,amount|amount|request.duplicate-field",
                    "integrationId,productId,amount,currency,at|at|request.unknown-field"
                })
        void withAWrongHeaderIsRefused(String header, String field, String code) {
            Answer answer = admin.postCsv("/v1/orders/bulk", header + "\n" + row("x"));
            answer.expectProblem(400, code);
            assertThat(answer.badFields()).containsExactly(field);
        }

        @Test
        void thatIsEmptyIsRefusedAndOneWithoutRowsDoesNothing() {
            admin.postCsv("/v1/orders/bulk", "").expectProblem(400, "request.malformed");
            assertCounts(admin.postCsv("/v1/orders/bulk", HEADER), 0, 0, 0);
        }

        @Test
        void withAQuoteThatIsNotClosedIsRefused() {
            admin.postCsv("/v1/orders/bulk", HEADER + "\"open,web-shop\n").expectProblem(400, "request.malformed");
        }

        @Test
        void withAnEndlessRowIsRefusedBeforeItIsHeld() {
            Answer answer = stream(HEADER + row("before-endless") + "\"open,web-shop,", "x,\n");
            answer.expectProblem(400, "request.malformed");
            assertThat(answer.json().get("detail").asString()).contains("line 3", "65536 characters", "quotation mark");
            assertThat(exists("before-endless")).isFalse();
        }

        @Test
        void withAnEndlessRowLaterKeepsWhatWentBeforeAndSaysSo() {
            String rows =
                    IntStream.range(0, 600).mapToObj(i -> row("endless-" + i)).collect(Collectors.joining());
            Answer answer = stream(HEADER + rows + "\"open,", "\u20ac");
            answer.expectProblem(400, "request.malformed");
            assertThat(answer.json().get("detail").asString())
                    .contains("line 602", "500 items before were carried out");
        }

        @Test
        void mayHaveRowsOf65536CharactersAndNoLongerOnes() {
            String longest = "long," + "FAILED," + "\u20ac".repeat(65_536 - "longFAILED".length());
            Answer answer = admin.postCsv("/v1/orders/status/bulk", "orderId,status,reason\n" + longest + "\n");
            assertThat(outcomes(answer)).containsExactly("0 long rejected request.invalid-text");
            admin.postCsv("/v1/orders/status/bulk", "orderId,status,reason\n" + longest + "x\n")
                    .expectProblem(400, "request.malformed");
        }

        @Test
        void thatIsNotUtf8IsRefused() {
            byte[] latin = ("orderId,status,reason\nx,FAILED,d\u00e9j\u00e0 vu\n").getBytes(ISO_8859_1);
            admin.post("/v1/orders/status/bulk", "text/csv", latin, TestClient.newKey())
                    .expectProblem(400, "request.malformed");
        }

        @Test
        void isKnownByItsTypeHoweverThatIsWritten() {
            for (String type : List.of("text/csv; charset=utf-8", "TEXT/CSV", "text/csv;header=present")) {
                String id = "type-" + type.hashCode();
                assertCounts(
                        admin.post("/v1/orders/bulk", type, (HEADER + row(id)).getBytes(UTF_8), TestClient.newKey()),
                        1,
                        0,
                        0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=part",
                "nonsense"
            })
    void anotherContentTypeIsRefused(String type) {
        admin.post("/v1/orders/bulk", type, (HEADER + row("typed")).getBytes(UTF_8), TestClient.newKey())
                .expectProblem(415, "request.unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource({
        "mode=some, mode, request.invalid-value",
        "results=none, results, request.invalid-value",
        "colour=red, colour, request.unknown-parameter",
        "mode=atomic&mode=continue, mode, request.invalid-parameter"
    })
    void aParameterThatMakesNoSenseIsRefused(String query, String field, String code) {
        Answer answer = admin.postCsv("/v1/orders/bulk?" + query, HEADER + row("parameter"));
        answer.expectProblem(400, code);
        assertThat(answer.badFields()).containsExactly(field);
        assertThat(exists("parameter")).isFalse();
    }

    /** 200,000 status updates, made on the way: they are for an order that is not there, which is the quickest to decide. */
    @Test
    void aBodyOfAnySizeIsStreamed() {
        int rows = 200_000;
        Iterator<InputStream> chunks = Stream.iterate(0, i -> i < rows, i -> i + 1_000)
                .map(BulkTest::thousandRows)
                .iterator();
        InputStream body = new SequenceInputStream(Collections.enumeration(
                new ArrayList<>(List.of(in("orderId,status\n"), new SequenceInputStream(enumeration(chunks))))));
        Answer answer = admin.post(
                "/v1/orders/status/bulk", "text/csv", BodyPublishers.ofInputStream(() -> body), TestClient.newKey());
        assertCounts(answer, 0, 0, rows);
        assertThat(answer.json().get("results")).hasSize(rows);
        assertThat(answer.json().get("results").get(rows - 1).get("index").asInt())
                .isEqualTo(rows - 1);
    }

    private Answer stream(String begin, String again) {
        return stream("text/csv", begin, again);
    }

    /** 50 MB and more: {@code begin}, and then the same again and again. */
    private Answer stream(String type, String begin, String again) {
        byte[] megabyte = again.repeat((1 << 20) / again.length()).getBytes(UTF_8);
        Iterator<InputStream> chunks = Stream.generate(() -> (InputStream) new ByteArrayInputStream(megabyte))
                .limit(50)
                .iterator();
        InputStream body = new SequenceInputStream(in(begin), new SequenceInputStream(enumeration(chunks)));
        return admin.post("/v1/orders/bulk", type, BodyPublishers.ofInputStream(() -> body), TestClient.newKey());
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static InputStream thousandRows(int from) {
        return in(IntStream.range(from, from + 1_000)
                .mapToObj(i -> "missing-" + i % 50 + ",FAILED\n")
                .collect(Collectors.joining()));
    }

    private static Enumeration<InputStream> enumeration(Iterator<InputStream> chunks) {
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return chunks.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return chunks.next();
            }
        };
    }

    @Test
    void aDryRunDecidesEachItemOnWhatThoseBeforeItWouldComeToAndWritesNothing() {
        organisation.place("dry-1", 2_000);
        long events = organisation.events();
        String key = TestClient.newKey();
        String rows = "orderId,action,amount,currency\ndry-1,confirm,60,GBP\ndry-1,confirm,60,GBP\nunknown,confirm,,\n";
        Answer dry = send("/v1/commissions/bulk?results=all&dryRun=true", key, rows);
        assertCounts(dry, 1, 0, 2);
        assertThat(outcomes(dry)).hasSize(3);
        assertThat(dry.json().get("results").get(1).get("code").asString()).isEqualTo("commission.exceeds-pending");
        assertThat(organisation.events()).isEqualTo(events);
        Answer run = send("/v1/commissions/bulk?results=all", key, rows);
        assertThat(run.body()).isEqualTo(dry.body());
        assertThat(organisation.events()).isEqualTo(events + 1);
    }

    private Answer send(String path, String key, String csv) {
        return admin.send(admin.request(path)
                .header("Idempotency-Key", key)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(csv)));
    }
}
