package org.commissionledger.api.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganisationsApiTest {

    private final TestService service = TestService.shared();
    private final TestClient bootstrap = service.bootstrap();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    @Test
    void aNewOrganisationHasAnAdminOfItsOwn() {
        Answer answer = bootstrap.post("/v1/organisations", Map.of("organisationId", "founded", "name", "Founded"));
        answer.expect(201);
        assertThat(answer.header("Location")).isEqualTo("/v1/organisations/founded");
        JsonNode made = answer.json();
        assertThat(made.get("organisationId").asString()).isEqualTo("founded");
        TestClient own = service.client(
                made.get("clientId").asString(), made.get("clientSecret").asString());
        assertThat(own.get("/v1/clients").expect(200).each("role")).containsExactly("ADMIN");
    }

    @Test
    void anOrganisationIsFoundedOnce() {
        Map<String, Object> body = Map.of("organisationId", "once", "name", "Once");
        bootstrap.post("/v1/organisations", body).expect(201);
        bootstrap.post("/v1/organisations", body).expectProblem(409, "organisation.duplicate");
        bootstrap
                .post("/v1/organisations", Map.of("organisationId", "demo", "name", "Once"))
                .expectProblem(409, "organisation.duplicate");
    }

    @Test
    void foundingUnderTheSameKeyTellsTheFirstAnswerWithoutTheSecret() {
        String key = TestClient.newKey();
        Map<String, Object> body = Map.of("organisationId", "keyed", "name", "Keyed");
        JsonNode first =
                bootstrap.post("/v1/organisations", body, key).expect(201).json();
        Answer again = bootstrap.post("/v1/organisations", body, key).expect(201);
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.json().get("clientId")).isEqualTo(first.get("clientId"));
        assertThat(again.body()).doesNotContain(first.get("clientSecret").asString());
        service.client(
                first.get("clientId").asString(), first.get("clientSecret").asString());
    }

    @Test
    void foundingAnotherOrganisationNeedsAnotherKey() {
        String key = TestClient.newKey();
        bootstrap
                .post("/v1/organisations", Map.of("organisationId", "key-first", "name", "First"), key)
                .expect(201);
        bootstrap
                .post("/v1/organisations", Map.of("organisationId", "key-second", "name", "Second"), key)
                .expectProblem(422, "idempotency.key-reused");
        bootstrap
                .post("/v1/organisations", Map.of("organisationId", "key-second", "name", "Second"))
                .expect(201);
    }

    @ParameterizedTest
    @CsvSource({"FINANCE", "TECHNICAL", "SUPPORT", "AUDITOR", "INGEST", "ADMIN"})
    void aNewClientGetsTokensThatSayWhoItIs(String role) {
        Answer answer = admin.post("/v1/clients", Map.of("name", role + " person", "role", role))
                .expect(201);
        String clientId = answer.json().get("clientId").asString();
        assertThat(answer.header("Location")).isEqualTo("/v1/clients/" + clientId);
        Answer token = service.askForToken(
                        clientId, answer.json().get("clientSecret").asString())
                .expect(200);
        assertThat(token.json().get("token_type").asString()).isEqualTo("Bearer");
        JsonNode claims = claims(token);
        assertThat(claims.get("org").asString()).isEqualTo(organisation.id());
        assertThat(claims.get("role").asString()).isEqualTo(role);
        assertThat(claims.get("sub").asString()).isEqualTo(clientId);
        assertThat(claims.has("provider")).isFalse();
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(600);
    }

    private static JsonNode claims(Answer token) {
        String payload = token.json().get("access_token").asString().split("\\.")[1];
        return TestClient.JSON.readTree(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    @Test
    void aProviderAndAPartnerAreBoundToWhatTheyAre() {
        JsonNode provider = admin.post("/v1/clients", "{\"name\":\"A\",\"role\":\"PROVIDER\",\"providerId\":\"acme\"}")
                .expect(201)
                .json();
        assertThat(claims(service.askForToken(
                                provider.get("clientId").asString(),
                                provider.get("clientSecret").asString()))
                        .get("provider")
                        .asString())
                .isEqualTo("acme");
        String body = "{\"name\":\"P\",\"role\":\"PARTNER\",\"accountId\":\"a-1\"}";
        admin.post("/v1/clients", body).expectProblem(422, "account.unknown-partner");
        admin.put("/v1/accounts/a-1", "{\"name\":\"A\",\"type\":\"CUSTOMER\",\"currency\":\"GBP\"}")
                .expect(200);
        admin.post("/v1/clients", body).expectProblem(422, "account.not-a-partner");
        body = body.replace("a-1", "a-2");
        admin.put("/v1/accounts/a-2", "{\"name\":\"A\",\"type\":\"PARTNER\",\"currency\":\"GBP\"}")
                .expect(200);
        JsonNode partner = admin.post("/v1/clients", body).expect(201).json();
        assertThat(claims(service.askForToken(
                                partner.get("clientId").asString(),
                                partner.get("clientSecret").asString()))
                        .get("account")
                        .asString())
                .isEqualTo("a-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\",\"role\":\"PROVIDER\"}|providerId|request.missing-field",
                "{\"name\":\"x\",\"role\":\"PARTNER\"}|accountId|request.missing-field",
                "{\"name\":\"x\",\"role\":\"FINANCE\",\"providerId\":\"acme\"}|providerId|request.invalid-value",
                "{\"name\":\"x\",\"role\":\"FINANCE\",\"accountId\":\"a\"}|accountId|request.invalid-value",
                "{\"name\":\"x\",\"role\":\"KING\"}|role|request.invalid-value",
                "{\"name\":\"x\"}|role|request.missing-field",
                "{\"role\":\"FINANCE\"}|name|request.missing-field"
            })
    void aClientThatMakesNoSenseIsRefused(String body, String field, String code) {
        Answer answer = admin.post("/v1/clients", body);
        answer.expectProblem(400, code);
        assertThat(answer.badFields()).containsExactly(field);
    }

    @Test
    void aProviderThatIsNotThereGetsNoClient() {
        admin.post("/v1/clients", "{\"name\":\"x\",\"role\":\"PROVIDER\",\"providerId\":\"none\"}")
                .expectProblem(422, "catalogue.unknown-provider");
    }

    @Test
    void aSecretIsShownOnceAndKeptNowhereInTheHistory() {
        String key = TestClient.newKey();
        Map<String, Object> body = Map.of("name", "once", "role", "AUDITOR");
        Answer first = admin.post("/v1/clients", body, key).expect(201);
        String secret = first.json().get("clientSecret").asString();
        Answer again = admin.post("/v1/clients", body, key).expect(201);
        assertThat(again.isReplayed()).isTrue();
        assertThat(again.json().get("clientId")).isEqualTo(first.json().get("clientId"));
        assertThat(again.body()).doesNotContain(secret);
        assertThat(admin.get("/v1/clients?limit=500").body()).doesNotContain(secret);
        assertThat(admin.get("/v1/audit/export").body()).doesNotContain(secret);
    }

    @Test
    void clientsAreListedUntilTheyAreRevoked() {
        String clientId = admin.post("/v1/clients", Map.of("name", "Short", "role", "SUPPORT"))
                .expect(201)
                .json()
                .get("clientId")
                .asString();
        JsonNode listed = admin.all("/v1/clients").stream()
                .filter(client -> client.get("clientId").asString().equals(clientId))
                .findFirst()
                .orElseThrow();
        assertThat(listed.get("name").asString()).isEqualTo("Short");
        assertThat(listed.get("role").asString()).isEqualTo("SUPPORT");
        assertThat(Instant.parse(listed.get("createdAt").asString())).isBeforeOrEqualTo(Instant.now());
        assertThat(listed.has("clientSecret")).isFalse();
        Answer revoked = admin.delete("/v1/clients/" + clientId).expect(204);
        assertThat(revoked.position()).isPositive();
        assertThat(admin.get("/v1/clients?limit=500").each("clientId")).doesNotContain(clientId);
        admin.delete("/v1/clients/" + clientId).expectProblem(404, "client.unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "bootstrap", "not%20an%20id"})
    void whoIsNotAClientHereCannotBeRevoked(String clientId) {
        admin.delete("/v1/clients/" + clientId).expectProblem(404, "client.unknown");
    }

    @Test
    void theLastAdminStays() {
        TestOrganisation alone = service.organisation();
        alone.admin().delete("/v1/clients/" + alone.admin().clientId()).expectProblem(409, "client.last-admin");
        alone.admin().get("/v1/clients").expect(200);
    }

    @Test
    void settingsAreWhatWasPutLast() {
        assertThat(admin.get("/v1/settings").expect(200).json()).isEmpty();
        String settings =
                "{\"marketplaceUrl\":\"https://shop.example.org/\",\"name\":\"The Shop\",\"primaryColour\":\"#0b5fff\"}";
        assertThat(admin.put("/v1/settings", settings).expect(200).json())
                .isEqualTo(TestClient.JSON.readTree(settings));
        assertThat(admin.get("/v1/settings").json()).isEqualTo(TestClient.JSON.readTree(settings));
        long events = organisation.events();
        admin.put("/v1/settings", settings).expect(200);
        assertThat(organisation.events()).isEqualTo(events);
        admin.put("/v1/settings", "{}").expect(200);
        assertThat(admin.get("/v1/settings").json()).isEmpty();
    }

    @Test
    void namesOfPropertiesStayUntilOthersAreListed() {
        admin.put("/v1/settings", "{\"customerPropertyKeys\":[\"page\",\"campaign\"]}")
                .expect(200);
        String kept = "{\"name\":\"Shop\",\"customerPropertyKeys\":[\"page\",\"campaign\"]}";
        assertThat(admin.put("/v1/settings", "{\"name\":\"Shop\"}").expect(200).json())
                .isEqualTo(TestClient.JSON.readTree(kept));
        assertThat(admin.get("/v1/settings").json()).isEqualTo(TestClient.JSON.readTree(kept));
        assertThat(admin.put("/v1/settings", "{\"customerPropertyKeys\":[]}")
                        .expect(200)
                        .json())
                .isEmpty();
        assertThat(admin.get("/v1/settings").json()).isEmpty();
        Answer refused = admin.put("/v1/settings", "{\"customerPropertyKeys\":[\"no spaces\"]}");
        refused.expectProblem(400, "request.invalid-identifier");
        assertThat(refused.badFields()).containsExactly("customerPropertyKeys[0]");
    }

    @ParameterizedTest
    @CsvSource({
        "marketplaceUrl, shop.example.org",
        "marketplaceUrl, javascript:alert(1)",
        "marketplaceUrl, https://",
        "primaryColour, blue",
        "primaryColour, '#0b5ff'",
        "primaryColour, '#0b5ffg'"
    })
    void settingsThatMakeNoSenseAreRefused(String field, String value) {
        Answer answer = admin.put("/v1/settings", Map.of(field, value));
        answer.expectProblem(400, "request.invalid-value");
        assertThat(answer.badFields()).containsExactly(field);
    }
}
