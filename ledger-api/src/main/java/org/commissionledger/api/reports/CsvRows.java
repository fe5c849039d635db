package org.commissionledger.api.reports;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Rows;
import org.jspecify.annotations.Nullable;

/**
 * A report as RFC 4180 has it, with a header row. A text that a spreadsheet would take for a formula gets a {@code '} in front; numbers are
 * left alone.
 */
public final class CsvRows implements FileRows {

    private final Writer writer;
    private final CSVPrinter csv;
    private final LocalTimes times;

    public CsvRows(OutputStream out, ZoneId zone, List<Column> columns) throws IOException {
        writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        csv = new CSVPrinter(writer, CSVFormat.RFC4180);
        times = new LocalTimes(zone);
        for (Column column : columns) {
            csv.print(column.name());
        }
        csv.println();
    }

    /** Everything so far is with the stream. */
    @Override
    public void finish() throws IOException {
        writer.flush();
    }

    @Override
    public Rows text(@Nullable String value) {
        return cell(value == null || !looksLikeFormula(value) ? value : "'" + value);
    }

    private static boolean looksLikeFormula(String text) {
        return !text.isEmpty()
                && switch (text.charAt(0)) {
                    case '=', '+', '-', '@', '\t', '\r' -> true;
                    default -> false;
                };
    }

    @Override
    public Rows time(@Nullable Instant value) {
        return cell(value == null ? null : times.text(value));
    }

    @Override
    public Rows date(@Nullable LocalDate value) {
        return cell(value == null ? null : value.toString());
    }

    @Override
    public Rows count(long value) {
        return cell(Long.toString(value));
    }

    @Override
    public Rows empty() {
        return cell(null);
    }

    @Override
    public Rows amount(long minorUnits, Currency currency) {
        return cell(BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits())
                .toPlainString());
    }

    @Override
    public Rows amount(BigInteger minorUnits, Currency currency) {
        return cell(new BigDecimal(minorUnits, currency.getDefaultFractionDigits()).toPlainString());
    }

    private Rows cell(@Nullable String text) {
        try {
            csv.print(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    @Override
    public boolean end() {
        try {
            csv.println();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }
}
