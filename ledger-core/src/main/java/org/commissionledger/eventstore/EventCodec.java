package org.commissionledger.eventstore;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns events into the JSON text that is stored, and back. A text of an older revision is first lifted, revision by revision,
 * by the upcasters registered for its type; the stored text itself never changes.
 */
public final class EventCodec {

    private final EventTypes types;
    private final Map<String, NavigableMap<Integer, UnaryOperator<ObjectNode>>> upcasters = new TreeMap<>();
    private final JsonMapper json = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(EnumFeature.READ_ENUMS_USING_TO_STRING)
            .addModule(InstantText.module())
            .changeDefaultVisibility(fields -> fields.withFieldVisibility(Visibility.ANY)
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE))
            .changeDefaultPropertyInclusion(v -> v.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    public EventCodec(EventTypes types, List<Upcaster> upcasters) {
        this.types = types;
        for (Upcaster upcaster : upcasters) {
            this.upcasters
                    .computeIfAbsent(upcaster.type(), t -> new TreeMap<>())
                    .put(upcaster.fromRevision(), upcaster.lift());
        }
    }

    /** Lifts the stored form of {@code type} from one revision to the next. */
    public record Upcaster(String type, int fromRevision, UnaryOperator<ObjectNode> lift) {}

    public EventTypes types() {
        return types;
    }

    public String encode(Object payload) {
        return json.writeValueAsString(payload);
    }

    public <T> T decode(String text, Class<T> type) {
        return json.readValue(text, type);
    }

    public EventMetadata metadata(RecordedEvent event) {
        return json.readValue(event.metadata(), EventMetadata.class);
    }

    /** Who caused the event: the first field of its metadata, read without the others. */
    public String actor(RecordedEvent event) {
        try (JsonParser parser = json.createParser(event.metadata())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME && parser.currentName().equals("actor")) {
                    parser.nextToken();
                    return parser.getString();
                }
            }
        }
        throw new IllegalStateException("event " + event.position() + " has no actor");
    }

    public LedgerEvent decode(RecordedEvent event) {
        return decode(event.type(), event.revision(), event.payload());
    }

    /** The same where only these columns were read. */
    public LedgerEvent decode(String name, int revision, String payload) {
        return (LedgerEvent) decode(name, revision, payload, types.named(name));
    }

    Object decode(String name, int revision, String payload, EventType current) {
        if (revision == current.revision()) {
            return json.readValue(payload, current.javaType());
        }
        if (revision > current.revision()) {
            throw new IllegalStateException(
                    "Revision " + revision + " of " + name
                            + " is not known here: the history was written by a newer version of the ledger. Run that version.");
        }
        ObjectNode node = (ObjectNode) json.readTree(payload);
        for (int from = revision; from < current.revision(); from++) {
            UnaryOperator<ObjectNode> lift =
                    upcasters.getOrDefault(name, new TreeMap<>()).get(from);
            if (lift == null) {
                throw new IllegalStateException("no upcaster lifts " + name + " from revision " + from);
            }
            node = lift.apply(node);
        }
        return json.treeToValue(node, current.javaType());
    }
}
