package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.stream.Stream;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.testing.PinnedForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every event that the product can store, pinned in its stored form in {@code events/<type>.v<revision>.json} with every optional
 * field filled in. A form that changes needs a new revision, an upcaster and a new file; the old file stays.
 */
class StoredEventsTest {

    private static final EventCodec CODEC = LedgerCore.codec();

    private static Stream<EventType> types() {
        return CODEC.types().all().stream().sorted(Comparator.comparing(EventType::name));
    }

    /** Files of the present revisions, those of further variants of a type included. */
    private static Stream<Pinned> current() {
        return Stream.concat(
                types().map(type -> new Pinned(type, type.revision(), "")),
                Stream.of("product.defined", "credit.used", "discount.granted")
                        .map(type -> new Pinned(CODEC.types().named(type), 1, ".fixed")));
    }

    private static Stream<Pinned> allRevisions() {
        return types().flatMap(type -> Stream.iterate(1, r -> r <= type.revision(), r -> r + 1)
                .map(revision -> new Pinned(type, revision, "")));
    }

    private record Pinned(EventType type, int revision, String variant) {

        String file() {
            return "/events/" + type.name() + ".v" + revision + variant + ".json";
        }

        String text() {
            return PinnedForm.text(file());
        }

        Object decoded() {
            return CODEC.decode(type.name(), revision, text(), type);
        }

        @Override
        public String toString() {
            return file();
        }
    }

    @ParameterizedTest
    @MethodSource("allRevisions")
    void everyRevisionThatWasEverStoredCanBeRead(Pinned pinned) {
        assertThat(pinned.decoded()).isInstanceOf(pinned.type().javaType());
    }

    @ParameterizedTest
    @MethodSource("current")
    void isWrittenExactlyAsPinned(Pinned pinned) {
        assertThat(CODEC.encode(pinned.decoded())).isEqualTo(pinned.text());
    }

    @ParameterizedTest
    @MethodSource("current")
    void hasEveryComponentInItsFile(Pinned pinned) {
        JsonNode json = JsonMapper.shared().readTree(pinned.text());
        assertThat(PinnedForm.differences(pinned.decoded(), json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = "/events/metadata.v1.json")
    void metadataIsWrittenExactlyAsPinned(String file) {
        EventMetadata metadata = CODEC.decode(PinnedForm.text(file), EventMetadata.class);
        assertThat(CODEC.encode(metadata)).isEqualTo(PinnedForm.text(file));
        assertThat(PinnedForm.differences(metadata, JsonMapper.shared().readTree(PinnedForm.text(file))))
                .isEmpty();
    }
}
