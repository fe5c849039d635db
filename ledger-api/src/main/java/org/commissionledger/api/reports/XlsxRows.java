package org.commissionledger.api.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Rows;
import org.jspecify.annotations.Nullable;

/**
 * A report as an Excel workbook of typed cells: dates are dates, amounts are numbers with the currency's decimals, texts are never formulas.
 * Rows go out as they come. The same rows give the same bytes: nothing in the file tells when it was made.
 *
 * <p>Excel calculates with 15 digits; an amount with more is a text cell, so that none is lost. It knows no day before 1 March 1900 for sure;
 * an earlier one is text too.
 */
public final class XlsxRows implements FileRows {

    public static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /** Rows of a sheet, the header among them: the format has no more. */
    static final int SHEET_ROWS = 1_048_576;

    private static final BigInteger EXACT = BigInteger.TEN.pow(15);
    private static final long DAY_0 = LocalDate.of(1899, 12, 30).toEpochDay();
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 3, 1);
    private static final double DAY_NANOS = 86_400e9;

    /** Near the earliest time that zip knows; of the very earliest, Java would note beside it when that was by the clocks of the machine. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final byte[] ROW = XmlBytes.ascii("<row>");
    private static final byte[] ROW_END = XmlBytes.ascii("</row>");
    private static final byte[] CELL = XmlBytes.ascii("<c r=\"");
    private static final byte[] STYLE = XmlBytes.ascii("\" s=\"");
    private static final byte[] NUMBER = XmlBytes.ascii("\"><v>");
    private static final byte[] NUMBER_END = XmlBytes.ascii("</v></c>");
    private static final byte[] EMPTY = XmlBytes.ascii("\"/>");
    private static final byte[] TEXT = XmlBytes.ascii("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    private static final byte[] TEXT_END = XmlBytes.ascii("</t></is></c>");

    private final String name;
    private final List<Column> columns;
    private final byte[][] letters;
    private final LocalTimes times;
    private final int sheetRows;
    private final ZipOutputStream zip;
    private final XmlBytes xml;
    private final List<String> sheets = new ArrayList<>();
    private int row;
    private int column;

    public XlsxRows(OutputStream out, String name, ZoneId zone, List<Column> columns) throws IOException {
        this(out, name, zone, columns, SHEET_ROWS);
    }

    XlsxRows(OutputStream out, String name, ZoneId zone, List<Column> columns, int sheetRows) throws IOException {
        this.name = name;
        this.columns = columns;
        this.letters = new byte[columns.size()][];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = XmlBytes.ascii((i < 26 ? "" : Character.toString('A' + i / 26 - 1)) + (char) ('A' + i % 26));
        }
        this.times = new LocalTimes(zone);
        this.sheetRows = sheetRows;
        zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        xml = new XmlBytes(zip);
        startSheet();
    }

    private void startSheet() throws IOException {
        sheets.add(sheets.isEmpty() ? name : name + " (" + (sheets.size() + 1) + ")");
        entry(XlsxParts.sheetPath(sheets.size()));
        xml.raw(XlsxParts.sheetStart(columns.size()));
        row = 1;
        column = 0;
        for (Column header : columns) {
            startCell(XlsxParts.HEADER).raw(TEXT).text(header.name()).raw(TEXT_END);
        }
        endRow();
    }

    private void endRow() throws IOException {
        xml.raw(ROW_END);
        row++;
        column = 0;
    }

    private void endSheet() throws IOException {
        xml.raw(XlsxParts.sheetEnd()).flush();
        zip.closeEntry();
    }

    private void entry(String path) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
    }

    private void part(String path, String content) throws IOException {
        entry(path);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** Writes what a workbook has besides its sheets. */
    @Override
    public void finish() throws IOException {
        endSheet();
        part("[Content_Types].xml", XlsxParts.contentTypes(sheets.size()));
        part("_rels/.rels", XlsxParts.packageRelations());
        part("xl/workbook.xml", XlsxParts.workbook(sheets));
        part("xl/_rels/workbook.xml.rels", XlsxParts.workbookRelations(sheets.size()));
        part("xl/styles.xml", XlsxParts.styles());
        zip.finish();
    }

    private XmlBytes startCell(int style) throws IOException {
        if (column == 0) {
            if (row > sheetRows) {
                endSheet();
                startSheet();
            }
            xml.raw(ROW);
        }
        xml.raw(CELL).raw(letters[column++]).number(row);
        return style == 0 ? xml : xml.raw(STYLE).number(style);
    }

    /** Writes a cell. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    private Rows write(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void number(int style, String decimal) throws IOException {
        startCell(style).raw(NUMBER).raw(decimal).raw(NUMBER_END);
    }

    private void string(String text) throws IOException {
        startCell(0).raw(TEXT).text(text).raw(TEXT_END);
    }

    @Override
    public Rows text(@Nullable String value) {
        return value == null || value.isEmpty() ? empty() : write(() -> string(value));
    }

    @Override
    public Rows time(@Nullable Instant value) {
        if (value == null) {
            return empty();
        }
        LocalDateTime local = times.local(value);
        if (local.toLocalDate().isBefore(FIRST_DAY)) {
            return text(times.text(value));
        }
        double days =
                local.toLocalDate().toEpochDay() - DAY_0 + local.toLocalTime().toNanoOfDay() / DAY_NANOS;
        return write(() -> number(XlsxParts.TIME, Double.toString(days)));
    }

    @Override
    public Rows date(@Nullable LocalDate value) {
        if (value == null) {
            return empty();
        }
        return value.isBefore(FIRST_DAY)
                ? text(value.toString())
                : write(() -> number(XlsxParts.DATE, Long.toString(value.toEpochDay() - DAY_0)));
    }

    @Override
    public Rows count(long value) {
        return write(() -> startCell(XlsxParts.COUNT).raw(NUMBER).number(value).raw(NUMBER_END));
    }

    @Override
    public Rows empty() {
        return write(() -> startCell(0).raw(EMPTY));
    }

    @Override
    public Rows amount(long minorUnits, Currency currency) {
        return amount(BigInteger.valueOf(minorUnits), currency);
    }

    @Override
    public Rows amount(BigInteger minorUnits, Currency currency) {
        int decimals = currency.getDefaultFractionDigits();
        String decimal = new BigDecimal(minorUnits, decimals).toPlainString();
        return minorUnits.abs().compareTo(EXACT) < 0
                ? write(() -> number(XlsxParts.amount(decimals), decimal))
                : text(decimal);
    }

    @Override
    public boolean end() {
        write(this::endRow);
        return true;
    }
}
