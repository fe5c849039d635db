package org.commissionledger.testing;

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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Stored forms that are pinned in files, with every optional field filled in. */
public final class PinnedForm {

    private PinnedForm() {}

    /** As stored: without the line end that a file has. */
    public static String text(String file) {
        try (InputStream in = PinnedForm.class.getResourceAsStream(file)) {
            assertThat(in)
                    .as("every stored form is pinned; %s is missing", file)
                    .isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the names of components and fields differ, or a value is not filled in. */
    public static List<String> differences(Object value, JsonNode json) {
        return differences(value, json, "", new ArrayList<>());
    }

    /** Walks a record beside its JSON. */
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
