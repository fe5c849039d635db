package org.commissionledger.api.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomersApiTest {

    private static final Map<String, Object> JO = Map.of("email", "jo.bloggs@example.org", "name", "Jo Bloggs");

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private Answer identify(String customer, Object body) {
        return admin.post("/v1/customers/" + customer + "/identify", body);
    }

    private Answer erase(String customer) {
        return admin.delete("/v1/customers/" + customer + "/personal-data");
    }

    private List<JsonNode> history(String customer) {
        return admin.get("/v1/events?limit=500&stream=customer/" + customer)
                .expect(200)
                .data();
    }

    private List<String> types(String customer) {
        return history(customer).stream().map(e -> e.get("type").asString()).toList();
    }

    @Test
    void sayWhoTheyAreAndWhoTheyWere() {
        Answer answer = identify("known", Map.of("email", "ann@example.org", "mergeFrom", List.of("anon-1", "anon-2")));
        assertThat(answer.expect(200).json())
                .isEqualTo(TestClient.JSON.readTree(
                        "{\"customerId\":\"known\",\"identified\":true,\"mergedFrom\":[\"anon-1\",\"anon-2\"]}"));
        assertThat(types("known"))
                .containsOnly("customer.identified", "customer.merged")
                .hasSize(3);
        assertThat(types("anon-1")).containsExactly("customer.merged-into");
    }

    @Test
    void sayTheSameAgainToNoEffect() {
        identify("again", JO).expect(200);
        identify("again", JO).expect(200);
        assertThat(types("again")).containsExactly("customer.identified");
        identify("again", Map.of("email", "other@example.org")).expect(200);
        assertThat(types("again")).hasSize(2);
    }

    @Test
    void areNeverMergedOnceTheyAreKnown() {
        identify("k-1", JO).expect(200);
        long events = organisation.events();
        identify("k-2", Map.of("email", "x@example.org", "mergeFrom", List.of("free", "k-1")))
                .expectProblem(409, "customer.already-identified");
        assertThat(organisation.events()).isEqualTo(events);
        identify("k-1", Map.of("email", "x@example.org", "mergeFrom", List.of("free")))
                .expect(200);
        identify("k-2", Map.of("email", "x@example.org", "mergeFrom", List.of("free")))
                .expectProblem(409, "customer.already-merged");
        identify("free", JO).expectProblem(409, "customer.already-merged");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | request.missing-field",
                "{\"email\":\"secret-jo\"} | request.invalid-email",
                "{\"email\":\"a@example.org\",\"name\":7} | request.invalid-type",
                "{\"email\":\"a@example.org\",\"mergeFrom\":\"x\"} | request.invalid-type",
                "{\"email\":\"a@example.org\",\"mergeFrom\":[\"wrong\"]} | customer.merge-with-itself",
                "{\"email\":\"a@example.org\",\"phone\":\"1\"} | request.unknown-field"
            })
    void sayItInTheRightForm(String body, String code) {
        Answer answer = identify("wrong", body);
        assertThat(answer.status()).isIn(400, 409);
        answer.expectProblem(answer.status(), code);
        assertThat(answer.body()).doesNotContain("secret-jo");
        assertThat(history("wrong")).isEmpty();
    }

    @Test
    void areAnsweredAgainByteForByteWhileTheyAreRemembered() {
        String key = TestClient.newKey();
        Answer first = admin.post("/v1/customers/replay/identify", JO, key).expect(200);
        Answer again = admin.post("/v1/customers/replay/identify", JO, key).expect(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.isReplayed()).isTrue();
        admin.post("/v1/customers/replay/identify", Map.of("email", "other@example.org"), key)
                .expectProblem(422, "idempotency.key-reused");
        erase("replay").expect(204);
        admin.post("/v1/customers/replay/identify", JO, key).expectProblem(409, "customer.erased");
    }

    @Test
    void areForgottenForGood() throws SQLException {
        identify("forget", JO).expect(200);
        JdbcClient sql = JdbcClient.create(service.bean("dataSource", DataSource.class));
        assertThat(erase("forget").expect(204).body()).isEmpty();
        long events = organisation.events();
        erase("forget").expect(204);
        assertThat(organisation.events()).isEqualTo(events);
        assertThat(types("forget"))
                .containsOnly("customer.identified", "customer.personal-data-erased")
                .hasSize(2);
        identify("forget", JO).expectProblem(409, "customer.erased");
        assertThat(sql.sql(
                                "select count(*) from ledger.event where payload like '%bloggs%' or metadata like '%bloggs%'")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(sql.sql("select count(*) from ledger.request_key where body like '%bloggs%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void canBeForgottenWhenTheyDidOrOrderedSomething() {
        erase("nobody").expectProblem(404, "customer.unknown");
        erase("no%20spaces").expectProblem(404, "customer.unknown");
        admin.post("/v1/customers/visitor/events", Map.of("events", List.of(Map.of("type", "VISITED"))))
                .expect(200);
        erase("visitor").expect(204);
        organisation.place(order("o-1", 1_000, "customerId", "buyer")).expect(201);
        admin.get("/v1/orders/o-1").expect(200);
        erase("buyer").expect(204);
    }

    @Test
    void belongToTheOrganisationOfTheToken() {
        identify("theirs", JO).expect(200);
        TestOrganisation other = service.organisation();
        other.admin().delete("/v1/customers/theirs/personal-data").expectProblem(404, "customer.unknown");
        other.admin()
                .post("/v1/customers/mine/identify", Map.of("email", "x@example.org", "mergeFrom", List.of("theirs")))
                .expect(200);
        assertThat(types("theirs")).containsExactly("customer.identified");
        identify("theirs", JO).expect(200);
    }

    @Test
    void areForgottenByAdministratorsOnly() {
        identify("roles", JO).expect(200);
        for (Role role : List.of(Role.SUPPORT, Role.INGEST, Role.AUDITOR)) {
            organisation.as(role).delete("/v1/customers/roles/personal-data").expectProblem(403, "access.denied");
        }
        organisation.as(Role.INGEST).post("/v1/customers/roles/identify", JO).expect(200);
    }
}
