package org.commissionledger.api.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract that the service publishes: finds things in it, and holds values against its schemas. */
public final class Contract {

    private static final String NAME = "urn:contract";

    private final JsonNode page;
    private final SchemaRegistry schemas;

    public Contract(JsonNode page) {
        this.page = page;
        JsonNode closed = page.deepCopy();
        closed.findParents("properties").forEach(Contract::close);
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, b -> b.schemas(Map.of(NAME, closed.toString())));
    }

    /** A client must live with new properties in answers, but a test wants to hear of them. */
    private static void close(JsonNode schema) {
        if (schema.get("properties").isObject() && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
    }

    /** A place in the page, behind all references. */
    public record Place(String pointer, JsonNode node) {

        public boolean exists() {
            return !node.isMissingNode();
        }
    }

    /** One call. */
    public record Operation(String method, String path, Place place) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : page.get("paths").properties()) {
            for (String method : path.getValue().propertyNames()) {
                if (!method.equals("parameters")) {
                    Place place = at(child(child("/paths", path.getKey()), method));
                    operations.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey(), place));
                }
            }
        }
        return operations;
    }

    public Operation operation(String method, String path) {
        return operations().stream()
                .filter(o -> o.method().equals(method) && o.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(method + " " + path + " is not documented"));
    }

    /** The parameters of a call, those that its whole path has among them. */
    public List<JsonNode> parameters(Operation operation) {
        String path = child("/paths", operation.path());
        return Stream.of(child(path, "parameters"), child(operation.place().pointer(), "parameters"))
                .map(this::at)
                .flatMap(this::children)
                .map(Place::node)
                .toList();
    }

    public Place at(String pointer) {
        JsonNode node = page.at(JsonPointer.compile(pointer));
        return node.has("$ref") ? at(node.get("$ref").stringValue().substring(1)) : new Place(pointer, node);
    }

    public Place under(Place place, String... names) {
        String pointer = place.pointer();
        for (String name : names) {
            pointer = at(child(pointer, name)).pointer();
        }
        return at(pointer);
    }

    /** The elements of an array, or the values of an object. */
    public Stream<Place> children(Place place) {
        JsonNode node = place.node();
        Stream<String> names = node.isArray()
                ? Stream.iterate(0, i -> i + 1).limit(node.size()).map(String::valueOf)
                : node.propertyNames().stream();
        return names.map(name -> under(place, name));
    }

    private static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Why the value is not what the schema describes; empty when it is. A property that is not documented is one reason. */
    public List<String> faults(Place schema, JsonNode value) {
        String fragment = schema.pointer().replace("{", "%7B").replace("}", "%7D");
        Schema compiled = schemas.getSchema(SchemaLocation.of(NAME + "#" + fragment));
        return compiled
                .validate(value, context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
