package org.commissionledger.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.commissionledger.api.testing.IdentityProvider;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node whose tokens come from an issuer outside: that one's are believed, and nobody else's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutsideIssuerTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final IdentityProvider issuer = new IdentityProvider();
    private TestService node;

    @BeforeAll
    void start() {
        node = TestService.shared()
                .anotherNode("--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.base());
        organisation.place("of-acme", 1_000);
        organisation
                .place(TestOrganisation.order("of-zenith", 1_000, "productId", "product-zenith"))
                .expect(201);
    }

    @AfterAll
    void stop() {
        node.close();
        issuer.close();
    }

    private TestClient with(Map<String, String> claims) {
        return node.withToken(
                issuer.accessToken("someone-outside", Instant.now().plus(Duration.ofMinutes(5)), claims));
    }

    @Test
    void saysWhoseOrganisationWhichRoleAndWhichProvider() {
        TestClient finance = with(Map.of("org", organisation.id(), "role", "FINANCE"));
        finance.get("/v1/orders/of-acme").expect(200);
        finance.post("/v1/orders/of-acme/commission/confirm", "").expect(200);
        finance.get("/v1/clients").expectProblem(403, "access.denied");
        TestClient acme = with(Map.of("org", organisation.id(), "role", "PROVIDER", "provider", "acme"));
        assertThat(acme.get("/v1/orders").each("orderId")).containsExactly("of-acme");
        acme.get("/v1/orders/of-zenith").expectProblem(404, "order.unknown");
    }

    @Test
    void doesNotFoundOrganisationsWhateverItSays() {
        TestClient admin = with(Map.of("org", "demo", "role", "ADMIN", "founder", "true"));
        admin.get("/v1/settings").expect(200);
        admin.post("/v1/organisations", Map.of("organisationId", "of-outside", "name", "Outside"))
                .expectProblem(403, "access.denied");
    }

    @ParameterizedTest
    @CsvSource({"FINANCE,", ",demo", "EMPEROR,demo", "PROVIDER,demo", "PARTNER,demo"})
    void isNotBelievedWhereItLeavesSomethingOut(String role, String organisation) {
        Map<String, String> claims = role == null
                ? Map.of("org", organisation)
                : organisation == null ? Map.of("role", role) : Map.of("org", organisation, "role", role);
        with(claims).get("/v1/orders").expectProblem(401, "access.invalid-token");
    }

    @Test
    void isNotBelievedBeyondItsTime() {
        String old = issuer.accessToken(
                "someone-outside",
                Instant.now().minus(Duration.ofMinutes(5)),
                Map.of("org", organisation.id(), "role", "FINANCE"));
        node.withToken(old).get("/v1/orders").expectProblem(401, "access.invalid-token");
    }

    @Test
    void isTheOnlyOne() {
        organisation.admin().at(node).get("/v1/orders").expectProblem(401, "access.invalid-token");
        try (IdentityProvider another = new IdentityProvider()) {
            String token = another.accessToken(
                    "someone-else",
                    Instant.now().plus(Duration.ofMinutes(5)),
                    Map.of("org", organisation.id(), "role", "FINANCE"));
            node.withToken(token).get("/v1/orders").expectProblem(401, "access.invalid-token");
        }
    }
}
