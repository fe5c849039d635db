package org.commissionledger.api.dashboard.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.api.web.AsOf;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.PastReads;
import org.commissionledger.api.web.Refused;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.ReportBehindException;
import org.commissionledger.projection.report.Reports;
import org.commissionledger.projection.report.Reports.Basis;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads reports for the screen, page by page; all pages show the position of the first. */
@Component
public class ReportTables {

    /** The smallest step that the store counts in. */
    public static final Duration LAST_MOMENT = Duration.ofNanos(1_000);

    private final Reports reports;
    private final PastReads past;

    ReportTables(Reports reports, PastReads past) {
        this.reports = reports;
        this.past = past;
    }

    /**
     * One page.
     *
     * @param next the cursor of the page behind it
     */
    public record Table(
            List<Column> columns,
            List<Line> lines,
            @Nullable String next,
            Basis basis) {}

    public Report named(String name) {
        return reports.all().stream()
                .filter(report -> report.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no report " + name));
    }

    /** The position that an organisation's history had reached before {@code end}; null for today. */
    public @Nullable Long position(Caller caller, Report report, @Nullable Instant end) {
        return end == null
                ? null
                : Long.valueOf(
                        past.moment(caller, asOf(end), report.projections()).position());
    }

    /** As the ledger knew it just before {@code end}. */
    public static AsOf asOf(Instant end) {
        return new AsOf(end.minus(LAST_MOMENT), null);
    }

    /** @param end of the past day that the reader wants to see; null for today */
    public Table page(
            Caller caller,
            Report report,
            Selection selection,
            @Nullable Instant end,
            @Nullable String cursor,
            int limit) {
        String list = "dashboard/" + report.name();
        boolean keyed = report.columns().stream().anyMatch(Column::key);
        int keys = (int) report.columns().stream().filter(Column::key).count();
        List<String> place = Cursor.read(list, cursor, 1 + Math.max(1, keys)).orElse(List.of());
        Long made = place.isEmpty() ? position(caller, report, end) : Long.valueOf(place.getFirst());
        List<String> after = place.isEmpty() ? List.of() : place.subList(1, place.size());
        long skip = keyed || after.isEmpty() ? 0 : Long.parseLong(after.getFirst());
        List<Column> columns = report.columns(selection);
        TableRows rows = new TableRows(columns, skip, limit);
        Basis basis = reports.basis(report, selection, made);
        read(report, selection, basis, keyed ? after : List.of(), (int) (skip + limit + 1), rows);
        return new Table(columns, rows.lines(), next(list, basis, keyed, skip, rows), basis);
    }

    private static @Nullable String next(String list, Basis basis, boolean keyed, long skip, TableRows rows) {
        if (!rows.hasMore()) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        parts.add(Long.toString(basis.position()));
        parts.addAll(
                keyed
                        ? rows.lines().getLast().keys()
                        : List.of(Long.toString(skip + rows.lines().size())));
        return Cursor.of(list, parts.toArray(String[]::new));
    }

    /** Adds up a whole report as it stood at a position. */
    public Sums sums(Report report, Selection selection, long position) {
        Sums sums = new Sums(report.columns(selection).stream()
                .map(column -> Sums.adds(report, column))
                .toList());
        read(report, selection, reports.basis(report, selection, position), List.of(), Sums.MOST_ROWS + 1, sums);
        return sums;
    }

    private void read(Report report, Selection selection, Basis basis, List<String> after, int limit, Rows rows) {
        try {
            reports.read(report, selection, basis, after, limit, rows);
        } catch (ReportBehindException e) {
            throw Refused.projectionBehind(report.projections().getFirst());
        }
    }
}
