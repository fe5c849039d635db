package org.commissionledger.api.statements;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commissionledger.api.reports.ReportFormat;
import org.commissionledger.api.reports.XlsxRows;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Json;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.StatementState.Phase;
import org.commissionledger.statement.UnknownStatement;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Statements: upload, read, apply. */
@RestController
class StatementsController {

    private final Uploads uploads;
    private final Applying applying;
    private final StatementQueries queries;

    StatementsController(Uploads uploads, Applying applying, StatementQueries queries) {
        this.uploads = uploads;
        this.applying = applying;
        this.queries = queries;
    }

    @PostMapping({"/v1/statements", "/dashboard/reports/statements"})
    ResponseEntity<String> upload(Caller caller, HttpServletRequest request) {
        return uploads.upload(caller, request);
    }

    @PostMapping({"/v1/statements/{statementId}/apply", "/dashboard/reports/statements/{statementId}/apply"})
    ResponseEntity<String> apply(Caller caller, @PathVariable String statementId, HttpServletRequest request) {
        return applying.apply(caller, statementId, request);
    }

    @GetMapping("/v1/statements")
    @ReadsProjection(StatementsProjection.NAME)
    Page<StatementView> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        String provider = query.id("providerId");
        String state = query.oneOf("state", Phase.values());
        Paging paging = Paging.last(query, "statements", 1);
        long before =
                paging.place().map(place -> Long.parseLong(place.getFirst())).orElse(Long.MAX_VALUE);
        return paging.page(
                queries.list(
                        caller.organisation().value(),
                        new StatementQueries.Filter(provider, state, null, null),
                        before,
                        paging.oneMore()),
                StatementView::of,
                row -> List.of(Long.toString(row.position())));
    }

    @GetMapping("/v1/statements/{statementId}")
    @ReadsProjection(StatementsProjection.NAME)
    StatementView get(Caller caller, @PathVariable String statementId, HttpServletRequest request) {
        new Query(request).done();
        return StatementView.of(find(caller, statementId));
    }

    private StatementRow find(Caller caller, String statementId) {
        return queries.find(caller.organisation().value(), statementId).orElseThrow(UnknownStatement::new);
    }

    /** Behind a line; good for all outcomes. */
    static String cursor(String statementId, long line) {
        return Cursor.of(linesOf(statementId), Long.toString(line));
    }

    private static String linesOf(String statementId) {
        return "statement-lines/" + statementId;
    }

    @GetMapping({"/v1/statements/{statementId}/lines", "/dashboard/reports/statements/{statementId}/lines"})
    @ReadsProjection(StatementsProjection.NAME)
    void lines(
            Caller caller, @PathVariable String statementId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Query query = new Query(request);
        String outcome = query.oneOf("outcome", LineOutcome.values());
        ReportFormat format = ReportFormat.read(query, request);
        Paging paging = Paging.last(query, linesOf(statementId), 1);
        StatementRow statement = find(caller, statementId);
        List<LineOutcome> outcomes = outcome == null ? null : List.of(LineOutcome.valueOf(outcome));
        if (format == ReportFormat.JSON) {
            page(caller, statement, outcomes, paging, response);
        } else {
            file(caller, statement, outcomes, format == ReportFormat.XLSX, response);
        }
    }

    private void page(
            Caller caller,
            StatementRow statement,
            @Nullable List<LineOutcome> outcomes,
            Paging paging,
            HttpServletResponse response)
            throws IOException {
        long after =
                paging.place().map(place -> Long.parseLong(place.getFirst())).orElse(0L);
        List<LineRow> rows = queries.lines(
                caller.organisation().value(), statement.statementId(), null, outcomes, after, paging.oneMore());
        Page<LineView> page = paging.page(
                rows,
                row -> LineView.of(row, statement),
                row -> List.of(Integer.toString(row.line().line())));
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(Json.write(page).getBytes(StandardCharsets.UTF_8));
    }

    /** All lines, page after page. */
    private void file(
            Caller caller,
            StatementRow statement,
            @Nullable List<LineOutcome> outcomes,
            boolean workbook,
            HttpServletResponse response)
            throws IOException {
        response.setContentType(workbook ? XlsxRows.TYPE : "text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"statement-" + statement.statementId() + (workbook ? ".xlsx\"" : ".csv\""));
        LinesFile file = workbook
                ? LinesFile.xlsx(response.getOutputStream(), statement.reference())
                : LinesFile.csv(response.getOutputStream(), statement.reference());
        long after = 0;
        List<LineRow> rows;
        do {
            rows = queries.lines(
                    caller.organisation().value(), statement.statementId(), null, outcomes, after, Page.MAX_LIMIT);
            rows.forEach(file::add);
            after = rows.isEmpty() ? after : rows.getLast().line().line();
        } while (rows.size() == Page.MAX_LIMIT);
        file.finish();
    }
}
