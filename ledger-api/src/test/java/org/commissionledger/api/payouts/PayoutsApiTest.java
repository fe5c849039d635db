package org.commissionledger.api.payouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PayoutsApiTest {

    private static final Map<String, Object> MARCH =
            Map.of("payoutId", "march", "from", "2011-03-01", "to", "2011-04-01");

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient maker = organisation.admin();
    private final TestClient second = organisation.as(Role.FINANCE);

    private void paid(String orderId, String product, String at) {
        organisation.place(order(orderId, 20_000, "productId", product)).expect(201);
        move(orderId, "confirm", Map.of("at", at)).expect(200);
    }

    private Answer move(String orderId, String move, Map<String, Object> body) {
        return maker.post("/v1/orders/" + orderId + "/commission/" + move, body);
    }

    private Answer reverse(String orderId, long pence, String at) {
        Map<String, Object> amount = Map.of("amount", pence, "currency", "GBP");
        return move(orderId, "reverse", Map.of("amount", amount, "reasonCode", "RETURNED", "at", at));
    }

    private static Answer act(TestClient client, String payout, String act, Map<String, Object> body) {
        return client.post("/v1/payouts/" + payout + "/" + act, body);
    }

    private Map<String, Long> accounts() {
        Map<String, Long> balances = new HashMap<>();
        maker.get("/v1/journal/trial-balance")
                .expect(200)
                .json()
                .get("accounts")
                .forEach(a -> balances.put(
                        a.get("account").asString(), a.get("balance").asLong()));
        return balances;
    }

    @Test
    void isGatheredApprovedAndSettled() {
        paid("a", "product-acme", "2011-03-05T00:00:00Z");
        paid("z", "product-zenith", "2011-03-31T23:59:59Z");
        paid("late", "product-acme", "2011-04-01T00:00:00Z");
        JsonNode draft = maker.post("/v1/payouts", MARCH).expect(201).json();
        assertThat(draft.get("state").asString()).isEqualTo("DRAFT");
        assertThat(draft.get("orders").asLong()).isEqualTo(2);
        assertThat(draft.get("amount").get("amount").asLong()).isEqualTo(2_000);
        assertThat(draft.get("amounts")).hasSize(1);
        assertThat(draft.get("details").asBoolean()).isFalse();
        assertThat(draft.get("createdBy").asString()).isEqualTo(maker.clientId());
        assertThat(maker.all("/v1/payouts/march/lines?limit=1"))
                .extracting(line -> line.get("orderId").asString())
                .containsExactly("a", "z");

        JsonNode approved =
                act(second, "march", "approve", Map.of()).expect(200).json();
        assertThat(approved.get("state").asString()).isEqualTo("APPROVED");
        assertThat(approved.get("approvedBy").asString()).isEqualTo(second.clientId());
        assertThat(accounts())
                .containsEntry("commission:paid:acme", 1_000L)
                .containsEntry("payout:payable:acme", 1_000L)
                .containsEntry("payout:payable:zenith", 1_000L);

        JsonNode settled = act(maker, "march", "settle", Map.of("reference", "B 1", "at", "2011-04-03T00:00:00Z"))
                .expect(200)
                .json();
        assertThat(settled.get("state").asString()).isEqualTo("SETTLED");
        assertThat(settled.get("settledAt").asString()).isEqualTo("2011-04-03T00:00:00Z");
        assertThat(accounts()).containsEntry("payout:bank", 2_000L).containsEntry("payout:payable:acme", 0L);
        assertThat(maker.get("/v1/payouts/march").expect(200).json()).isEqualTo(settled);
        JsonNode row = maker.get("/v1/reports/payouts?status=SETTLED")
                .expect(200)
                .data()
                .getFirst();
        assertThat(row.get("payoutId").asString()).isEqualTo("march");
    }

    @Test
    void isRefusedWithAReason() {
        maker.post("/v1/payouts", MARCH).expectProblem(409, "payout.nothing-to-pay");
        maker.post("/v1/payouts", Map.of("from", "2011-04-01", "to", "2011-03-01"))
                .expectProblem(400, "request.invalid-range");
        maker.post("/v1/payouts", Map.of("from", "2011-04-01")).expectProblem(400, "request.missing-field");
        maker.post("/v1/payouts", Map.of("providerId", "nobody", "from", "2011-03-01", "to", "2011-04-01"))
                .expectProblem(422, "catalogue.unknown-provider");
        paid("a", "product-acme", "2011-03-05T00:00:00Z");
        maker.post("/v1/payouts", MARCH).expect(201);
        maker.post("/v1/payouts", Map.of("from", "2011-03-01", "to", "2011-04-01"))
                .expectProblem(409, "payout.nothing-to-pay");
        paid("b", "product-acme", "2011-03-05T00:00:00Z");
        maker.post("/v1/payouts", MARCH).expectProblem(409, "payout.duplicate");
        act(maker, "march", "approve", Map.of()).expectProblem(409, "payout.four-eyes");
        act(second, "march", "settle", Map.of()).expectProblem(409, "payout.illegal-transition");
        act(second, "march", "fail", Map.of("reason", "closed")).expectProblem(409, "payout.illegal-transition");
        act(second, "march", "fail", Map.of("reason", 7)).expectProblem(400, "request.invalid-type");
        for (String act : List.of("approve", "settle", "cancel")) {
            act(second, "none", act, Map.of()).expectProblem(404, "payout.unknown");
            act(second, "no~one", act, Map.of()).expectProblem(404, "payout.unknown");
        }
        maker.get("/v1/payouts/none").expectProblem(404, "payout.unknown");
        maker.get("/v1/payouts/none/lines").expectProblem(404, "payout.unknown");
        act(second, "march", "approve", Map.of("extra", 1)).expectProblem(400, "request.unknown-field");
        TestClient stranger = service.organisation().withCatalogue().admin();
        stranger.get("/v1/payouts/march").expectProblem(404, "payout.unknown");
        act(stranger, "march", "approve", Map.of()).expectProblem(404, "payout.unknown");
    }

    @Test
    void freezesWhatItHasUntilItIsSettledOrFails() {
        paid("a", "product-acme", "2011-03-05T00:00:00Z");
        maker.post("/v1/payouts", MARCH).expect(201);
        String position = act(second, "march", "approve", Map.of()).expect(200).header("Ledger-Position");
        assertThat(reverse("a", 100, "2011-03-06T00:00:00Z")
                        .expectProblem(409, "commission.frozen")
                        .json()
                        .get("detail")
                        .asString())
                .contains("march");
        JsonNode failed = act(maker, "march", "fail", Map.of("reason", "closed"))
                .expect(200)
                .json();
        assertThat(failed.get("failureReason").asString()).isEqualTo("closed");
        assertThat(accounts()).containsEntry("commission:paid:acme", 1_000L).containsEntry("payout:payable:acme", 0L);
        maker.post("/v1/payouts", Map.of("from", "2011-03-01", "to", "2011-04-01"))
                .expectProblem(409, "payout.nothing-to-pay");
        act(maker, "march", "approve", Map.of()).expectProblem(409, "payout.four-eyes");
        act(second, "march", "approve", Map.of()).expect(200);
        assertThat(maker.post("/v1/payouts/march/fail", "").expect(200).json().has("failureReason"))
                .isFalse();
        act(second, "march", "approve", Map.of()).expect(200);
        act(maker, "march", "settle", Map.of()).expect(200);
        reverse("a", 100, "2011-03-06T00:00:00Z").expect(200);
        assertThat(maker.get("/v1/reports/orders?position=" + position)
                        .expect(200)
                        .data()
                        .getFirst()
                        .get("paid")
                        .get("amount")
                        .asLong())
                .isEqualTo(1_000);
        paid("b", "product-acme", "2011-03-07T00:00:00Z");
        JsonNode next = maker.post("/v1/payouts", Map.of("from", "2011-03-01", "to", "2011-04-01"))
                .expect(201)
                .json();
        assertThat(next.get("amount").get("amount").asLong()).isEqualTo(900);
    }

    private void settled(Map<String, Object> wish) {
        String payout = maker.post("/v1/payouts", wish)
                .expect(201)
                .json()
                .get("payoutId")
                .asString();
        act(second, payout, "approve", Map.of()).expect(200);
        act(maker, payout, "settle", Map.of()).expect(200);
    }

    private List<String> lines(String payout) {
        return maker.all("/v1/payouts/" + payout + "/lines").stream()
                .map(line -> line.get("orderId").asString() + " "
                        + line.get("amount").get("amount").asLong())
                .toList();
    }

    /** Nobody gathers March again: what went out for it and was not due after all is taken off what goes out next. */
    @Test
    void setsOffWhatWasTakenBackAfterItWasPaidOutWhateverItsRange() {
        paid("out", "product-acme", "2011-03-05T00:00:00Z");
        paid("gone", "product-acme", "2011-03-05T00:00:00Z");
        paid("zenith", "product-zenith", "2011-03-05T00:00:00Z");
        settled(MARCH);
        paid("never-out", "product-acme", "2011-04-05T00:00:00Z");
        reverse("out", 300, "2011-03-20T00:00:00Z").expect(200); // in the range that was paid out
        reverse("gone", 1_000, "2011-04-10T00:00:00Z").expect(200); // behind it, in a range that is not gathered
        reverse("zenith", 100, "2011-04-10T00:00:00Z").expect(200);
        reverse("never-out", 400, "2011-04-10T00:00:00Z").expect(200);
        paid("june", "product-acme", "2011-06-05T00:00:00Z");
        paid("june-too", "product-acme", "2011-06-05T00:00:00Z");
        Map<String, Object> june =
                Map.of("payoutId", "june", "providerId", "acme", "from", "2011-06-01", "to", "2011-07-01");
        JsonNode draft = maker.post("/v1/payouts", june).expect(201).json();
        assertThat(lines("june")).containsExactly("gone -1000", "june 1000", "june-too 1000", "out -300");
        assertThat(draft.get("amount").get("amount").asLong()).isEqualTo(700);
        act(second, "june", "approve", Map.of()).expect(200);
        act(maker, "june", "settle", Map.of()).expect(200);
        assertThat(accounts()).containsEntry("payout:bank", 3_700L).containsEntry("payout:payable:acme", 0L);

        paid("july", "product-acme", "2011-07-05T00:00:00Z");
        settled(Map.of("payoutId", "july", "providerId", "acme", "from", "2011-07-01", "to", "2011-08-01"));
        assertThat(lines("july")).as("it is set off once").containsExactly("july 1000");
        settled(Map.of("payoutId", "april", "providerId", "acme", "from", "2011-04-01", "to", "2011-05-01"));
        assertThat(lines("april")).containsExactly("never-out 600");
        paid("z-july", "product-zenith", "2011-07-05T00:00:00Z");
        settled(Map.of("payoutId", "z-july", "providerId", "zenith", "from", "2011-07-01", "to", "2011-08-01"));
        assertThat(lines("z-july")).containsExactly("z-july 1000", "zenith -100");
    }

    @Test
    void isNotMadeWhileMoreWasTakenBackThanIsToBePaid() {
        paid("out", "product-acme", "2011-03-05T00:00:00Z");
        settled(MARCH);
        reverse("out", 1_000, "2011-03-20T00:00:00Z").expect(200);
        paid("june", "product-acme", "2011-06-05T00:00:00Z");
        Map<String, Object> june = Map.of("payoutId", "june", "from", "2011-06-01", "to", "2011-07-01");
        maker.post("/v1/payouts", june).expectProblem(409, "payout.nothing-to-pay");
        paid("june-too", "product-acme", "2011-06-06T00:00:00Z");
        maker.post("/v1/payouts", june).expect(201);
        assertThat(lines("june")).containsExactly("june 1000", "june-too 1000", "out -1000");
    }

    @Test
    void isOldNewsOnceSomethingWasTakenBack() {
        for (int i = 0; i < 7; i++) {
            paid("o-" + i, "product-acme", "2011-03-05T00:00:00Z");
        }
        maker.post("/v1/payouts", MARCH).expect(201);
        for (int i = 0; i < 6; i++) {
            reverse("o-" + i, 1, "2011-04-06T00:00:00Z").expect(200);
        }
        String detail = act(second, "march", "approve", Map.of())
                .expectProblem(409, "payout.outdated")
                .json()
                .get("detail")
                .asString();
        assertThat(detail).contains("o-0", "o-4", "and 1 more").doesNotContain("o-5", "o-6");
        assertThat(maker.get("/v1/payouts/march")
                        .expect(200)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("DRAFT");
        reverse("o-6", 1, "2011-04-06T00:00:00Z").expect(200);
        act(maker, "march", "cancel", Map.of()).expect(200);
        JsonNode again = maker.post("/v1/payouts", Map.of("from", "2011-03-01", "to", "2011-05-01"))
                .expect(201)
                .json();
        assertThat(again.get("amount").get("amount").asLong()).isEqualTo(6_993);
        act(second, again.get("payoutId").asString(), "approve", Map.of()).expect(200);
    }

    @Test
    void isListedNewestFirst() {
        List<String> made = new ArrayList<>();
        for (String month : List.of("2011-03", "2011-04", "2011-05")) {
            paid(month, month.equals("2011-04") ? "product-zenith" : "product-acme", month + "-05T00:00:00Z");
            Map<String, Object> wish = Map.of(
                    "payoutId",
                    month,
                    "providerId",
                    month.equals("2011-04") ? "zenith" : "acme",
                    "from",
                    month + "-01",
                    "to",
                    month + "-20");
            maker.post("/v1/payouts", wish).expect(201);
            made.addFirst(month);
        }
        assertThat(maker.all("/v1/payouts?limit=1"))
                .extracting(payout -> payout.get("payoutId").asString())
                .isEqualTo(made);
        assertThat(maker.get("/v1/payouts?providerId=zenith").expect(200).each("payoutId"))
                .containsExactly("2011-04");
        act(maker, "2011-03", "cancel", Map.of()).expect(200);
        assertThat(maker.get("/v1/payouts?state=CANCELLED").expect(200).each("payoutId"))
                .containsExactly("2011-03");
    }

    @Test
    void isTheSameRequestOnce() {
        paid("a", "product-acme", "2011-03-05T00:00:00Z");
        String key = TestClient.newKey();
        Answer first = maker.post("/v1/payouts", MARCH, key).expect(201);
        Answer again = maker.post("/v1/payouts", MARCH, key).expect(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        Answer approved =
                second.post("/v1/payouts/march/approve", Map.of(), key).expect(200);
        assertThat(second.post("/v1/payouts/march/approve", Map.of(), key).body())
                .isEqualTo(approved.body());
    }

    @Test
    void isForThoseWhoMayRead() {
        for (Role role : List.of(Role.TECHNICAL, Role.SUPPORT, Role.PROVIDER, Role.INGEST)) {
            TestClient client = organisation.as(role);
            client.get("/v1/payouts").expectProblem(403, "access.denied");
            client.get("/v1/payout-details").expectProblem(403, "access.denied");
            client.get("/v1/periods").expectProblem(403, "access.denied");
            client.get("/v1/reports/payouts").expectProblem(403, "access.denied");
        }
        TestClient auditor = organisation.as(Role.AUDITOR);
        auditor.get("/v1/payouts").expect(200);
        auditor.get("/v1/periods").expect(200);
        auditor.get("/v1/payout-details").expectProblem(403, "access.denied");
        auditor.post("/v1/payouts", MARCH).expectProblem(403, "access.denied");
        auditor.post("/v1/periods/2011-03/close", Map.of()).expectProblem(403, "access.denied");
        act(auditor, "march", "approve", Map.of()).expectProblem(403, "access.denied");
    }

    @Test
    void saysWhatHasBeenPendingForLong() {
        organisation.place(order("old", 20_000, "at", "2011-01-05T10:00:00Z")).expect(201);
        organisation.place(order("older", 20_000, "at", "2010-12-05T10:00:00Z")).expect(201);
        organisation.place(order("same", 20_000, "at", "2011-01-05T10:00:00Z")).expect(201);
        Map<String, Object> zenith = order("zenith", 20_000, "at", "2011-01-06T10:00:00Z");
        zenith.put("productId", "product-zenith");
        organisation.place(zenith).expect(201);
        paid("settled", "product-acme", "2011-03-05T00:00:00Z");
        Map<String, Object> fresh = order("fresh", 20_000);
        fresh.remove("at");
        organisation.place(fresh).expect(201);
        assertThat(maker.all("/v1/commissions/overdue?limit=1"))
                .extracting(overdue -> overdue.get("order").get("orderId").asString())
                .containsExactly("older", "old", "same", "zenith");
        assertThat(maker.all("/v1/commissions/overdue?limit=2&categoryId=books"))
                .extracting(overdue -> overdue.get("order").get("orderId").asString())
                .containsExactly("zenith");
        assertThat(maker.get("/v1/commissions/overdue?days=0").expect(200).data())
                .hasSize(5);
        assertThat(organisation
                        .as(Role.PROVIDER)
                        .get("/v1/commissions/overdue")
                        .expect(200)
                        .data())
                .hasSize(3);
        assertThat(organisation
                        .as(Role.PROVIDER)
                        .get("/v1/commissions/overdue?providerId=zenith")
                        .expect(200)
                        .data())
                .isEmpty();
        maker.get("/v1/commissions/overdue?days=-1").expectProblem(400, "request.invalid-value");
    }
}
