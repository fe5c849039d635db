package org.commissionledger.projection.report;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A report held whole, cell by cell under the names of its columns; an empty cell is absent. Amounts are minor units. */
public final class ReportTable implements Rows {

    private final List<Column> columns;
    private final List<Map<String, String>> rows = new ArrayList<>();
    private Map<String, String> row = new LinkedHashMap<>();
    private int column;

    private ReportTable(List<Column> columns) {
        this.columns = columns;
    }

    public static List<Map<String, String>> read(
            Reports reports, String name, Selection selection, @Nullable Long position) {
        Report report = reports.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        ReportTable table = new ReportTable(report.columns(selection));
        reports.read(report, selection, reports.basis(report, selection, position), List.of(), 0, table);
        return table.rows;
    }

    public static BigInteger amount(Map<String, String> row, String column) {
        return new BigInteger(Objects.requireNonNull(row.get(column)));
    }

    public static BigInteger sum(List<Map<String, String>> rows, String column) {
        return rows.stream().map(row -> amount(row, column)).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private ReportTable cell(@Nullable Object value) {
        String name = columns.get(column++).name();
        if (value != null) {
            row.put(name, value.toString());
        }
        return this;
    }

    @Override
    public Rows text(@Nullable String value) {
        return cell(value);
    }

    @Override
    public Rows time(@Nullable Instant value) {
        return cell(value);
    }

    @Override
    public Rows date(@Nullable LocalDate value) {
        return cell(value);
    }

    @Override
    public Rows count(long value) {
        return cell(value);
    }

    @Override
    public Rows empty() {
        return cell(null);
    }

    @Override
    public Rows amount(long minorUnits, Currency currency) {
        return cell(minorUnits);
    }

    @Override
    public Rows amount(BigInteger minorUnits, Currency currency) {
        return cell(minorUnits);
    }

    @Override
    public boolean end() {
        rows.add(row);
        row = new LinkedHashMap<>();
        column = 0;
        return true;
    }
}
