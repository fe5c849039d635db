package org.commissionledger.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueApiTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private record Entry(String path, String idField, String body) {
        @Override
        public String toString() {
            return path;
        }
    }

    static Stream<Entry> entries() {
        return Stream.of(
                new Entry("categories/toys", "categoryId", "{\"name\":\"Toys & \u201cgames\u201d\"}"),
                new Entry("providers/umbrella", "providerId", "{\"name\":\"Umbrella\"}"),
                new Entry(
                        "products/p-percent",
                        "productId",
                        "{\"name\":\"P\",\"categoryId\":\"gifts\",\"providerId\":\"acme\",\"commissionPlan\":{\"type\":\"PERCENT\",\"basisPoints\":500}}"),
                new Entry(
                        "products/p-fixed",
                        "productId",
                        "{\"name\":\"P\",\"categoryId\":\"gifts\",\"providerId\":\"acme\",\"commissionPlan\":{\"type\":\"FIXED\",\"amount\":{\"amount\":250,\"currency\":\"GBP\"}}}"),
                new Entry(
                        "products/p-none",
                        "productId",
                        "{\"name\":\"P\",\"categoryId\":\"gifts\",\"providerId\":\"acme\"}"),
                new Entry(
                        "integrations/letters",
                        "integrationId",
                        "{\"name\":\"Letters\",\"channel\":\"EMAIL\",\"productIds\":[\"product-acme\"],\"active\":false}"));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void whatIsPutIsThere(Entry entry) {
        Answer put = admin.put("/v1/" + entry.path(), entry.body()).expect(200);
        ObjectNode wanted = (ObjectNode) TestClient.JSON.readTree(entry.body());
        String[] path = entry.path().split("/");
        wanted.put(entry.idField(), path[1]);
        assertThat(put.json()).isEqualTo(wanted);
        assertThat(admin.get("/v1/" + entry.path()).expect(200).json()).isEqualTo(wanted);
        assertThat(admin.all("/v1/" + path[0])).contains(wanted);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void puttingTheSameAgainChangesNothing(Entry entry) {
        admin.put("/v1/" + entry.path(), entry.body()).expect(200);
        long events = organisation.events();
        admin.put("/v1/" + entry.path(), entry.body()).expect(200);
        assertThat(organisation.events()).isEqualTo(events);
    }

    @Test
    void puttingSomethingElseReplacesIt() {
        admin.put("/v1/categories/replaced", "{\"name\":\"First\"}").expect(200);
        admin.put("/v1/categories/replaced", "{\"name\":\"Second\"}").expect(200);
        assertThat(admin.get("/v1/categories/replaced").json().get("name").asString())
                .isEqualTo("Second");
    }

    @ParameterizedTest
    @CsvSource({
        "categories/none, catalogue.unknown-category",
        "providers/none, catalogue.unknown-provider",
        "products/none, catalogue.unknown-product",
        "integrations/none, catalogue.unknown-integration"
    })
    void whatIsNotThereIsUnknown(String path, String code) {
        admin.get("/v1/" + path).expectProblem(404, code);
    }

    @Test
    void aProductNeedsItsCategoryAndItsProvider() {
        admin.put("/v1/products/orphan", "{\"name\":\"P\",\"categoryId\":\"none\",\"providerId\":\"acme\"}")
                .expectProblem(422, "catalogue.unknown-category");
        admin.put("/v1/products/orphan", "{\"name\":\"P\",\"categoryId\":\"gifts\",\"providerId\":\"none\"}")
                .expectProblem(422, "catalogue.unknown-provider");
        admin.get("/v1/products/orphan").expectProblem(404, "catalogue.unknown-product");
    }

    @Test
    void anIntegrationNeedsItsProducts() {
        admin.put("/v1/integrations/orphan", "{\"name\":\"I\",\"channel\":\"WEB\",\"productIds\":[\"none\"]}")
                .expectProblem(422, "catalogue.unknown-product");
    }

    @Test
    void anIntegrationIsActiveAndWithoutProductsUnlessItSaysOtherwise() {
        JsonNode shown = admin.put("/v1/integrations/bare", "{\"name\":\"I\",\"channel\":\"IN_STORE\"}")
                .expect(200)
                .json();
        assertThat(shown.get("active").asBoolean()).isTrue();
        assertThat(shown.get("productIds")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEB", "APP", "EMAIL", "IN_STORE", "OTHER"})
    void everyChannelIsTaken(String channel) {
        admin.put("/v1/integrations/channel", "{\"name\":\"I\",\"channel\":\"" + channel + "\"}")
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000})
    void aSharePlanGoesFromNothingToAll(int points) {
        String plan = "\"commissionPlan\":{\"type\":\"PERCENT\",\"basisPoints\":" + points + "}";
        admin.put(
                        "/v1/products/share",
                        "{\"name\":\"P\",\"categoryId\":\"gifts\",\"providerId\":\"acme\"," + plan + "}")
                .expect(200);
    }

    @Test
    void listsComeInPagesById() {
        TestOrganisation many = TestService.shared().organisation();
        List<String> ids =
                Stream.iterate(0, i -> i + 1).limit(7).map(i -> "category-" + i).toList();
        ids.reversed()
                .forEach(id -> many.admin()
                        .put("/v1/categories/" + id, "{\"name\":\"" + id + "\"}")
                        .expect(200));
        Answer first = many.admin().get("/v1/categories?limit=3");
        assertThat(first.each("categoryId")).isEqualTo(ids.subList(0, 3));
        assertThat(many.admin().all("/v1/categories?limit=3").stream()
                        .map(entry -> entry.get("categoryId").asString()))
                .isEqualTo(ids);
        assertThat(many.admin().get("/v1/categories").json().get("page")).isEqualTo(TestClient.JSON.readTree("""
                {"hasMore": false}"""));
    }
}
