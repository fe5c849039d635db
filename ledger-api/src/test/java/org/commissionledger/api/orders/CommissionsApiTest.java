package org.commissionledger.api.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.util.List;
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

/** Each order here is worth 20,000 and expects 1,000. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommissionsApiTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private String placed() {
        String orderId = TestClient.newKey();
        organisation.place(orderId, 20_000);
        return orderId;
    }

    private Answer move(String orderId, String move, String body) {
        return admin.post("/v1/orders/" + orderId + "/commission/" + move, body);
    }

    private static String pounds(long amount) {
        return "{\"amount\":{\"amount\":" + amount + ",\"currency\":\"GBP\"}}";
    }

    private static String pounds(long amount, String rest) {
        return "{\"amount\":{\"amount\":" + amount + ",\"currency\":\"GBP\"}," + rest + "}";
    }

    private static final String RETURNED = "\"reasonCode\":\"RETURNED\"";

    private void assertStands(Answer answer, String state, String status, long... figures) {
        JsonNode shown = answer.expect(200).json();
        assertThat(shown.get("commissionState").asString()).isEqualTo(state);
        assertThat(shown.get("commissionStatus").asString()).isEqualTo(status);
        List<String> names = List.of("pending", "paid", "declined", "reversed");
        for (int i = 0; i < names.size(); i++) {
            assertThat(shown.get("commission").get(names.get(i)).asLong())
                    .as(names.get(i))
                    .isEqualTo(figures[i]);
        }
        assertThat(shown.get("commission").get("expected").asLong()).isEqualTo(1_000);
        assertThat(organisation.order(shown.get("orderId").asString())).isEqualTo(shown);
    }

    @Nested
    class Confirm {

        @Test
        void movesAllThatIsPendingToPaid() {
            assertStands(move(placed(), "confirm", ""), "CONFIRMED", "SUCCESSFUL", 0, 1_000, 0, 0);
            assertStands(move(placed(), "confirm", "{}"), "CONFIRMED", "SUCCESSFUL", 0, 1_000, 0, 0);
        }

        @Test
        void leavesTheRestPending() {
            String orderId = placed();
            assertStands(move(orderId, "confirm", pounds(400)), "PARTIALLY_CONFIRMED", "PENDING", 600, 400, 0, 0);
            assertStands(
                    move(orderId, "confirm", pounds(600, "\"reference\":\"STMT-1\"")),
                    "CONFIRMED",
                    "SUCCESSFUL",
                    0,
                    1_000,
                    0,
                    0);
        }

        @Test
        void declinesTheRestWhenItIsFinal() {
            assertStands(
                    move(placed(), "confirm", pounds(400, "\"final\":true")),
                    "CONFIRMED",
                    "SUCCESSFUL",
                    0,
                    400,
                    600,
                    0);
        }

        @Test
        void refusesMoreThanIsPendingUnlessThatIsMeant() {
            String orderId = placed();
            move(orderId, "confirm", pounds(1_001)).expectProblem(409, "commission.exceeds-pending");
            move(orderId, "confirm", pounds(1_001, "\"allowExcess\":false"))
                    .expectProblem(409, "commission.exceeds-pending");
            assertStands(
                    move(orderId, "confirm", pounds(1_500, "\"allowExcess\":true")),
                    "CONFIRMED",
                    "SUCCESSFUL",
                    0,
                    1_500,
                    0,
                    0);
        }

        @Test
        void refusesAnotherCurrency() {
            move(placed(), "confirm", pounds(1).replace("GBP", "EUR"))
                    .expectProblem(409, "commission.currency-mismatch");
        }

        @ParameterizedTest
        @ValueSource(longs = {0, -1})
        void refusesAnAmountThatIsNotGreaterThanZero(long amount) {
            Answer answer = move(placed(), "confirm", pounds(amount));
            answer.expectProblem(400, "request.invalid-amount");
            assertThat(answer.badFields()).containsExactly("amount");
        }
    }

    @Nested
    class Decline {

        @Test
        void makesWhatIsPendingDueNoMore() {
            String body = "{" + RETURNED + ",\"note\":\"came back\",\"at\":\"2011-04-01T00:00:00Z\"}";
            assertStands(move(placed(), "decline", body), "DECLINED", "N/A", 0, 0, 1_000, 0);
        }

        @Test
        void leavesWhatWasPaid() {
            String orderId = placed();
            move(orderId, "confirm", pounds(400)).expect(200);
            assertStands(move(orderId, "decline", "{" + RETURNED + "}"), "CONFIRMED", "SUCCESSFUL", 0, 400, 600, 0);
        }
    }

    @Nested
    class Amend {

        @Test
        void setsWhatIsStillPending() {
            String orderId = placed();
            assertStands(move(orderId, "amend", pounds(300, RETURNED)), "PENDING", "PENDING", 300, 0, 0, 0);
            assertStands(move(orderId, "amend", pounds(3_000, RETURNED)), "PENDING", "PENDING", 3_000, 0, 0, 0);
            assertStands(move(orderId, "amend", pounds(0, RETURNED)), "NONE", "N/A", 0, 0, 0, 0);
        }

        @Test
        void needsAnAmountThatIsNotNegative() {
            Answer missing = move(placed(), "amend", "{" + RETURNED + "}");
            missing.expectProblem(400, "request.missing-field");
            assertThat(missing.badFields()).containsExactly("amount");
            move(placed(), "amend", pounds(-1, RETURNED)).expectProblem(400, "request.invalid-amount");
        }
    }

    @Nested
    class Reverse {

        private String paid() {
            String orderId = placed();
            move(orderId, "confirm", "").expect(200);
            return orderId;
        }

        @Test
        void takesBackAllThatWasPaid() {
            assertStands(move(paid(), "reverse", "{" + RETURNED + "}"), "REVERSED", "N/A", 0, 0, 0, 1_000);
        }

        @Test
        void takesBackAPart() {
            String orderId = paid();
            assertStands(move(orderId, "reverse", pounds(300, RETURNED)), "CONFIRMED", "SUCCESSFUL", 0, 700, 0, 300);
            move(orderId, "reverse", pounds(701, RETURNED)).expectProblem(409, "commission.exceeds-paid");
            assertStands(move(orderId, "reverse", pounds(700, RETURNED)), "REVERSED", "N/A", 0, 0, 0, 1_000);
        }

        @Test
        void leavesWhatIsPending() {
            String orderId = placed();
            move(orderId, "confirm", pounds(400)).expect(200);
            assertStands(move(orderId, "reverse", "{" + RETURNED + "}"), "PENDING", "PENDING", 600, 0, 0, 400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, ''",
        "PENDING, confirm decline amend",
        "PARTIALLY_CONFIRMED, confirm decline amend reverse",
        "CONFIRMED, reverse",
        "DECLINED, ''",
        "REVERSED, ''"
    })
    void onlyTheMovesOfItsStateAreAllowed(String state, String allowed) {
        for (String move : List.of("confirm", "decline", "amend", "reverse")) {
            String orderId = inState(state);
            JsonNode before = organisation.order(orderId);
            assertThat(before.get("commissionState").asString()).isEqualTo(state);
            Answer answer = move(orderId, move, body(move));
            if (List.of(allowed.split(" ")).contains(move)) {
                answer.expect(200);
            } else {
                answer.expectProblem(409, "commission.illegal-transition");
                assertThat(organisation.order(orderId)).isEqualTo(before);
            }
        }
    }

    private static String body(String move) {
        return switch (move) {
            case "confirm" -> "{}";
            case "amend" -> pounds(10, RETURNED);
            default -> "{" + RETURNED + "}";
        };
    }

    private String inState(String state) {
        String orderId = placed();
        switch (state) {
            case "NONE" -> {
                orderId = TestClient.newKey();
                organisation.place(order(orderId, 20_000, "status", "PENDING")).expect(201);
            }
            case "PARTIALLY_CONFIRMED" -> move(orderId, "confirm", pounds(400)).expect(200);
            case "CONFIRMED" -> move(orderId, "confirm", "").expect(200);
            case "DECLINED" -> move(orderId, "decline", body("decline")).expect(200);
            case "REVERSED" -> {
                move(orderId, "confirm", "").expect(200);
                move(orderId, "reverse", body("reverse")).expect(200);
            }
            default -> assertThat(state).isEqualTo("PENDING");
        }
        return orderId;
    }

    @ParameterizedTest
    @ValueSource(strings = {"confirm", "decline", "amend", "reverse"})
    void anOrderThatIsNotThereIsUnknown(String move) {
        move("nowhere", move, body(move)).expectProblem(404, "order.unknown");
        move("not%20an%20id", move, body(move)).expectProblem(404, "order.unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"decline", "amend", "reverse"})
    void aReasonIsNeededAndOtherNeedsANote(String move) {
        String orderId = placed();
        move(orderId, "confirm", pounds(400)).expect(200);
        String amount = move.equals("amend") ? "\"amount\":{\"amount\":5,\"currency\":\"GBP\"}," : "";
        Answer none = move(orderId, move, pounds(5).equals(amount) ? "{}" : "{" + amount + "\"note\":\"x\"}");
        none.expectProblem(400, "request.missing-field");
        assertThat(none.badFields()).containsExactly("reasonCode");
        Answer other = move(orderId, move, "{" + amount + "\"reasonCode\":\"OTHER\"}");
        other.expectProblem(400, "request.missing-field");
        assertThat(other.badFields()).containsExactly("note");
        Answer wrong = move(orderId, move, "{" + amount + "\"reasonCode\":\"BECAUSE\"}");
        wrong.expectProblem(400, "request.invalid-value");
        assertThat(wrong.badFields()).containsExactly("reasonCode");
        move(orderId, move, "{" + amount + "\"reasonCode\":\"OTHER\",\"note\":\"so it is\"}")
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CANCELLED",
                "RETURNED",
                "DUPLICATE",
                "FRAUD",
                "NOT_ELIGIBLE",
                "INCORRECT_AMOUNT",
                "NOT_TRACKED",
                "OTHER"
            })
    void everyReasonCodeIsTaken(String code) {
        move(placed(), "decline", "{\"reasonCode\":\"" + code + "\",\"note\":\"as told\"}")
                .expect(200);
    }

    @Test
    void totalsFollowEveryMove() {
        TestOrganisation fresh = TestService.shared().organisation().withCatalogue();
        fresh.place("t-1", 20_000);
        fresh.place(order("t-2", 20_000, "status", "PENDING")).expect(201);
        assertTotals(fresh, 2, 1_000, 0, 0, 0);
        fresh.admin()
                .post("/v1/orders/t-2/status", "{\"status\":\"SUCCESSFUL\"}")
                .expect(200);
        assertTotals(fresh, 2, 2_000, 0, 0, 0);
        fresh.admin().post("/v1/orders/t-1/commission/confirm", pounds(400)).expect(200);
        assertTotals(fresh, 2, 1_600, 400, 0, 0);
        fresh.admin()
                .post("/v1/orders/t-1/commission/reverse", pounds(100, RETURNED))
                .expect(200);
        assertTotals(fresh, 2, 1_600, 300, 0, 100);
        fresh.admin()
                .post("/v1/orders/t-1/commission/decline", "{" + RETURNED + "}")
                .expect(200);
        assertTotals(fresh, 2, 1_000, 300, 600, 100);
        fresh.admin()
                .post("/v1/orders/t-2/commission/amend", pounds(7, RETURNED))
                .expect(200);
        assertTotals(fresh, 2, 7, 300, 600, 100);
    }

    private static void assertTotals(TestOrganisation of, long orders, long... figures) {
        assertThat(of.totals("")).isEqualTo(TestClient.JSON.readTree("""
                {"currency": "GBP", "orders": %d, "pending": %d, "paid": %d, "declined": %d, "reversed": %d}""".formatted(
                        orders, figures[0], figures[1], figures[2], figures[3])));
    }
}
