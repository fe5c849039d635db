package org.commissionledger.api.payouts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayoutDetailsTest {

    private static final Map<String, Object> DETAILS = Map.of(
            "payee", "Jo Bloggs", "iban", "gb29 nwbk 6016 1331 9268 19", "bic", "NWBKGB2L", "reference", "Commission");

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    @Test
    void areSealedWhereTheyAreKept() {
        admin.get("/v1/payout-details").expectProblem(404, "payout-details.unknown");
        admin.put("/v1/payout-details", DETAILS).expect(200);
        assertThat(organisation
                        .as(Role.FINANCE)
                        .get("/v1/payout-details")
                        .expect(200)
                        .json()
                        .get("iban")
                        .asString())
                .isEqualTo("GB29NWBK60161331926819");
        assertThat(admin.get("/v1/audit/export").expect(200).body())
                .contains("payout-details.changed")
                .doesNotContain("Bloggs", "GB29");
    }

    @Test
    void areForgottenAndMayBeGivenAnew() {
        admin.delete("/v1/payout-details").expectProblem(404, "payout-details.unknown");
        for (String payee : List.of("Jo Bloggs", "Al Smith")) {
            admin.put("/v1/payout-details", Map.of("payee", payee, "accountNumber", "12345678", "sortCode", "60-16-13"))
                    .expect(200);
            assertThat(admin.get("/v1/payout-details")
                            .expect(200)
                            .json()
                            .get("payee")
                            .asString())
                    .isEqualTo(payee);
            assertThat(admin.get("/v1/payout-details")
                            .expect(200)
                            .json()
                            .get("sortCode")
                            .asString())
                    .isEqualTo("601613");
            admin.delete("/v1/payout-details").expect(204);
            admin.get("/v1/payout-details").expectProblem(404, "payout-details.unknown");
        }
        admin.delete("/v1/payout-details").expectProblem(404, "payout-details.unknown");
    }

    @Test
    void areKnownToAPayout() {
        organisation.place("a", 20_000);
        admin.post("/v1/orders/a/commission/confirm", Map.of("at", "2011-03-05T00:00:00Z"))
                .expect(200);
        admin.put("/v1/payout-details", DETAILS).expect(200);
        assertThat(admin.post("/v1/payouts", Map.of("from", "2011-03-01", "to", "2011-04-01"))
                        .expect(201)
                        .json()
                        .get("details")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GB29NWBK60161331926818, , , payout-details.invalid-iban",
        ", , , payout-details.one-account",
        ", 12345678, , request.missing-field",
        ", , 601613, request.missing-field",
        "GB29NWBK60161331926819, 12345678, 601613, payout-details.one-account",
        ", 12345678, sixty, request.invalid-value"
    })
    void areRefusedWithoutBeingRepeated(String iban, String accountNumber, String sortCode, String code) {
        Map<String, Object> body = new HashMap<>(Map.of("payee", "Jo Bloggs"));
        body.put("iban", iban);
        body.put("accountNumber", accountNumber);
        body.put("sortCode", sortCode);
        String answer =
                admin.put("/v1/payout-details", body).expectProblem(400, code).body();
        assertThat(answer).doesNotContain("Bloggs", "12345678", "NWBK");
    }
}
