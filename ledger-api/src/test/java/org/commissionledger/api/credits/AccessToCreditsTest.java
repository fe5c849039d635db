package org.commissionledger.api.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees whose credit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessToCreditsTest {

    private static final List<String> READS = List.of("", "/balance", "/entries", "/top-ups");

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final TestClient north = organisation.partner("north");
    private final TestClient south = organisation.partner("south");

    @BeforeAll
    void eachPartnerHasACustomer() {
        for (String partner : List.of("north", "south")) {
            open(partner + "-shop", Map.of("name", "S", "type", "CUSTOMER", "partnerId", partner, "currency", "GBP"));
        }
        open("nobodys-shop", Map.of("name", "S", "type", "CUSTOMER", "currency", "GBP"));
    }

    private void open(String account, Map<String, Object> body) {
        admin.put("/v1/accounts/" + account, body).expect(200);
        admin.post(
                        "/v1/accounts/" + account + "/top-ups",
                        Map.of("topUpId", "t", "amount", CreditsApiTest.pounds(100), "category", "PAID"))
                .expect(201);
    }

    @Test
    void aPartnerSeesItsOwnAccountAndItsCustomers() {
        for (String read : READS) {
            north.get("/v1/accounts/north" + read).expect(200);
            north.get("/v1/accounts/north-shop" + read).expect(200);
        }
        assertThat(north.get("/v1/accounts").expect(200).each("accountId")).containsExactly("north", "north-shop");
        assertThat(north.all("/v1/accounts?limit=1")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"south", "south-shop", "nobodys-shop"})
    void aPartnerSeesOthersJustAsIfTheyDidNotExist(String other) {
        for (String read : READS) {
            String unknown = north.get("/v1/accounts/none" + read).body();
            assertThat(north.get("/v1/accounts/" + other + read)
                            .expectProblem(404, "account.unknown")
                            .body()
                            .replace(other, "none"))
                    .isEqualTo(unknown);
        }
        assertThat(north.get("/v1/accounts?partnerId=south").expect(200).data()).isEmpty();
        assertThat(south.get("/v1/accounts").expect(200).each("accountId")).doesNotContain("north", "nobodys-shop");
    }

    @Test
    void aPartnerChangesNothing() {
        Map<String, Object> topUp = Map.of("amount", CreditsApiTest.pounds(1), "category", "PAID");
        Map<String, Object> usage = Map.of("amount", CreditsApiTest.pounds(1), "productId", "product-acme");
        north.post("/v1/accounts/north/top-ups", topUp).expectProblem(403, "access.denied");
        north.post("/v1/accounts/north/usage", usage).expectProblem(403, "access.denied");
        north.put("/v1/accounts/north", Map.of()).expectProblem(403, "access.denied");
        north.get("/v1/accounts/north/holds").expectProblem(403, "access.denied");
        north.get("/v1/discounts").expectProblem(403, "access.denied");
        north.get("/v1/orders").expectProblem(403, "access.denied");
    }

    @Test
    void whoeverHasNoBusinessWithCreditSeesNone() {
        for (Role role : List.of(Role.SUPPORT, Role.TECHNICAL, Role.INGEST, Role.PROVIDER)) {
            for (String read : READS) {
                organisation.as(role).get("/v1/accounts/north" + read).expectProblem(403, "access.denied");
            }
        }
        organisation.as(Role.AUDITOR).get("/v1/accounts/north/balance").expect(200);
        organisation.as(Role.FINANCE).get("/v1/accounts/north/balance").expect(200);
        organisation
                .as(Role.AUDITOR)
                .post("/v1/accounts/north/top-ups", Map.of())
                .expectProblem(403, "access.denied");
    }

    /** Top-ups and discounts are finance's; who has an account, and how far it may go below nothing, is the administrator's. */
    @Test
    void financeTopsUpAndOpensNoAccounts() {
        TestClient finance = organisation.as(Role.FINANCE);
        Map<String, Object> account =
                Map.of("name", "New", "type", "PARTNER", "currency", "GBP", "overdraftLimit", 1_000_000);
        finance.put("/v1/accounts/of-finance", account).expectProblem(403, "access.denied");
        finance.put("/v1/accounts/north", account).expectProblem(403, "access.denied");
        organisation.admin().get("/v1/accounts/of-finance").expectProblem(404, "account.unknown");
        finance.post("/v1/accounts/north-shop/top-ups", Map.of("amount", CreditsApiTest.pounds(1), "category", "PAID"))
                .expect(201);
    }

    @Test
    void anotherOrganisationSeesAndTouchesNothing() {
        TestClient stranger = service.organisation().withCatalogue().admin();
        for (String read : READS) {
            stranger.get("/v1/accounts/north" + read).expectProblem(404, "account.unknown");
        }
        assertThat(stranger.get("/v1/accounts").expect(200).data()).isEmpty();
        Map<String, Object> usage = Map.of("amount", CreditsApiTest.pounds(1), "productId", "product-acme");
        stranger.post("/v1/accounts/north-shop/usage", usage).expectProblem(404, "account.unknown");
        stranger.post("/v1/accounts/north-shop/top-ups/t/void", Map.of("reasonCode", "FRAUD"))
                .expectProblem(404, "account.unknown");
        stranger.put(
                        "/v1/discounts/d",
                        Map.of(
                                "partnerId", "north",
                                "type", "PERCENT",
                                "basisPoints", 1,
                                "from", "2011-01-01T00:00:00Z"))
                .expectProblem(422, "account.unknown-partner");
        stranger.put(
                        "/v1/accounts/mine",
                        Map.of("name", "M", "type", "CUSTOMER", "partnerId", "north", "currency", "GBP"))
                .expectProblem(422, "account.unknown-partner");
    }
}
