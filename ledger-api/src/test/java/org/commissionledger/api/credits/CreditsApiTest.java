package org.commissionledger.api.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreditsApiTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    static Map<String, Object> pounds(long pence) {
        return Map.of("amount", pence, "currency", "GBP");
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    private static Map<String, Object> topUp(String id, long pence) {
        return Map.of("topUpId", id, "amount", pounds(pence), "category", "PAID");
    }

    private static Map<String, Object> usage(String id, long pence) {
        return Map.of("usageId", id, "productId", "product-acme", "amount", pounds(pence));
    }

    @BeforeAll
    void twoPartners() {
        for (String partner : List.of("partner", "generous")) {
            admin.put("/v1/accounts/" + partner, Map.of("name", "Partner", "type", "PARTNER", "currency", "GBP"))
                    .expect(200);
        }
    }

    private void open(String account) {
        open(account, "partner");
    }

    private void open(String account, String partner) {
        admin.put(
                        "/v1/accounts/" + account,
                        Map.of("name", "Shop", "type", "CUSTOMER", "partnerId", partner, "currency", "GBP"))
                .expect(200);
    }

    private Answer post(String account, String what, Object body) {
        return admin.post("/v1/accounts/" + account + "/" + what, body);
    }

    private JsonNode balance(String account) {
        return admin.get("/v1/accounts/" + account + "/balance").expect(200).json();
    }

    private long available(String account) {
        return balance(account).get("available").asLong();
    }

    private static long amount(Answer answer, String field) {
        return answer.json().get(field).get("amount").asLong();
    }

    @Test
    void anAccountIsOpenedToppedUpAndUsed() {
        open("shop");
        assertThat(amount(post("shop", "top-ups", topUp("t-1", 1_000)).expect(201), "available"))
                .isEqualTo(1_000);
        Answer used = post("shop", "usage", usage("shop-1", 300)).expect(201);
        assertThat(used.json().get("consumed").toString())
                .isEqualTo("[{\"topUpId\":\"t-1\",\"amount\":{\"amount\":300,\"currency\":\"GBP\"}}]");
        assertThat(List.of(
                        amount(used, "gross"),
                        amount(used, "discount"),
                        amount(used, "net"),
                        amount(used, "overdraft"),
                        amount(used, "available")))
                .containsExactly(300L, 0L, 300L, 0L, 700L);
        JsonNode balance = balance("shop");
        assertThat(balance.get("paid").asLong()).isEqualTo(700);
        assertThat(balance.get("available").asLong()).isEqualTo(700);
        assertThat(balance.get("position").asLong()).isGreaterThanOrEqualTo(used.position());
        assertThat(admin.get("/v1/accounts/shop/entries").expect(200).each("type"))
                .containsExactly("USAGE", "TOP_UP");
    }

    @Test
    void theSameAgainChangesNothingAndOtherContentIsRefused() {
        open("again");
        post("again", "top-ups", topUp("t", 1_000)).expect(201);
        assertThat(amount(post("again", "top-ups", topUp("t", 1_000)).expect(200), "available"))
                .isEqualTo(1_000);
        post("again", "top-ups", topUp("t", 999)).expectProblem(409, "credit.duplicate-top-up");
        post("again", "usage", usage("again-1", 10)).expect(201);
        post("again", "usage", usage("again-1", 10)).expect(200);
        post("again", "usage", usage("again-1", 11)).expectProblem(409, "credit.duplicate-usage");
        Map<String, Object> hold = Map.of("holdId", "h", "amount", pounds(100));
        assertThat(post("again", "holds", hold).expect(201).json().get("state").asString())
                .isEqualTo("OPEN");
        post("again", "holds", hold).expect(200);
        post("again", "holds", with(hold, "amount", pounds(101))).expectProblem(409, "credit.duplicate-hold");
        assertThat(available("again")).isEqualTo(890);
        String key = TestClient.newKey();
        Answer first =
                admin.post("/v1/accounts/again/usage", usage("again-2", 1), key).expect(201);
        Answer repeated =
                admin.post("/v1/accounts/again/usage", usage("again-2", 1), key).expect(201);
        assertThat(repeated.isReplayed()).isTrue();
        assertThat(repeated.body()).isEqualTo(first.body());
        admin.post("/v1/accounts/again/usage", usage("again-3", 1), key).expectProblem(422, "idempotency.key-reused");
    }

    @Test
    void topUpsBurnInTheContractsOrder() {
        open("burn");
        Map<String, Object> any = Map.of("amount", pounds(10), "category", "PAID");
        post("burn", "top-ups", with(any, "topUpId", "last")).expect(201);
        post("burn", "top-ups", with(with(any, "topUpId", "given"), "category", "PROMOTIONAL"))
                .expect(201);
        post(
                        "burn",
                        "top-ups",
                        with(
                                with(any, "topUpId", "soon"),
                                "expiresAt",
                                NOW.plusSeconds(86_400).toString()))
                .expect(201);
        post("burn", "top-ups", with(with(any, "topUpId", "first"), "priority", 0))
                .expect(201);
        JsonNode used = post("burn", "usage", usage("burn-1", 40)).expect(201).json();
        assertThat(used.get("consumed").findValuesAsString("topUpId"))
                .containsExactly("first", "soon", "given", "last");
        assertThat(admin.get("/v1/accounts/burn/top-ups").expect(200).each("state"))
                .containsOnly("USED");
    }

    @Test
    void withoutCreditNothingIsUsedUnlessTheOverdraftAllowsIt() {
        open("short");
        post("short", "usage", usage("short-1", 1)).expectProblem(409, "credit.insufficient");
        admin.put(
                        "/v1/accounts/short",
                        Map.of(
                                "name", "Shop",
                                "type", "CUSTOMER",
                                "partnerId", "partner",
                                "currency", "GBP",
                                "overdraftLimit", 50))
                .expect(200);
        assertThat(amount(post("short", "usage", usage("short-1", 50)).expect(201), "overdraft"))
                .isEqualTo(50);
        post("short", "usage", usage("short-2", 1)).expectProblem(409, "credit.insufficient");
        assertThat(balance("short").get("overdrawn").asLong()).isEqualTo(50);
        assertThat(amount(post("short", "top-ups", topUp("t", 80)).expect(201), "settled"))
                .isEqualTo(50);
        assertThat(available("short")).isEqualTo(30);
    }

    /** Through two nodes; nobody gets more than there is, and nobody is refused while there is some. */
    @Test
    void whatManyUseAtOnceIsNeverMoreThanThereIs() throws Exception {
        open("rush");
        post("rush", "top-ups", topUp("t", 250)).expect(201);
        try (TestService node = service.anotherNode();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                TestClient client = i % 2 == 0 ? admin : admin.at(node);
                Map<String, Object> usage = usage("rush-" + i, 10);
                calls.add(() -> client.post("/v1/accounts/rush/usage", usage).status());
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> call : clients.invokeAll(calls)) {
                statuses.add(call.get());
            }
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(25);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(15);
        }
        assertThat(available("rush")).isZero();
    }

    @Test
    void creditIsHeldCapturedAndReleased() {
        open("hold");
        post("hold", "top-ups", topUp("t", 1_000)).expect(201);
        post("hold", "holds", Map.of("holdId", "a", "amount", pounds(400))).expect(201);
        post("hold", "holds", Map.of("holdId", "b", "amount", pounds(500))).expect(201);
        post("hold", "usage", usage("hold-1", 101)).expectProblem(409, "credit.insufficient");
        assertThat(balance("hold").get("held").asLong()).isEqualTo(900);
        Answer captured = post("hold", "holds/a/capture", Map.of("amount", pounds(300), "productId", "product-acme"))
                .expect(200);
        assertThat(amount(captured, "available")).isEqualTo(200);
        assertThat(captured.json().get("holdId").asString()).isEqualTo("a");
        post("hold", "holds/a/capture", Map.of("productId", "product-acme")).expectProblem(409, "credit.hold-closed");
        post("hold", "holds/b/capture", Map.of("amount", pounds(501), "productId", "product-acme"))
                .expectProblem(409, "credit.exceeds-hold");
        assertThat(post("hold", "holds/b/release", "")
                        .expect(200)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("RELEASED");
        post("hold", "holds/b/release", "").expectProblem(409, "credit.hold-closed");
        post("hold", "holds/none/release", "").expectProblem(404, "credit.unknown-hold");
        post("hold", "holds/no%20hold/release", "").expectProblem(404, "credit.unknown-hold");
        assertThat(admin.get("/v1/accounts/hold/holds").expect(200).each("state"))
                .containsExactly("RELEASED", "CAPTURED");
        assertThat(available("hold")).isEqualTo(700);
    }

    @Test
    void whatIsLeftOfATopUpIsWithdrawn() {
        open("void");
        post("void", "top-ups", topUp("t", 1_000)).expect(201);
        post("void", "usage", usage("void-1", 400)).expect(201);
        Map<String, Object> why = Map.of("reasonCode", "OTHER", "note", "by mistake");
        assertThat(amount(post("void", "top-ups/t/void", why).expect(200), "amount"))
                .isEqualTo(600);
        post("void", "top-ups/t/void", why).expect(200);
        post("void", "top-ups/none/void", why).expectProblem(404, "credit.unknown-top-up");
        post("void", "top-ups/t/void", Map.of("reasonCode", "OTHER")).expectProblem(400, "request.missing-field");
        JsonNode row = admin.get("/v1/accounts/void/top-ups").expect(200).data().getFirst();
        assertThat(row.get("state").asString()).isEqualTo("VOIDED");
        assertThat(row.get("voided").get("amount").asLong()).isEqualTo(600);
        assertThat(available("void")).isZero();
    }

    @Test
    void theBestDiscountAppliesAndIsWrittenDown() {
        open("cheap", "generous");
        post("cheap", "top-ups", topUp("t", 1_000)).expect(201);
        Map<String, Object> tenth = Map.of(
                "partnerId", "generous", "type", "PERCENT", "basisPoints", 1_000, "from", "2010-01-01T00:00:00Z");
        assertThat(admin.put("/v1/discounts/tenth", tenth)
                        .expect(200)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("ACTIVE");
        Map<String, Object> fixed = Map.of(
                "accountId",
                "cheap",
                "productId",
                "product-acme",
                "type",
                "FIXED",
                "amount",
                pounds(30),
                "from",
                "2010-01-01T00:00:00Z");
        admin.put("/v1/discounts/fixed", fixed).expect(200);
        JsonNode dear =
                post("cheap", "usage", usage("cheap-1", 500)).expect(201).json();
        assertThat(dear.get("discountId").asString()).isEqualTo("tenth");
        assertThat(dear.get("net").get("amount").asLong()).isEqualTo(450);
        JsonNode small =
                post("cheap", "usage", usage("cheap-2", 100)).expect(201).json();
        assertThat(small.get("discountId").asString()).isEqualTo("fixed");
        assertThat(small.get("net").get("amount").asLong()).isEqualTo(70);
        assertThat(admin.post("/v1/discounts/fixed/revoke", "")
                        .expect(200)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("REVOKED");
        assertThat(post("cheap", "usage", usage("cheap-3", 100))
                        .expect(201)
                        .json()
                        .get("discountId")
                        .asString())
                .isEqualTo("tenth");
        JsonNode given =
                admin.get("/v1/discounts/tenth").expect(200).json().get("given").get(0);
        assertThat(given.get("usages").asLong()).isEqualTo(2);
        assertThat(given.get("amount").asLong()).isEqualTo(60);
        assertThat(admin.get("/v1/discounts?state=REVOKED").expect(200).each("discountId"))
                .containsExactly("fixed");
        assertThat(admin.get("/v1/discounts?accountId=cheap").expect(200).each("discountId"))
                .containsExactly("fixed");
        assertThat(admin.get("/v1/discounts?partnerId=generous&productId=product-zenith")
                        .expect(200)
                        .data())
                .isEmpty();
        admin.put("/v1/discounts/fixed", fixed).expectProblem(409, "discount.revoked");
        admin.put("/v1/discounts/tenth", with(fixed, "basisPoints", 1)).expectProblem(400, "request.invalid-value");
        admin.post("/v1/discounts/none/revoke", "").expectProblem(404, "discount.unknown");
    }

    @Test
    void aBalanceIsWhatItWasThen() {
        open("then");
        post("then", "top-ups", topUp("t", 1_000)).expect(201);
        String before = admin.get("/v1/accounts/then/entries")
                .expect(200)
                .data()
                .getFirst()
                .get("recordedAt")
                .asString();
        post("then", "usage", usage("then-1", 250)).expect(201);
        JsonNode past = admin.get("/v1/accounts/then/balance?asOf=" + before)
                .expect(200)
                .json();
        assertThat(past.get("available").asLong()).isEqualTo(1_000);
        assertThat(past.get("asOf").asString()).isEqualTo(before);
        assertThat(available("then")).isEqualTo(750);
        admin.get("/v1/accounts/then/balance?asOf=2001-01-01").expectProblem(404, "account.unknown");
        admin.get("/v1/accounts/then/balance?asOf=once").expectProblem(400, "request.invalid-time");
    }

    @Test
    void accountsAreListedByTypeAndPartner() {
        open("listed");
        assertThat(admin.get("/v1/accounts?type=PARTNER").expect(200).each("accountId"))
                .containsExactly("generous", "partner");
        List<JsonNode> all = admin.all("/v1/accounts?partnerId=partner&limit=2");
        assertThat(all)
                .extracting(a -> a.get("accountId").asString())
                .contains("listed")
                .doesNotContain("partner");
        admin.get("/v1/accounts/listed").expect(200);
        admin.get("/v1/accounts/none").expectProblem(404, "account.unknown");
    }

    @Test
    void whatAnAccountIsStaysAsItWasOpened() {
        open("fixed");
        Map<String, Object> same =
                Map.of("name", "Shop", "type", "CUSTOMER", "partnerId", "partner", "currency", "GBP");
        admin.put("/v1/accounts/fixed", with(same, "currency", "JPY")).expectProblem(409, "account.currency-fixed");
        admin.put("/v1/accounts/fixed", with(same, "type", "PARTNER")).expect(400);
        admin.put("/v1/accounts/fixed", with(same, "partnerId", "none")).expectProblem(422, "account.unknown-partner");
        admin.put("/v1/accounts/fixed", with(same, "name", "Other")).expect(200);
        assertThat(admin.get("/v1/accounts/fixed").json().get("name").asString())
                .isEqualTo("Other");
    }

    @Test
    void anUnknownAccountOrProductIsRefused() {
        open("known");
        post("nobody", "top-ups", topUp("t", 1)).expectProblem(404, "account.unknown");
        post("nobody", "usage", usage("nobody-1", 1)).expectProblem(404, "account.unknown");
        post("no%20body", "usage", usage("nobody-1", 1)).expectProblem(404, "account.unknown");
        post("known", "usage", with(usage("known-1", 1), "productId", "none"))
                .expectProblem(422, "catalogue.unknown-product");
        post("known", "top-ups", with(topUp("t", 1), "amount", Map.of("amount", 1, "currency", "JPY")))
                .expectProblem(409, "credit.currency-mismatch");
    }

    @Test
    void theBooksBalance() {
        open("books");
        post("books", "top-ups", topUp("t", 1_000)).expect(201);
        post("books", "usage", usage("books-1", 250)).expect(201);
        JsonNode balance = admin.get("/v1/journal/trial-balance").expect(200).json();
        assertThat(balance.get("sums").get("GBP").asLong()).isZero();
        for (JsonNode account : balance.get("accounts")) {
            if (account.get("account").asString().equals("credit:account:books")) {
                assertThat(account.get("balance").asLong()).isEqualTo(-750);
            }
        }
        assertThat(balance.get("accounts").findValuesAsString("account")).contains("credit:account:books");
    }
}
