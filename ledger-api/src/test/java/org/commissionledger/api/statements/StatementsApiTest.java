package org.commissionledger.api.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each test has an organisation of its own: five orders of {@code acme} over £10 at 5 %, and one of {@code zenith}. */
class StatementsApiTest {

    private static final String UPLOAD = "/v1/statements?providerId=acme&reference=STMT-1";
    private static final String HEADER = "orderId,amount,currency,at\n";
    private static final String MARCH = "&from=2011-03-01&to=2011-04-01";

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient finance = organisation.as(Role.FINANCE);
    private final TestClient admin = organisation.admin();
    private final TestClient auditor = organisation.as(Role.AUDITOR);

    @BeforeEach
    void orders() {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            organisation.place(id, 1_000);
        }
        organisation.place(TestOrganisation.order("z", 1_000, "productId", "product-zenith"));
    }

    private static String csv(String... rows) {
        return HEADER + String.join("\n", rows) + "\n";
    }

    private Answer upload(String parameters, String... rows) {
        return finance.postCsv(UPLOAD + parameters, csv(rows));
    }

    private static List<String> outcomes(JsonNode lines) {
        return lines.valueStream()
                .map(line -> line.get("outcome").asString() + " "
                        + line.get("proposal").asString())
                .toList();
    }

    private String id(Answer uploaded) {
        return uploaded.expect(201).json().get("statementId").asString();
    }

    private Answer apply(TestClient client, String id, Object body) {
        return client.post("/v1/statements/" + id + "/apply", body);
    }

    @Test
    void hasNoFieldBesideItsItems() {
        finance.post(UPLOAD, "{\"items\":[],\"more\":1}").expectProblem(400, "request.unknown-field");
        finance.post(UPLOAD, "{\"more\":1,\"items\":[]}").expectProblem(400, "request.unknown-field");
        finance.post(UPLOAD, "{\"items\":[]} 1").expectProblem(400, "request.malformed");
    }

    /** What was placed before the end of the statement: the day of a payment is not that of the order. */
    @Test
    void withoutAPeriodWhatIsPendingBeforeItsEndIsLookedFor() {
        JsonNode later =
                upload("&dryRun=true", "a,50,GBP,2011-05-31").expect(200).json();
        assertThat(later.get("summary").get("notInStatement").asLong()).isEqualTo(4);
        JsonNode before =
                upload("&dryRun=true", "a,50,GBP,2011-02-28").expect(200).json();
        assertThat(before.get("summary").get("notInStatement").asLong()).isZero();
        JsonNode whenever = upload("&dryRun=true", "a,50,GBP,").expect(200).json();
        assertThat(whenever.get("summary").get("notInStatement").asLong()).isEqualTo(4);
    }

    @Test
    void whatIsExpectedInAnotherCurrencyIsNotComparedWithTheLine() {
        JsonNode line = upload("&dryRun=true", "a,50,EUR,2011-03-05")
                .expect(200)
                .json()
                .get("lines")
                .get(0);
        assertThat(line.get("reason").asString()).isEqualTo("OTHER_CURRENCY");
        assertThat(line.has("expected")).isFalse();
    }

    @Test
    void tellsOfEachLineHowItComparesAndWhatSettlesIt() {
        Answer answer = upload(
                        MARCH,
                        "a,50,GBP,2011-03-05",
                        "b,30,GBP,2011-03-05",
                        "c,51,GBP,2011-03-05",
                        "z,50,GBP,2011-03-05",
                        "none,50,GBP,2011-03-05",
                        "a,50,GBP,2011-03-05",
                        "d,-5,GBP,2011-03-05")
                .expect(201);
        JsonNode json = answer.json();
        assertThat(outcomes(json.get("lines")))
                .containsExactly(
                        "MATCHED confirm",
                        "AMOUNT_DIFFERS confirm",
                        "AMOUNT_DIFFERS review",
                        "NOT_IN_LEDGER none",
                        "NOT_IN_LEDGER none",
                        "DUPLICATE none",
                        "AMOUNT_DIFFERS review",
                        "NOT_IN_STATEMENT none");
        assertThat(json.get("lines").get(0).get("command").toString())
                .isEqualTo("{\"orderId\":\"a\",\"action\":\"confirm\",\"amount\":{\"amount\":50,\"currency\":\"GBP\"},"
                        + "\"reference\":\"STMT-1\",\"at\":\"2011-03-05T00:00:00Z\"}");
        assertThat(json.get("summary").toString())
                .isEqualTo("{\"matched\":1,\"amountDiffers\":3,\"notInLedger\":2,\"notInStatement\":1,\"duplicate\":1,"
                        + "\"totals\":[{\"currency\":\"GBP\",\"stated\":226,\"matched\":50,\"toConfirm\":80,"
                        + "\"toReverse\":0,\"notInStatement\":50}]}");
        assertThat(answer.header("Location")).isEqualTo("/v1/statements/" + id(answer));
        assertThat(auditor.get(answer.header("Location"))
                        .expect(200)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("UPLOADED");
        assertThat(auditor.all(answer.header("Location") + "/lines?limit=3"))
                .containsExactlyElementsOf(json.get("lines"));
        assertThat(auditor.get(answer.header("Location") + "/lines?outcome=NOT_IN_STATEMENT")
                        .data())
                .extracting(line -> line.get("orderIds").get(0).asString())
                .containsExactly("e");
    }

    private void confirm(String orderId, long pence) {
        admin.post(
                        "/v1/orders/" + orderId + "/commission/confirm",
                        Map.of("amount", Map.of("amount", pence, "currency", "GBP")))
                .expect(200);
    }

    /** It is that payment told again or the next part, which nobody can tell but a person: it is not booked as that part. */
    @Test
    void whatWasPaidBeforeIsLookedAtWhileMoreIsPending() {
        confirm("a", 20);
        confirm("b", 50);
        Answer uploaded = upload(
                MARCH, "a,20,GBP,2011-03-05", "b,50,GBP,2011-03-05", "c,20,GBP,2011-03-05", "d,50,GBP,2011-03-05");
        JsonNode lines = uploaded.expect(201).json().get("lines");
        assertThat(outcomes(lines).subList(0, 4))
                .containsExactly("MATCHED review", "MATCHED none", "AMOUNT_DIFFERS confirm", "MATCHED confirm");
        assertThat(lines.get(0).get("reason").asString()).isEqualTo("PAID_BEFORE");
        assertThat(lines.get(0).has("command")).isFalse();
        assertThat(lines.get(0).get("expected").get("amount").asLong()).isEqualTo(30);
        assertThat(lines.get(1).get("reason").asString()).isEqualTo("ALREADY_SETTLED");
        JsonNode totals = uploaded.json().get("summary").get("totals").get(0);
        assertThat(totals.get("toConfirm").asLong()).isEqualTo(70);
        String id = id(uploaded);
        assertThat(finance.get("/v1/statements/" + id + "/lines?format=csv")
                        .expect(200)
                        .body())
                .contains("\r\n1,a,MATCHED,PAID_BEFORE,GBP,0.20,0.30,2011-03-05T00:00:00Z,review,,STMT-1,\r\n");
        assertThat(apply(admin, id, "").expect(200).json().get("accepted").asInt())
                .isEqualTo(2);
        JsonNode paidBefore = organisation.order("a").get("commission");
        assertThat(paidBefore.get("paid").asLong()).isEqualTo(20);
        assertThat(paidBefore.get("pending").asLong()).isEqualTo(30);
    }

    @Test
    void isReadAsCsv() {
        String id = id(upload("&from=2011-04-01&to=2011-05-01", "a,50,GBP,", "b,60,GBP,"));
        assertThat(finance.get("/v1/statements/" + id + "/lines?format=csv")
                        .expect(200)
                        .body())
                .isEqualTo(
                        "line,orderIds,outcome,reason,currency,amount,expected,at,proposal,settled,reference,refused\r\n"
                                + "1,a,MATCHED,,GBP,0.50,0.50,,confirm,0.50,STMT-1,\r\n"
                                + "2,b,AMOUNT_DIFFERS,EXCEEDS_PENDING,GBP,0.60,0.50,,review,,STMT-1,\r\n");
        assertThat(finance.send(finance.request("/v1/statements/" + id + "/lines")
                                .header("Accept", "text/csv"))
                        .header("Content-Type"))
                .startsWith("text/csv");
    }

    @Test
    void isAppliedOnceByAnotherPerson() {
        String id = id(upload("", "a,50,GBP,2011-03-05", "b,30,GBP,2011-03-05", "c,90,GBP,2011-03-05"));
        apply(finance, id, "").expectProblem(409, "statement.four-eyes");
        apply(auditor, id, "").expectProblem(403, "access.denied");
        String key = TestClient.newKey();
        Answer applied = admin.post("/v1/statements/" + id + "/apply", "", key).expect(200);
        assertThat(applied.body()).isEqualTo("{\"accepted\":2,\"unchanged\":0,\"rejected\":0,\"results\":[]}");
        Answer again = admin.post("/v1/statements/" + id + "/apply", "", key).expect(200);
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.body()).isEqualTo(applied.body());
        apply(admin, id, "").expectProblem(409, "statement.already-applied");
        assertThat(organisation.order("a").get("commission").get("paid").asLong())
                .isEqualTo(50);
        assertThat(organisation.order("b").get("commission").get("pending").asLong())
                .isEqualTo(20);
        assertThat(organisation.order("c").get("commission").get("paid").asLong())
                .isZero();
        JsonNode confirmed =
                admin.get("/v1/events?type=commission.confirmed").data().getFirst();
        assertThat(confirmed.get("payload").get("reference").asString()).isEqualTo("STMT-1");
        JsonNode statement = admin.get("/v1/statements/" + id).json();
        assertThat(statement.get("state").asString()).isEqualTo("APPLIED");
        assertThat(statement.get("appliedBy").asString()).isEqualTo(admin.clientId());
    }

    @Test
    void reportsWhatTheStateDoesNotAllowAnyMore() {
        String id = id(upload("", "a,50,GBP,2011-03-05", "b,50,GBP,2011-03-05", "c,50,GBP,2011-03-05"));
        admin.post("/v1/orders/b/commission/decline", Map.of("reasonCode", "FRAUD"))
                .expect(200);
        Answer applied = apply(admin, id, "").expect(200);
        assertThat(applied.json().get("accepted").asInt()).isEqualTo(2);
        assertThat(applied.json().get("results").toString())
                .startsWith(
                        "[{\"index\":1,\"line\":2,\"id\":\"b\",\"outcome\":\"rejected\",\"code\":\"commission.illegal-transition\"");
        assertThat(admin.get("/v1/statements/" + id + "/lines")
                        .data()
                        .get(1)
                        .get("refused")
                        .toString())
                .isEqualTo("[{\"orderId\":\"b\",\"code\":\"commission.illegal-transition\"}]");
        assertThat(organisation.order("b").get("commission").get("declined").asLong())
                .isEqualTo(50);
    }

    @Test
    void isAppliedInPart() {
        String id = id(upload("", "a,50,GBP,2011-03-05", "b,50,GBP,2011-03-05", "c,30,GBP,2011-03-05"));
        Map<String, Object> some = Map.of("lines", List.of(2, 3), "outcomes", List.of("MATCHED"));
        assertThat(apply(admin, id, some).expect(200).json().get("accepted").asInt())
                .isEqualTo(1);
        assertThat(organisation.order("b").get("commission").get("paid").asLong())
                .isEqualTo(50);
        assertThat(organisation.order("a").get("commission").get("paid").asLong())
                .isZero();
    }

    /** First what agrees, then, when somebody has looked at it, what differs: no line is settled twice. */
    @Test
    void whatWasLeftIsAppliedLater() {
        String id = id(upload("", "a,50,GBP,2011-03-05", "b,30,GBP,2011-03-05", "c,50,GBP,2011-03-05"));
        assertThat(apply(admin, id, Map.of("outcomes", List.of("MATCHED")))
                        .expect(200)
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(2);
        apply(admin, id, Map.of("lines", List.of(1, 3), "outcomes", List.of("MATCHED")))
                .expectProblem(409, "statement.already-applied");
        List<JsonNode> lines = admin.get("/v1/statements/" + id + "/lines").data();
        assertThat(lines.get(0).get("applied").asBoolean()).isTrue();
        assertThat(lines.get(1).get("applied").asBoolean()).isFalse();
        assertThat(apply(admin, id, "").expect(200).body())
                .isEqualTo("{\"accepted\":1,\"unchanged\":0,\"rejected\":0,\"results\":[]}");
        apply(admin, id, Map.of("lines", List.of(2))).expectProblem(409, "statement.already-applied");
        assertThat(organisation.order("a").get("commission").get("paid").asLong())
                .isEqualTo(50);
        assertThat(organisation.order("b").get("commission").get("paid").asLong())
                .isEqualTo(30);
        JsonNode statement = admin.get("/v1/statements/" + id).json();
        assertThat(statement.get("applied").get("accepted").asInt()).isEqualTo(3);
        assertThat(statement.get("runs").size()).isEqualTo(2);
        assertThat(statement.get("runs").get(0).get("outcomes").toString()).isEqualTo("[\"MATCHED\"]");
        assertThat(statement.get("runs").get(1).get("applied").get("accepted").asInt())
                .isEqualTo(1);
    }

    @Test
    void aDryRunAnswersTheSameAndWritesNothing() {
        long before = organisation.events();
        String[] rows = {"a,50,GBP,2011-03-05", "q,50,GBP,2011-03-05"};
        JsonNode dry =
                upload(MARCH + "&dryRun=true&column.at=at", rows).expect(200).json();
        assertThat(organisation.events()).isEqualTo(before);
        admin.get("/v1/providers/acme/statement-mapping").expectProblem(404, "statement.no-mapping");
        JsonNode real = upload(MARCH, rows).expect(201).json();
        for (String field : List.of("summary", "lines", "digest", "from", "to")) {
            assertThat(dry.get(field)).as(field).isEqualTo(real.get(field));
        }
        assertThat(dry.get("state").asString()).isEqualTo("DRY_RUN");
    }

    @Test
    void theSameFileIsTakenOnceAndTheSameRequestAnsweredAgain() {
        String key = TestClient.newKey();
        String body = csv("a,50,GBP,2011-03-05");
        Answer first = finance.postCsv(UPLOAD, body, key).expect(201);
        Answer again = finance.postCsv(UPLOAD, body, key).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.isReplayed()).isTrue();
        Answer other = finance.postCsv(UPLOAD, body).expectProblem(409, "statement.duplicate");
        assertThat(other.json().get("detail").asString()).contains(id(first));
        finance.postCsv(UPLOAD, body + "b,50,GBP,\n", key).expectProblem(422, "idempotency.key-reused");
        finance.postCsv(UPLOAD.replace("acme", "zenith"), body).expect(201);
        assertThat(finance.get("/v1/statements?providerId=acme").data()).hasSize(1);
        assertThat(finance.get("/v1/statements").each("providerId")).containsExactly("zenith", "acme");
        assertThat(finance.all("/v1/statements?limit=1")).hasSize(2);
    }

    @Test
    void oneLineMayNameSeveralOrdersAndOneOrderStandOnSeveral() {
        JsonNode lines = upload("&tolerance=1", "a|b,101,GBP,2011-03-05", "c,20,GBP,2011-03-05", "c,30,GBP,2011-03-06")
                .expect(201)
                .json()
                .get("lines");
        assertThat(outcomes(lines).subList(0, 3)).containsOnly("MATCHED confirm");
        assertThat(lines.get(0).get("commands").get(1).get("allowExcess").asBoolean())
                .isTrue();
        assertThat(lines.get(0).has("command")).isFalse();
    }

    @Test
    void readsAndRemembersHowAProviderWrites() {
        String columns = "&column.orderId=Order%20No&column.amount=Commission&column.at=Day"
                + "&units=MAJOR&decimal=COMMA&dateFormat=dd.MM.yyyy&currency=GBP&timezone=Europe/London";
        String header = "\uFEFF\"Order No\";Shop;Commission;Day\r\n";
        JsonNode first = finance.postCsv(
                        UPLOAD + columns, header + "a;\"x;y\";0,50;05.03.2011\r\nb;;1.000,00;06.07.2011\r\n")
                .expect(201)
                .json();
        assertThat(outcomes(first.get("lines")).subList(0, 2))
                .containsExactly("MATCHED confirm", "AMOUNT_DIFFERS review");
        assertThat(first.get("lines").get(1).get("amount").get("amount").asLong())
                .isEqualTo(100_000);
        assertThat(first.get("lines").get(1).get("at").asString()).isEqualTo("2011-07-05T23:00:00Z");
        JsonNode second = finance.postCsv(UPLOAD, header + "c;;0,50;05.03.2011\r\n")
                .expect(201)
                .json();
        assertThat(outcomes(second.get("lines")).getFirst()).isEqualTo("MATCHED confirm");
        JsonNode kept =
                auditor.get("/v1/providers/acme/statement-mapping").expect(200).json();
        assertThat(kept.get("columns").get("orderId").asString()).isEqualTo("Order No");
        assertThat(finance.put("/v1/providers/acme/statement-mapping", Map.of("delimiter", "TAB"))
                        .expect(200)
                        .json()
                        .get("units")
                        .asString())
                .isEqualTo("MINOR");
        finance.postCsv(UPLOAD, "orderId\tamount\tcurrency\nd\t50\tGBP\n").expect(201);
    }

    @Test
    void namesLineAndFieldOfWhatIsWrongAndChangesNothing() {
        long before = organisation.events();
        Answer wrong = upload(
                        "", "a,50,GBP,2011-03-05", "b,1.5,GBP,2011-03-05", "#,50,GBP,soon", "c,50,XXX", ",50,GBP,")
                .expect(400);
        assertThat(wrong.badFields())
                .containsExactly(
                        "lines[3].amount", "lines[4].orderId", "lines[4].at", "lines[5].orderId", "lines[6].orderId");
        assertThat(wrong.json().get("errors").get(0).get("detail").asString()).startsWith("Line 3: ");
        Map<String, Object> bad = Map.of("orderId", "a", "amount", Map.of("amount", 1.5, "currency", "GBP"), "odd", 1);
        assertThat(finance.post(UPLOAD, Map.of("items", List.of(bad)))
                        .expect(400)
                        .badFields())
                .containsExactlyInAnyOrder("items[0].odd", "items[0].amount.amount");
        upload("").expectProblem(400, "statement.empty");
        finance.postCsv(UPLOAD, "").expectProblem(400, "request.malformed");
        finance.postCsv(UPLOAD, HEADER + "\"a,50,GBP,\n").expectProblem(400, "request.malformed");
        finance.postCsv(UPLOAD, "orderId,amount,colour\n").expectProblem(400, "request.unknown-field");
        finance.postCsv("/v1/statements?providerId=none&reference=r", csv("a,50,GBP,"))
                .expectProblem(422, "catalogue.unknown-provider");
        assertThat(finance.postCsv("/v1/statements", csv()).expect(400).badFields())
                .containsExactly("providerId", "reference");
        finance.post(UPLOAD, "text/plain", new byte[0], TestClient.newKey())
                .expectProblem(415, "request.unsupported-media-type");
        assertThat(organisation.events()).isEqualTo(before);
    }

    @Test
    void takesJsonAndBelongsToItsOrganisation() {
        Map<String, Object> item = Map.of("orderId", "a", "amount", Map.of("amount", 50, "currency", "GBP"));
        String id = id(finance.post(UPLOAD, Map.of("items", List.of(item))));
        TestClient stranger = TestService.shared().organisation().admin();
        stranger.get("/v1/statements/" + id).expectProblem(404, "statement.unknown");
        stranger.get("/v1/statements/" + id + "/lines").expectProblem(404, "statement.unknown");
        apply(stranger, id, "").expectProblem(404, "statement.unknown");
        assertThat(stranger.get("/v1/statements").data()).isEmpty();
    }
}
