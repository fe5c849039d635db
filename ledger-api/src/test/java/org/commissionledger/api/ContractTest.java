package org.commissionledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.commissionledger.api.security.AccessRules;
import org.commissionledger.api.testing.Contract;
import org.commissionledger.api.testing.Contract.Operation;
import org.commissionledger.api.testing.Contract.Place;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The published contract: whole, sound in itself, and the same as the routes and what they read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {

    private final TestClient admin =
            TestService.shared().organisation().withCatalogue().admin();
    private final JsonNode page =
            TestService.shared().anonymous().get("/v3/api-docs").expect(200).json();
    private final Contract contract = new Contract(page);

    Stream<Operation> operations() {
        return contract.operations().stream();
    }

    Stream<Operation> operationsWithJson() {
        return operations().filter(o -> body(o, "application/json").exists());
    }

    Stream<Operation> operationsWithCsv() {
        return operations().filter(o -> body(o, "text/csv").exists());
    }

    Stream<Operation> reads() {
        return operations().filter(o -> o.method().equals("GET"));
    }

    private Place body(Operation operation, String mediaType) {
        return contract.under(operation.place(), "requestBody", "content", mediaType);
    }

    @Test
    void isPublishedAsOpenApi31() {
        assertThat(page.get("openapi").asString()).startsWith("3.1");
    }

    @Test
    void namesExactlyTheRoutesThatHaveARule() {
        Stream<String> routes = AccessRules.RULES.stream()
                .filter(rule -> rule.pattern().startsWith("/v1/"))
                .map(rule -> rule.method() + " " + rule.pattern());
        assertThat(operations().map(Operation::toString))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of("POST /oauth2/token"), routes).toList());
    }

    @Test
    void givesEachOperationANameOfItsOwn() {
        assertThat(operations().map(o -> o.place().node().path("operationId").asString()))
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void tellsInAWordWhatAnOperationDoes(Operation operation) {
        JsonNode node = operation.place().node();
        assertThat(node.path("summary").asString()).isNotBlank();
        assertThat(page.get("tags").findValuesAsString("name"))
                .contains(node.path("tags").path(0).asString());
        assertThat(contract.parameters(operation)).allSatisfy(parameter -> {
            assertThat(parameter.path("description").asString())
                    .as(parameter.toString())
                    .isNotBlank();
            assertThat(parameter.has("schema")).as(parameter.toString()).isTrue();
        });
    }

    @Test
    void refersToNothingThatIsNotThere() {
        for (String reference : page.findValuesAsString("$ref")) {
            assertThat(contract.at(reference.substring(1)).exists())
                    .as(reference)
                    .isTrue();
        }
    }

    @Test
    void describesEachPropertyOnce() {
        List<Place> schemas =
                contract.children(contract.at("/components/schemas")).toList();
        assertThat(schemas).allSatisfy(this::assertDescribed);
        for (Place schema : schemas) {
            assertThat(contract.children(contract.under(schema, "properties"))).allSatisfy(this::assertDescribed);
        }
    }

    private void assertDescribed(Place schema) {
        assertThat(schema.node().path("description").asString())
                .as(schema.pointer())
                .isNotBlank();
        assertThat(schema.node().has("type") || schema.node().has("oneOf"))
                .as(schema.pointer())
                .isTrue();
    }

    /** The calls that take a body and the fields in it are those whose routes read one; others have nothing to say. */
    @ParameterizedTest
    @MethodSource("operations")
    void hasASchemaForEachBody(Operation operation) {
        boolean reads = operation.method().equals("GET") || operation.method().equals("DELETE");
        boolean bare = reads
                || operation.path().startsWith("/v1/projections/")
                || operation.path().equals("/v1/audit/verify")
                || operation.path().matches(".*/(release|revoke|rotate-secret|test|redeliver|approve|cancel|close)");
        Place bodies = contract.under(operation.place(), "requestBody", "content");
        assertThat(bodies.exists()).isEqualTo(!bare);
        assertThat(contract.children(bodies)).allSatisfy(this::assertHasForm);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void hasASchemaForEachAnswer(Operation operation) {
        Place responses = contract.under(operation.place(), "responses");
        assertThat(responses.node().propertyNames()).anyMatch(status -> status.startsWith("2"));
        for (String status : responses.node().propertyNames()) {
            Place content = contract.under(responses, status, "content");
            assertThat(content.exists()).as(status).isEqualTo(!status.equals("204"));
            assertThat(contract.children(content)).allSatisfy(this::assertHasForm);
        }
    }

    /** Fields, or a list, lines or rows of fields. */
    private void assertHasForm(Place mediaType) {
        Place schema = contract.under(mediaType, "schema");
        Place rows = contract.under(schema, "contentSchema", "items");
        Place items = contract.under(schema, "items");
        Place form = rows.exists() ? rows : items.exists() ? items : schema;
        assertThat(contract.under(form, "properties").node())
                .as(mediaType.pointer())
                .isNotEmpty();
    }

    @Test
    void givesExamplesThatAreRight() {
        for (Operation operation : contract.operations()) {
            for (Place mediaType : contract.children(contract.under(operation.place(), "requestBody", "content"))
                    .toList()) {
                assertThat(mediaType.node().has("example"))
                        .as(operation.toString())
                        .isTrue();
                Place schema = contract.under(mediaType, "schema");
                JsonNode example = mediaType.node().get("example");
                Place rows = contract.under(schema, "contentSchema");
                assertThat(contract.faults(
                                rows.exists() ? rows : schema, rows.exists() ? rows(rows, example) : example))
                        .as(mediaType.pointer())
                        .isEmpty();
            }
        }
        for (Place schema :
                contract.children(contract.at("/components/schemas")).toList()) {
            for (JsonNode example : schema.node().path("examples")) {
                assertThat(contract.faults(schema, example))
                        .as(schema.pointer())
                        .isEmpty();
            }
        }
    }

    /** The rows of a CSV as the schema sees them: an empty cell is absent, whole numbers and flags are what they say. */
    private JsonNode rows(Place schema, JsonNode csv) {
        if (csv.stringValue().startsWith("{")) {
            var lines = TestClient.JSON.createArrayNode();
            csv.stringValue().lines().map(TestClient.JSON::readTree).forEach(lines::add);
            return lines;
        }
        Place columns = contract.under(schema, "items", "properties");
        var rows = TestClient.JSON.createArrayNode();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (var parser = format.parse(new StringReader(csv.stringValue()))) {
            for (CSVRecord record : parser) {
                ObjectNode row = rows.addObject();
                record.toMap().forEach((name, cell) -> {
                    if (!cell.isEmpty()) {
                        String type = contract.under(columns, name)
                                .node()
                                .path("type")
                                .asString();
                        row.set(name, type.equals("string") ? row.stringNode(cell) : TestClient.JSON.readTree(cell));
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("operationsWithJson")
    void knowsTheFieldsThatAreReadAndNoOthers(Operation operation) {
        Place schema = contract.under(body(operation, "application/json"), "schema");
        ObjectNode odd = TestClient.JSON.createObjectNode();
        schema.node().path("properties").propertyNames().forEach(odd::putObject);
        assertThat(codes(operation, odd)).isNotEmpty().doesNotContainValue("request.unknown-field");
        ObjectNode unknown = TestClient.JSON.createObjectNode().put("undocumented", 1);
        assertThat(codes(operation, unknown)).containsEntry("undocumented", "request.unknown-field");
    }

    @ParameterizedTest
    @MethodSource("operationsWithJson")
    void knowsTheFieldsThatAreRequired(Operation operation) {
        Place schema = contract.under(body(operation, "application/json"), "schema");
        List<String> required = strings(schema.node().path("required"));
        if (!required.isEmpty()) {
            assertThat(codes(operation, TestClient.JSON.createObjectNode()).keySet())
                    .containsExactlyInAnyOrderElementsOf(required);
        }
    }

    @ParameterizedTest
    @MethodSource("operationsWithCsv")
    void knowsTheColumnsThatAreReadAndThoseThatAreRequired(Operation operation) {
        JsonNode row = contract.under(body(operation, "text/csv"), "schema", "contentSchema", "items")
                .node();
        String header = String.join(",", row.get("properties").propertyNames());
        String path = operation.path() + required(operation);
        admin.postCsv(path, header + "\n").expect(200);
        var refused = admin.postCsv(path, "undocumented\n").expect(400);
        List<String> expected = new ArrayList<>(strings(row.get("required")));
        expected.add("undocumented");
        assertThat(refused.badFields()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void knowsTheParametersThatAreRead(Operation operation) {
        List<String> names = contract.parameters(operation).stream()
                .filter(p -> p.get("in").asString().equals("query"))
                .map(p -> p.get("name").asString())
                .toList();
        String query = String.join("=~&", names) + "=~&undocumented=1";
        String path = path(operation) + "?" + (names.isEmpty() ? "undocumented=1" : query);
        JsonNode errors = client(operation).get(path).expect(400).json().path("errors");
        assertThat(errors.valueStream()
                        .filter(e -> e.get("code").asString().equals("request.unknown-parameter"))
                        .map(e -> e.get("field").asString()))
                .containsExactly("undocumented");
    }

    private static String path(Operation operation) {
        return operation.path().replace("{name}", "orders").replaceAll("\\{[a-zA-Z]+}", "some");
    }

    /** The parameters without which a call does not get as far as its body. */
    private static String required(Operation operation) {
        return operation.toString().equals("POST /v1/statements")
                ? "?providerId=acme&reference=r&dryRun=true&from=2011-03-01&to=2011-04-01"
                : "";
    }

    /** Only the client of the first start may found organisations. */
    private TestClient client(Operation operation) {
        return operation.path().equals("/v1/organisations")
                ? TestService.shared().bootstrap()
                : admin;
    }

    private Map<String, String> codes(Operation operation, JsonNode body) {
        TestClient client = client(operation);
        var answer = operation.method().equals("PUT")
                ? client.put(path(operation), body.toString())
                : client.post(path(operation) + required(operation), body.toString());
        Map<String, String> codes = new HashMap<>();
        for (JsonNode error : answer.expect(400).json().path("errors")) {
            codes.put(error.get("field").asString(), error.get("code").asString());
        }
        return codes;
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
