package org.commissionledger.api.statements;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.commissionledger.api.statements.StatementBody.Place;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.FieldError;
import org.commissionledger.api.web.Utf8Text;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.ColumnMapping.Columns;
import org.jspecify.annotations.Nullable;

/** A statement as RFC 4180 has it, or with semicolons or tabs between its cells. */
final class StatementCsv {

    private final Columns names;
    private final boolean plain;
    private final boolean hasCurrency;
    private final Map<String, Integer> places = new HashMap<>();

    private StatementCsv(@Nullable ColumnMapping mapping) {
        this.names = (mapping == null ? ColumnMapping.PLAIN : mapping).columns();
        this.plain = mapping == null;
        this.hasCurrency = mapping != null && mapping.currency() != null;
    }

    /** @param mapping null for the plain form */
    static void read(byte[] body, @Nullable ColumnMapping mapping, StatementBody into) {
        char delimiter = mapping == null || mapping.delimiter() == null
                ? guess(body)
                : mapping.delimiter().character();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = CSVParser.parse(Utf8Text.of(new ByteArrayInputStream(body)), format)) {
            new StatementCsv(mapping).rows(parser, into);
        } catch (IOException e) {
            throw malformed(e, 1);
        }
    }

    /** What stands most often in the header. */
    private static char guess(byte[] body) {
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        for (int i = 0; i < body.length && body[i] != '\n'; i++) {
            commas += body[i] == ',' ? 1 : 0;
            semicolons += body[i] == ';' ? 1 : 0;
            tabs += body[i] == '\t' ? 1 : 0;
        }
        if (tabs > commas && tabs > semicolons) {
            return '\t';
        }
        return semicolons > commas ? ';' : ',';
    }

    private void rows(CSVParser parser, StatementBody into) {
        long line = 1;
        try {
            Iterator<CSVRecord> rows = parser.iterator();
            if (!rows.hasNext()) {
                throw BadRequest.of("request.malformed", "A header row is expected: " + wanted());
            }
            int width = header(rows.next());
            for (line = parser.getCurrentLineNumber() + 1; rows.hasNext(); line = parser.getCurrentLineNumber() + 1) {
                row(rows.next(), width, Place.line(line), into);
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            throw malformed(e.getCause() == null ? e : e.getCause(), line);
        }
    }

    private String wanted() {
        return String.join(",", names.orderId(), names.amount(), names.currency(), names.at());
    }

    /** The body is in memory: what cannot be read of it is never a fault of ours. */
    private static BadRequest malformed(Throwable e, long line) {
        return BadRequest.of(
                "request.malformed",
                e instanceof CharacterCodingException
                        ? "The CSV is not UTF-8."
                        : "The CSV is not well-formed near line " + line + ".");
    }

    /** @return how many cells it has; with a mapping, columns that it does not name are passed over */
    private int header(CSVRecord first) {
        List<String> known = List.of(names.orderId(), names.amount(), names.currency(), names.at());
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            String name = first.get(i).strip();
            if (!known.contains(name)) {
                if (plain) {
                    errors.add(new FieldError(name, "request.unknown-field", "This column is not known here."));
                }
            } else if (places.putIfAbsent(name, i) != null) {
                errors.add(new FieldError(name, "request.duplicate-field", "This column stands here twice."));
            }
        }
        for (String name : known) {
            boolean optional = name.equals(names.at()) || hasCurrency && name.equals(names.currency());
            if (!optional && !places.containsKey(name)) {
                errors.add(new FieldError(name, "request.missing-field", "This column is required."));
            }
        }
        if (!errors.isEmpty()) {
            throw BadRequest.of(errors);
        }
        return first.size();
    }

    private void row(CSVRecord row, int width, Place place, StatementBody into) {
        if (row.size() != width) {
            into.error(
                    place,
                    names.orderId(),
                    "request.invalid-row",
                    "The row has " + row.size() + " cells, the header has " + width + ".");
            return;
        }
        into.take(
                place,
                cell(row, names.orderId()),
                cell(row, names.amount()),
                cell(row, names.currency()),
                cell(row, names.at()));
    }

    private @Nullable String cell(CSVRecord row, String name) {
        Integer at = places.get(name);
        String cell = at == null ? "" : row.get(at).strip();
        return cell.isEmpty() ? null : cell;
    }
}
