package org.commissionledger.api.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.api.web.AsOf;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Query;
import org.commissionledger.organisation.Role;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of a report.
 *
 * @param asOf what it is to be made from
 * @param after the cursor's place: the key columns of the last row, or how many rows were shown; empty at the beginning
 * @param limit rows on a page of JSON
 */
record ReportRequest(
        Report report,
        Selection selection,
        ZoneId zone,
        ReportFormat format,
        AsOf asOf,
        List<String> after,
        int limit) {

    static ReportRequest read(Report report, Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        Instant from = query.time("from");
        Instant to = query.time("to");
        query.requireOrder(from, to);
        Map<String, String> filters = new LinkedHashMap<>();
        for (Parameter parameter : report.parameters()) {
            String value = parameter.isIdentifier()
                    ? query.id(parameter.name())
                    : query.oneOf(parameter.name(), parameter.values());
            if (value != null) {
                filters.put(parameter.name(), value);
            }
        }
        ReportFormat wanted = ReportFormat.read(query, request);
        AsOf asOf = AsOf.read(query);
        int limit = query.limit();
        String cursor = query.cursor();
        ZoneId zone = query.timezone();
        query.done();
        Selection selection = new Selection(caller.organisation(), from, to, account(caller), Map.copyOf(filters));
        report.fault(selection).ifPresent(fault -> {
            throw BadRequest.field(fault.parameter(), fault.code(), fault.detail());
        });
        if (asOf.effectiveAsOf() != null) {
            selection = selection.before(new Moment(0, asOf.effectiveAsOf()).effectiveEnd());
        }
        if (wanted != ReportFormat.JSON) {
            refusePaging(request);
        }
        ReportRequest first = new ReportRequest(report, selection, zone, wanted, asOf, List.of(), limit);
        return first.behind(cursor);
    }

    /** What it is to be made from; null for all that there is, or for what {@code asOf} says. */
    @Nullable
    Long position() {
        return asOf.position();
    }

    /** A PARTNER sees what is its account's; one without an account sees nothing, because no identifier is empty. */
    private static @Nullable String account(Caller caller) {
        if (caller.role() != Role.PARTNER) {
            return null;
        }
        return caller.accountId() == null ? "" : caller.accountId();
    }

    private static void refusePaging(HttpServletRequest request) {
        for (String parameter : List.of("limit", "cursor")) {
            if (request.getParameter(parameter) != null) {
                throw BadRequest.field(
                        parameter, "request.invalid-parameter", "CSV and XLSX are whole; only JSON comes in pages.");
            }
        }
    }

    List<Column> columns() {
        return report.columns(selection);
    }

    private List<Column> keys() {
        return report.columns().stream().filter(Column::key).toList();
    }

    /** All pages are made from what the first was made from. */
    private ReportRequest behind(@Nullable String cursor) {
        int parts = 1 + Math.max(1, keys().size());
        List<String> place = Cursor.read(list(), cursor, parts).orElse(List.of());
        if (place.isEmpty()) {
            return this;
        }
        Long made = Long.valueOf(place.getFirst());
        if (position() != null && !made.equals(position())) {
            throw Cursor.invalid();
        }
        return new ReportRequest(report, selection, zone, format, asOf.at(made), place.subList(1, parts), limit);
    }

    /** What a cursor is good for: the report with its filters. */
    private String list() {
        return "reports/" + report.name() + "?" + selection.from() + "&" + selection.to() + "&"
                + selection.happenedBefore() + "&"
                + new TreeMap<>(selection.filters());
    }

    /** Rows that earlier pages have shown, of a report that cannot begin in its middle. */
    long skip() {
        return keys().isEmpty() && !after.isEmpty() ? Long.parseLong(after.getFirst()) : 0;
    }

    /** Where the report itself begins. */
    List<String> start() {
        return keys().isEmpty() ? List.of() : after;
    }

    String next(long made, JsonRows page) {
        List<String> place =
                keys().isEmpty() ? List.of(Long.toString(skip() + page.data().size())) : page.lastKeys();
        String[] parts = new String[1 + place.size()];
        parts[0] = Long.toString(made);
        for (int i = 0; i < place.size(); i++) {
            parts[i + 1] = place.get(i);
        }
        return Cursor.of(list(), parts);
    }
}
