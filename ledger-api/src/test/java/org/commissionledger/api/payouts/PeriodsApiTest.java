package org.commissionledger.api.payouts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PeriodsApiTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private void paid(String orderId, String at) {
        organisation.place(orderId, 20_000);
        admin.post("/v1/orders/" + orderId + "/commission/confirm", Map.of("at", at))
                .expect(200);
    }

    private long revenue(String from, String to) {
        return admin.get("/v1/reports/revenue-by-service?from=" + from + "&to=" + to).expect(200).data().stream()
                .mapToLong(row -> row.get("net").get("amount").asLong())
                .sum();
    }

    @Test
    void areClosedOnce() {
        String key = TestClient.newKey();
        Answer closed = admin.post("/v1/periods/2011-03/close", Map.of(), key).expect(200);
        assertThat(admin.post("/v1/periods/2011-03/close", Map.of(), key)
                        .expect(200)
                        .body())
                .isEqualTo(closed.body());
        admin.post("/v1/periods/2011-03/close", Map.of()).expectProblem(409, "period.already-closed");
        String present = YearMonth.now(ZoneOffset.UTC).toString();
        admin.post("/v1/periods/" + present + "/close", Map.of()).expectProblem(409, "period.not-over");
        admin.post("/v1/periods/2011-13/close", Map.of()).expectProblem(400, "request.invalid-value");
        admin.post("/v1/periods/2011-01/close", Map.of()).expect(200);
        assertThat(admin.all("/v1/periods?limit=1"))
                .extracting(period -> period.get("period").asString())
                .containsExactly("2011-01", "2011-03");
    }

    private Map<String, Long> balances(String effectiveAsOf) {
        Map<String, Long> balances = new HashMap<>();
        admin.get("/v1/journal/trial-balance?effectiveAsOf=" + effectiveAsOf)
                .expect(200)
                .json()
                .get("accounts")
                .forEach(line -> balances.put(
                        line.get("account").asString(), line.get("balance").asLong()));
        return balances;
    }

    @Test
    void takeNothingMoreInOnceTheyAreClosed() {
        paid("before", "2011-03-05T00:00:00Z");
        admin.post("/v1/periods/2011-03/close", Map.of()).expect(200);
        admin.post("/v1/periods/2011-04/close", Map.of()).expect(200);
        Map<String, Long> lastSecond = balances("2011-03-31T23:59:59Z");
        Map<String, Long> midnight = balances("2011-05-01");
        paid("late", "2011-03-06T00:00:00Z");
        assertThat(balances("2011-03-31T23:59:59Z")).isEqualTo(lastSecond);
        assertThat(balances("2011-05-01")).isEqualTo(midnight);
        assertThat(balances("2011-05-02")).isNotEqualTo(midnight);
        JsonNode entry = admin.get("/v1/journal/accounts/commission:paid:acme/entries")
                .expect(200)
                .data()
                .getLast();
        assertThat(entry.get("bookedAt").asString()).isEqualTo("2011-05-01T00:00:00.000001Z");
        assertThat(entry.get("adjusts").asString()).isEqualTo("2011-03");
        assertThat(revenue("2011-03-01", "2011-04-01")).isEqualTo(1_000);
        assertThat(revenue("2011-05-01", "2011-06-01")).isEqualTo(1_000);
        JsonNode line = admin.get("/v1/reports/revenue-detail?from=2011-05-01")
                .expect(200)
                .data()
                .getFirst();
        assertThat(line.get("bookedAt").asString()).isEqualTo("2011-05-01T00:00:00.000001Z");
        assertThat(line.get("at").asString()).isEqualTo("2011-03-06T00:00:00Z");
        assertThat(line.get("adjusts").asString()).isEqualTo("2011-03");
        JsonNode march = admin.post("/v1/payouts", Map.of("from", "2011-03-01", "to", "2011-04-01"))
                .expect(201)
                .json();
        assertThat(march.get("orders").asLong()).isEqualTo(1);
        JsonNode may = admin.post("/v1/payouts", Map.of("from", "2011-05-01", "to", "2011-06-01"))
                .expect(201)
                .json();
        assertThat(may.get("orders").asLong()).isEqualTo(1);
    }
}
