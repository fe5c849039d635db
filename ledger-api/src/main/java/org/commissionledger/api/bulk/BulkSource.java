package org.commissionledger.api.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
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
import org.commissionledger.api.web.Utf8Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * The items of a bulk body, one after the other: {@code {"items": [...]}}, CSV with a header row, JSON objects line by line,
 * or a list of events. Never more than one item is held, and
 * one that has no end is refused before it is held.
 */
abstract class BulkSource implements AutoCloseable {

    /** In bytes; no more than a request of its own may have. */
    private static final int LONGEST_ITEM = 1 << 20;

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

    /** @throws Refused for a media type that this kind does not have */
    static BulkSource of(HttpServletRequest request, BulkWrites.Kind<?> kind) {
        try {
            return switch (requireForm(request, kind)) {
                case CSV -> new Csv(request, kind.columns(), kind.required());
                case LINES -> new JsonLines(request);
                case JSON -> new JsonItems(request, true);
                case CLOUD_EVENTS -> new JsonItems(request, false);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BulkForm requireForm(HttpServletRequest request, BulkWrites.Kind<?> kind) {
        return kind.forms().stream()
                .filter(form -> form.isOf(request))
                .findFirst()
                .orElseThrow(() -> Refused.unsupportedMediaType(BulkForm.describe(kind.forms())));
    }

    static BadRequest noObject() {
        return BadRequest.of("request.malformed", "An item is a JSON object.");
    }

    private static BadRequest itemTooLong() {
        return BadRequest.of("request.malformed", "An item is longer than " + LONGEST_ITEM + " bytes.");
    }

    private static final class JsonItems extends BulkSource {

        /** Behind an item stands the next one. */
        private static final ObjectReader ITEM =
                Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        private final BoundedBody body;
        private final JsonParser parser;
        private final boolean inObject;

        /** @param inObject whether the list stands in the field {@code items} of an object, rather than by itself */
        JsonItems(HttpServletRequest request, boolean inObject) throws IOException {
            this.inObject = inObject;
            body = new BoundedBody(request.getInputStream(), LONGEST_ITEM);
            try {
                parser = Json.MAPPER.createParser(body);
                if (!inObject) {
                    if (parser.nextToken() != JsonToken.START_ARRAY) {
                        throw BadRequest.of("request.malformed", "A list of events is expected.");
                    }
                    return;
                }
                ItemsObject.open(parser);
            } catch (JacksonException e) {
                throw wrong(e);
            }
        }

        private static BadRequest wrong(JacksonException e) {
            return e.getCause() instanceof BoundedBody.ItemTooLong ? itemTooLong() : Json.malformed(e);
        }

        @Override
        String form() {
            return inObject ? "items" : "events";
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
                    return new Raw(node.toString(), null, noObject());
                }
                return new Raw(node.toString(), Fields.of(node), null);
            } catch (JacksonException e) {
                throw wrong(e);
            }
        }

        private void requireEnd() {
            if (inObject) {
                ItemsObject.close(parser);
            } else {
                ItemsObject.end(parser);
            }
        }

        @Override
        public void close() {
            parser.close();
        }
    }

    /** A line that cannot be read is an item that is refused: the next line begins anew. Empty lines are passed over. */
    private static final class JsonLines extends BulkSource {

        private final InputStream body;
        private final byte[] buffer = new byte[1 << 16];
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        private int next;
        private int filled;

        JsonLines(HttpServletRequest request) throws IOException {
            body = request.getInputStream();
        }

        @Override
        String form() {
            return "lines";
        }

        @Override
        @Nullable
        Raw next() {
            try {
                while (readLine()) {
                    byte[] text = line.toByteArray();
                    if (!isBlank(text)) {
                        return raw(text);
                    }
                }
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Raw raw(byte[] line) {
            String text = new String(line, StandardCharsets.UTF_8);
            try {
                return new Raw(text, Fields.of(Json.read(line)), null);
            } catch (BadRequest e) {
                return new Raw(text, null, e);
            }
        }

        private static boolean isBlank(byte[] text) {
            for (byte b : text) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }

        /** @return false behind the last line, which may end without a line break */
        private boolean readLine() throws IOException {
            line.reset();
            while (true) {
                if (next == filled) {
                    next = 0;
                    filled = Math.max(0, body.read(buffer));
                    if (filled == 0) {
                        return line.size() > 0;
                    }
                }
                int end = next;
                while (end < filled && buffer[end] != '\n') {
                    end++;
                }
                line.write(buffer, next, end - next);
                if (line.size() > LONGEST_ITEM) {
                    throw itemTooLong();
                }
                next = end;
                if (end < filled) {
                    next++;
                    return true;
                }
            }
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
            parser = CSVParser.parse(text(body), FORMAT);
            records = parser.iterator();
            header = header(columns, required);
        }

        private static Reader text(BoundedBody body) throws IOException {
            try {
                return Utf8Text.of(body);
            } catch (CharacterCodingException e) {
                throw notUtf8();
            }
        }

        private static BadRequest notUtf8() {
            return BadRequest.of("request.malformed", "The CSV is not UTF-8.");
        }

        private List<String> header(Set<String> columns, Set<String> required) {
            CSVRecord first = read();
            if (first == null) {
                throw BadRequest.of("request.malformed", "A header row is expected: " + String.join(",", columns));
            }
            List<String> names = new ArrayList<>();
            List<FieldError> errors = new ArrayList<>();
            for (String cell : first) {
                String name = cell.strip();
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

        private static long length(CSVRecord row) {
            long length = 0;
            for (String cell : row) {
                length += cell.length();
            }
            return length;
        }

        private @Nullable CSVRecord read() {
            long line = parser.getCurrentLineNumber() + 1;
            body.itemBegins();
            try {
                CSVRecord row = records.hasNext() ? records.next() : null;
                if (row != null && length(row) > LONGEST_ROW) {
                    throw tooLong(line);
                }
                return row;
            } catch (UncheckedIOException | IllegalStateException e) {
                Throwable cause = e.getCause();
                if (cause instanceof BoundedBody.ItemTooLong) {
                    throw tooLong(line);
                }
                if (cause instanceof CharacterCodingException) {
                    throw notUtf8();
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
