package org.commissionledger.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.FieldError;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * The items of a bulk body, one after the other: {@code {"items": [...]}} or CSV with a header row. Never more than one item is held, and
 * one that has no end is refused before it is held.
 */
abstract class BulkSource implements AutoCloseable {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv");

    /**
     * One item as it came.
     *
     * @param text its exact content, for the fingerprint
     * @param fields null when the item could not even be read; then {@code refusal} says why
     */
    record Raw(
            String text, @Nullable Fields fields, @Nullable BadRequest refusal) {}

    /** What the items are read by: their format, and a CSV's columns. */
    abstract String form();

    /** The next item, or null behind the last. */
    abstract @Nullable Raw next();

    @Override
    public abstract void close();

    /**
     * @param columns the columns that a CSV may have
     * @param required those that it must have
     */
    static BulkSource of(HttpServletRequest request, Set<String> columns, Set<String> required) {
        MediaType type = mediaType(request);
        try {
            if (CSV.isCompatibleWith(type)) {
                return new Csv(request, columns, required);
            }
            if (MediaType.APPLICATION_JSON.isCompatibleWith(type)) {
                return new JsonItems(request);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw unsupported();
    }

    static void requireKnownType(HttpServletRequest request) {
        MediaType type = mediaType(request);
        if (!CSV.isCompatibleWith(type) && !MediaType.APPLICATION_JSON.isCompatibleWith(type)) {
            throw unsupported();
        }
    }

    private static MediaType mediaType(HttpServletRequest request) {
        try {
            String header = request.getContentType();
            if (header != null) {
                return MediaType.parseMediaType(header);
            }
        } catch (InvalidMediaTypeException e) {
            // refused like a missing one
        }
        throw unsupported();
    }

    private static Refused unsupported() {
        return Refused.unsupportedMediaType("application/json with {\"items\": [...]}, or text/csv with a header row");
    }

    private static final class JsonItems extends BulkSource {

        /** Behind an item stands the next one. */
        private static final ObjectReader ITEM =
                Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        /** No more than a request of its own may have. */
        private static final int LONGEST_ITEM = 1 << 20;

        private final BoundedBody body;
        private final JsonParser parser;

        JsonItems(HttpServletRequest request) throws IOException {
            body = new BoundedBody(request.getInputStream(), LONGEST_ITEM);
            parser = Json.MAPPER.createParser(body);
            try {
                boolean opened =
                        parser.nextToken() == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.PROPERTY_NAME;
                if (opened && !parser.currentName().equals("items")) {
                    throw BadRequest.field(
                            parser.currentName(), "request.unknown-field", "This field is not known here.");
                }
                if (!opened || parser.nextToken() != JsonToken.START_ARRAY) {
                    throw BadRequest.field("items", "request.missing-field", "{\"items\": [...]} is expected.");
                }
            } catch (JacksonException e) {
                throw wrong(e);
            }
        }

        private static BadRequest wrong(JacksonException e) {
            return e.getCause() instanceof BoundedBody.ItemTooLong
                    ? BadRequest.of("request.malformed", "An item is longer than " + LONGEST_ITEM + " bytes.")
                    : Json.malformed(e);
        }

        @Override
        String form() {
            return "items";
        }

        @Override
        @Nullable
        Raw next() {
            try {
                body.itemBegins();
                if (parser.nextToken() == JsonToken.END_ARRAY) {
                    requireEnd();
                    return null;
                }
                JsonNode node = ITEM.readTree(parser);
                if (!node.isObject()) {
                    return new Raw(
                            node.toString(), null, BadRequest.of("request.malformed", "An item is a JSON object."));
                }
                return new Raw(node.toString(), Fields.of(node), null);
            } catch (JacksonException e) {
                throw wrong(e);
            }
        }

        private void requireEnd() {
            if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw BadRequest.of("request.malformed", "Nothing is expected behind the items.");
            }
        }

        @Override
        public void close() {
            parser.close();
        }
    }

    private static final class Csv extends BulkSource {

        private static final CSVFormat FORMAT =
                CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

        /** In characters, which are at most four bytes each. */
        private static final int LONGEST_ROW = 1 << 16;

        private final BoundedBody body;
        private final CSVParser parser;
        private final Iterator<CSVRecord> records;
        private final List<String> header;

        Csv(HttpServletRequest request, Set<String> columns, Set<String> required) throws IOException {
            body = new BoundedBody(request.getInputStream(), 4L * LONGEST_ROW);
            parser = CSVParser.parse(
                    new InputStreamReader(
                            body,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    FORMAT);
            records = parser.iterator();
            header = header(columns, required);
        }

        private List<String> header(Set<String> columns, Set<String> required) {
            CSVRecord first = read();
            if (first == null) {
                throw BadRequest.of("request.malformed", "A header row is expected: " + String.join(",", columns));
            }
            List<String> names = new ArrayList<>();
            List<FieldError> errors = new ArrayList<>();
            for (String cell : first) {
                String name = names.isEmpty() && cell.startsWith("\uFEFF") ? cell.substring(1) : cell;
                name = name.strip();
                if (!columns.contains(name)) {
                    errors.add(new FieldError(name, "request.unknown-field", "This column is not known here."));
                } else if (names.contains(name)) {
                    errors.add(new FieldError(name, "request.duplicate-field", "This column stands here twice."));
                }
                names.add(name);
            }
            for (String name : required) {
                if (!names.contains(name)) {
                    errors.add(new FieldError(name, "request.missing-field", "This column is required."));
                }
            }
            if (!errors.isEmpty()) {
                throw BadRequest.of(errors);
            }
            return names;
        }

        @Override
        String form() {
            return String.join(",", header);
        }

        private @Nullable CSVRecord read() {
            long line = parser.getCurrentLineNumber() + 1;
            body.itemBegins();
            try {
                CSVRecord row = records.hasNext() ? records.next() : null;
                if (row != null && row.stream().mapToLong(String::length).sum() > LONGEST_ROW) {
                    throw tooLong(line);
                }
                return row;
            } catch (UncheckedIOException | IllegalStateException e) {
                Throwable cause = e.getCause();
                if (cause instanceof BoundedBody.ItemTooLong) {
                    throw tooLong(line);
                }
                if (cause instanceof CharacterCodingException) {
                    throw BadRequest.of("request.malformed", "The CSV is not UTF-8.");
                }
                if (cause instanceof CSVException || cause == null) {
                    throw BadRequest.of(
                            "request.malformed",
                            "The CSV is not well-formed near line " + parser.getCurrentLineNumber() + ".");
                }
                throw e;
            }
        }

        private static BadRequest tooLong(long line) {
            return BadRequest.of(
                    "request.malformed",
                    "The row that begins at line " + line + " is longer than " + LONGEST_ROW
                            + " characters; perhaps a quotation mark is not closed.");
        }

        @Override
        @Nullable
        Raw next() {
            CSVRecord row = read();
            if (row == null) {
                return null;
            }
            String text = String.join("\u0000", row.values());
            if (row.size() != header.size()) {
                return new Raw(
                        text,
                        null,
                        BadRequest.of(
                                "request.invalid-row",
                                "The row has " + row.size() + " cells, the header has " + header.size() + "."));
            }
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                cells.put(header.get(i), row.get(i).strip());
            }
            return new Raw(text, Fields.of(cells), null);
        }

        @Override
        public void close() {
            try {
                parser.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
