package org.commissionledger.api.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.commissionledger.eventstore.InstantText;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of one request item, from JSON or from a CSV row alike, and gathers everything that is wrong with it. A field that
 * is asked for by no one is unknown and refused by {@link #done()}.
 */
public final class Fields {

    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,16}");

    /** What a whole number may be in JSON without losing a digit anywhere: plus and minus 2^53. */
    private static final long LARGEST = 1L << 53;

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int TEXT = 500;

    private final Source source;
    private final String path;
    private final List<FieldError> errors;
    private final Set<String> known = new LinkedHashSet<>();

    private Fields(Source source, String path, List<FieldError> errors) {
        this.source = source;
        this.path = path;
        this.errors = errors;
    }

    /** Where values come from. */
    private sealed interface Source {
        Collection<String> names();

        record Json(JsonNode node) implements Source {
            @Override
            public Collection<String> names() {
                return node.propertyNames();
            }
        }

        /** Empty cells are absent. */
        record Row(Map<String, String> cells) implements Source {
            @Override
            public Collection<String> names() {
                return cells.keySet();
            }
        }
    }

    /** @throws BadRequest when the value is not an object */
    public static Fields of(JsonNode node) {
        if (!node.isObject()) {
            throw BadRequest.of("request.malformed", "A JSON object is expected.");
        }
        return new Fields(new Source.Json(node), "", new ArrayList<>());
    }

    public static Fields of(Map<String, String> row) {
        return new Fields(new Source.Row(row), "", new ArrayList<>());
    }

    /** Refuses everything that was found wrong, and every field that nobody asked for. */
    public void done() {
        refuseUnknown();
        if (!errors.isEmpty()) {
            throw BadRequest.of(errors);
        }
    }

    /** The same where fields that nobody asked for mean nothing, such as the extension attributes of a CloudEvents event. */
    public void doneWithExtensions() {
        if (!errors.isEmpty()) {
            throw BadRequest.of(errors);
        }
    }

    private void refuseUnknown() {
        for (String name : source.names()) {
            if (!known.contains(name)) {
                // In front of what is missing: often that is the same field, spelled otherwise.
                errors.addFirst(new FieldError(path + name, "request.unknown-field", "This field is not known here."));
            }
        }
    }

    public void error(String field, String code, String detail) {
        errors.add(new FieldError(path + field, code, detail));
    }

    /** What a client calls the item, for its answer: nothing is checked and nothing found wrong. */
    public @Nullable String label(String field) {
        Object value = raw(field);
        String text = value instanceof JsonNode node ? (node.isString() ? node.stringValue() : null) : (String) value;
        return text == null || text.length() > Identifiers.MAX_LENGTH ? null : text;
    }

    public boolean has(String field) {
        known.add(field);
        return raw(field) != null;
    }

    /** The value of a field as JSON would hold it; null when it is absent, null or an empty cell. */
    private @Nullable Object raw(String field) {
        known.add(field);
        return switch (source) {
            case Source.Json json -> {
                JsonNode value = json.node().get(field);
                yield value == null || value.isNull() ? null : value;
            }
            case Source.Row row -> {
                String cell = row.cells().get(field);
                yield cell == null || cell.isEmpty() ? null : cell;
            }
        };
    }

    /** Fields that may be there though nobody reads them. */
    public void known(String... fields) {
        known.addAll(Arrays.asList(fields));
    }

    private void required(String field) {
        error(field, "request.missing-field", "This field is required.");
    }

    /** A text of 1 to 500 characters without control characters. */
    public @Nullable String text(String field) {
        return text(field, TEXT);
    }

    public @Nullable String text(String field, int maximum) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        String text = value instanceof JsonNode node ? (node.isString() ? node.stringValue() : null) : value.toString();
        if (text == null) {
            error(field, "request.invalid-type", "A text is expected.");
            return null;
        }
        if (text.isBlank() || text.length() > maximum || !isPlain(text)) {
            error(
                    field,
                    "request.invalid-text",
                    "A text of 1 to " + maximum + " characters without control characters is expected.");
            return null;
        }
        return text;
    }

    /** Neither a control character nor half of a character, which no store could give back. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    public String requiredText(String field, int maximum) {
        int before = errors.size();
        String text = text(field, maximum);
        if (text == null) {
            if (errors.size() == before) {
                required(field);
            }
            return "";
        }
        return text;
    }

    /** An identifier, made into its type; null when absent or wrong. */
    public <T> @Nullable T id(String field, Function<String, T> type) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        String text = value instanceof JsonNode node ? (node.isString() ? node.stringValue() : null) : value.toString();
        if (text == null) {
            error(field, "request.invalid-type", "An identifier is a text.");
            return null;
        }
        if (!Identifiers.isValid(text)) {
            error(field, "request.invalid-identifier", "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -");
            return null;
        }
        return type.apply(text);
    }

    public <T> @Nullable T requiredId(String field, Function<String, T> type) {
        if (!has(field)) {
            required(field);
            return null;
        }
        return id(field, type);
    }

    public <E extends Enum<E>> @Nullable E oneOf(String field, Class<E> type) {
        return oneOf(field, type, Arrays.asList(type.getEnumConstants()));
    }

    public <E extends Enum<E>> @Nullable E oneOf(String field, Class<E> type, Collection<E> allowed) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        String text = value instanceof JsonNode node ? (node.isString() ? node.stringValue() : "") : value.toString();
        for (E constant : allowed) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        error(field, "request.invalid-value", "One of " + allowed + " is expected.");
        return null;
    }

    public <E extends Enum<E>> @Nullable E requiredOneOf(String field, Class<E> type, Collection<E> allowed) {
        if (!has(field)) {
            required(field);
            return null;
        }
        return oneOf(field, type, allowed);
    }

    public @Nullable Boolean flag(String field) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNode node && node.isBoolean()) {
            return node.booleanValue();
        }
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        error(field, "request.invalid-type", "true or false is expected.");
        return null;
    }

    /** A whole number in JSON, or its digits in a row. */
    public @Nullable Long whole(String field, String codeWhenWrong) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNode node
                && node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() >= -LARGEST
                && node.longValue() <= LARGEST) {
            return node.longValue();
        }
        if (value instanceof String cell
                && DIGITS.matcher(cell).matches()
                && Math.abs(Long.parseLong(cell)) <= LARGEST) {
            return Long.parseLong(cell);
        }
        error(field, codeWhenWrong, "A whole number between -2^53 and 2^53 is expected.");
        return null;
    }

    /** A whole number from {@code minimum} to {@code maximum}. */
    public @Nullable Long requiredWhole(String field, long minimum, long maximum) {
        if (!has(field)) {
            required(field);
            return null;
        }
        Long value = whole(field, "request.invalid-value");
        if (value != null && (value < minimum || value > maximum)) {
            error(
                    field,
                    "request.invalid-value",
                    "A whole number from " + minimum + " to " + maximum + " is expected.");
            return null;
        }
        return value;
    }

    /** In a row the cells {@code field} and {@code currency}. */
    public @Nullable Money requiredMoney(String field) {
        if (!has(field)) {
            required(field);
            return null;
        }
        return money(field, field, "request.invalid-amount");
    }

    /** A time in RFC 3339 with any offset, from 1900 to 2199; what is finer than a microsecond is left out. */
    public @Nullable Instant at(String field) {
        return time(field, "", InstantText::parse);
    }

    /** As {@link #at}, or a day such as 2011-03-01, which is when it begins in UTC. */
    public @Nullable Instant atOrDay(String field) {
        return time(field, " or a day such as 2011-03-01", text -> WrittenTime.parse(text, ZoneOffset.UTC));
    }

    /** @param orElse what is expected besides a time */
    private @Nullable Instant time(String field, String orElse, Function<String, Instant> parsed) {
        String text = text(field, 40);
        if (text == null) {
            return null;
        }
        try {
            Instant at = parsed.apply(text);
            if (!at.isBefore(EARLIEST) && at.isBefore(LATEST)) {
                return at.truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException e) {
            // reported below, like a time outside the range
        }
        error(
                field,
                "request.invalid-time",
                "A time such as 2011-03-01T10:15:00Z" + orElse + ", from 1900 to 2199, is expected.");
        return null;
    }

    /** Whether the field is there as a JSON object. */
    public boolean isObject(String field) {
        return raw(field) instanceof JsonNode node && node.isObject();
    }

    /**
     * An amount of money: in JSON the object {@code field}, in a row the cells {@code amount} and {@code currency}.
     *
     * @param cell the column that holds the amount in a row
     * @param codeWhenWrong the code for an amount that is not a whole number
     */
    public @Nullable Money money(String field, String cell, String codeWhenWrong) {
        if (source instanceof Source.Row) {
            Long amount = whole(cell, codeWhenWrong);
            Currency currency = currency("currency");
            if (amount != null && currency == null && !has("currency")) {
                required("currency");
            }
            return amount == null || currency == null ? null : Money.ofMinor(amount, currency);
        }
        Object value = raw(field);
        if (!(value instanceof JsonNode node)) {
            return null;
        }
        if (!node.isObject()) {
            error(field, "request.invalid-type", "{\"amount\": 1234, \"currency\": \"GBP\"} is expected.");
            return null;
        }
        Fields nested = new Fields(new Source.Json(node), path + field + ".", errors);
        if (!nested.has("amount")) {
            nested.required("amount");
        }
        if (!nested.has("currency")) {
            nested.required("currency");
        }
        Long amount = nested.whole("amount", codeWhenWrong);
        Currency currency = nested.currency("currency");
        nested.refuseUnknown();
        return amount == null || currency == null ? null : Money.ofMinor(amount, currency);
    }

    public @Nullable Currency currency(String field) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        String code = value instanceof JsonNode node ? (node.isString() ? node.stringValue() : "") : value.toString();
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        error(
                field,
                "request.invalid-currency",
                "The code of an ISO 4217 currency with minor units, such as GBP, is expected.");
        return null;
    }

    /** The fields of a nested object; null when absent. */
    public @Nullable Fields object(String field) {
        Object value = raw(field);
        if (!(value instanceof JsonNode node)) {
            return null;
        }
        if (!node.isObject()) {
            error(field, "request.invalid-type", "An object is expected.");
            return null;
        }
        return new Fields(new Source.Json(node), path + field + ".", errors);
    }

    public @Nullable Fields requiredObject(String field) {
        if (!has(field)) {
            required(field);
        }
        return object(field);
    }

    /** The objects of a list, each to be ended by {@link #nestedDone()}; empty when absent. */
    public List<Fields> objects(String field, int maximum) {
        List<Fields> objects = new ArrayList<>();
        List<JsonNode> elements = has(field) ? requiredElements(field, maximum) : List.of();
        for (int i = 0; i < elements.size(); i++) {
            String element = field + "[" + i + "]";
            if (elements.get(i).isObject()) {
                objects.add(new Fields(new Source.Json(elements.get(i)), path + element + ".", errors));
            } else {
                error(element, "request.invalid-type", "An object is expected.");
            }
        }
        return objects;
    }

    /** The elements of a required list, whatever they are. */
    public List<JsonNode> requiredElements(String field, int maximum) {
        Object value = raw(field);
        if (value == null) {
            required(field);
        } else if (!(value instanceof JsonNode node) || !node.isArray()) {
            error(field, "request.invalid-type", "A list is expected.");
        } else if (node.size() > maximum) {
            error(field, "bulk.too-many-items", "A list of at most " + maximum + " is expected.");
        } else {
            return List.copyOf(node.values());
        }
        return List.of();
    }

    /**
     * The fields of an object whose names are not known here, as Java values; null when absent. What is neither a text, a number,
     * nor true or false is left as it is, for the domain to refuse.
     */
    public @Nullable Map<String, @Nullable Object> values(String field) {
        Object value = raw(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonNode node) || !node.isObject()) {
            error(field, "request.invalid-type", "An object is expected.");
            return null;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        node.properties().forEach(entry -> values.put(entry.getKey(), plain(entry.getValue())));
        return values;
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            case NULL -> null;
            default -> node;
        };
    }

    /** Ends a nested object: what nobody asked for is unknown. */
    public void nestedDone() {
        refuseUnknown();
    }

    /** A list of identifiers without repetition; null when absent. */
    public <T> @Nullable List<T> ids(String field, Function<String, T> type, int maximum) {
        Object value = raw(field);
        if (!(value instanceof JsonNode node)) {
            return null;
        }
        if (!node.isArray() || node.size() > maximum) {
            error(field, "request.invalid-type", "A list of at most " + maximum + " identifiers is expected.");
            return null;
        }
        Set<T> ids = new LinkedHashSet<>();
        for (int i = 0; i < node.size(); i++) {
            JsonNode element = node.get(i);
            if (!element.isString() || !Identifiers.isValid(element.stringValue())) {
                error(
                        field + "[" + i + "]",
                        "request.invalid-identifier",
                        "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -");
            } else {
                ids.add(type.apply(element.stringValue()));
            }
        }
        return List.copyOf(ids);
    }
}
