package org.commissionledger.api.dashboard.reports;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Rows;
import org.jspecify.annotations.Nullable;

/** One page of a report, as typed cells. */
final class TableRows implements Rows {

    private final List<Column> columns;
    private final int limit;
    private final List<Line> lines = new ArrayList<>();
    private List<Cell> cells = new ArrayList<>();
    private long skip;
    private boolean hasMore;

    /** @param skip rows that earlier pages have shown */
    TableRows(List<Column> columns, long skip, int limit) {
        this.columns = columns;
        this.skip = skip;
        this.limit = limit;
    }

    List<Line> lines() {
        return lines;
    }

    boolean hasMore() {
        return hasMore;
    }

    private TableRows cell(@Nullable Object value, @Nullable Currency currency) {
        cells.add(new Cell(columns.get(cells.size()), value, currency));
        return this;
    }

    @Override
    public Rows text(@Nullable String value) {
        return cell(value, null);
    }

    @Override
    public Rows time(@Nullable Instant value) {
        return cell(value, null);
    }

    @Override
    public Rows date(@Nullable LocalDate value) {
        return cell(value, null);
    }

    @Override
    public Rows count(long value) {
        return cell(value, null);
    }

    @Override
    public Rows empty() {
        return cell(null, null);
    }

    @Override
    public Rows amount(long minorUnits, Currency currency) {
        return amount(BigInteger.valueOf(minorUnits), currency);
    }

    @Override
    public Rows amount(BigInteger minorUnits, Currency currency) {
        return cell(minorUnits, currency);
    }

    @Override
    public boolean end() {
        if (skip > 0) {
            skip--;
        } else if (lines.size() == limit) {
            hasMore = true;
        } else {
            lines.add(new Line(cells));
        }
        cells = new ArrayList<>();
        return !hasMore;
    }
}
