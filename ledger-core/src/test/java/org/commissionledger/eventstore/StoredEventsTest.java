package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.commissionledger.command.LedgerCore;
import org.jspecify.annotations.Nullable;
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
            return StoredEventsTest.text(file());
        }

        Object decoded() {
            return CODEC.decode(type.name(), revision, text(), type);
        }

        @Override
        public String toString() {
            return file();
        }
    }

    /** As stored: without the line end that a file has. */
    private static String text(String file) {
        try (InputStream in = StoredEventsTest.class.getResourceAsStream(file)) {
            assertThat(in)
                    .as("every stored form is pinned; %s is missing", file)
                    .isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        assertThat(differences(pinned.decoded(), json, "", new ArrayList<>())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = "/events/metadata.v1.json")
    void metadataIsWrittenExactlyAsPinned(String file) {
        EventMetadata metadata = CODEC.decode(text(file), EventMetadata.class);
        assertThat(CODEC.encode(metadata)).isEqualTo(text(file));
        assertThat(differences(metadata, JsonMapper.shared().readTree(text(file)), "", new ArrayList<>()))
                .isEmpty();
    }

    /** Walks a record beside its JSON and tells where the names of components and fields differ or a value is not filled in. */
    private static List<String> differences(
            @Nullable Object value, @Nullable JsonNode json, String path, List<String> found) {
        if (value == null || json == null || json.isNull()) {
            found.add(path + " is not filled in");
        } else if (value instanceof Collection<?> all) {
            int i = 0;
            for (Object one : all) {
                differences(one, json.get(i), path + "[" + i++ + "]", found);
            }
            if (i == 0) {
                found.add(path + " is empty");
            }
        } else if (value.getClass().isRecord() && json.isObject()) {
            fields(value, json, path, found);
        } else if (value.getClass().isRecord() && !isWrittenAsOneValue(value.getClass())) {
            found.add(path + " should be an object");
        }
        return found;
    }

    private static void fields(Object value, JsonNode json, String path, List<String> found) {
        Set<String> extra = new TreeSet<>(json.propertyNames());
        if (isTagged(value.getClass())) {
            extra.remove("type");
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            extra.remove(component.getName());
            differences(read(component, value), json.get(component.getName()), path + "/" + component.getName(), found);
        }
        extra.forEach(name -> found.add(path + "/" + name + " is not a component"));
    }

    private static boolean isWrittenAsOneValue(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields()).anyMatch(f -> f.isAnnotationPresent(JsonValue.class))
                || Arrays.stream(type.getRecordComponents())
                        .anyMatch(c -> c.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    private static boolean isTagged(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(i -> i.isAnnotationPresent(JsonTypeInfo.class));
    }

    private static @Nullable Object read(RecordComponent component, Object value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
