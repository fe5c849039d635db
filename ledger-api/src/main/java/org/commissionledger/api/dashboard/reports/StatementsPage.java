package org.commissionledger.api.dashboard.reports;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.commissionledger.api.dashboard.Actors;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.Choices;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.dashboard.LiveUpdate;
import org.commissionledger.api.reports.XlsxRows;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Query;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.StatementSelection;
import org.commissionledger.statement.StatementState.Phase;
import org.commissionledger.statement.UnknownStatement;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** What providers state, and how it compares. */
@Controller
class StatementsPage {

    private static final int PAGE = 50;
    private static final int AT_ONCE = 1_000;
    private static final String LIST = "dashboard/statements";
    private static final String ALL = "";
    private static final String LINES = "dashboard/statement-lines";
    private static final List<String> STATES = List.of("UPLOADED", "APPLYING", "APPLIED");

    private final StatementQueries queries;
    private final Choices choices;
    private final Actors actors;
    private final LiveUpdate live;
    private final PastStatements past;

    StatementsPage(StatementQueries queries, Choices choices, Actors actors, LiveUpdate live, PastStatements past) {
        this.live = live;
        this.past = past;
        this.queries = queries;
        this.choices = choices;
        this.actors = actors;
    }

    @GetMapping("/dashboard/reports/statements")
    String statements(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        Wanted wanted = wanted(query, page);
        String cursor = query.cursor();
        live.awaitWritten(query, List.of(StatementsProjection.NAME));
        query.done();
        long end = past.behind(caller, page.asOfEnd());
        long before = Cursor.read(LIST, cursor, 1)
                .map(place -> Long.parseLong(place.getFirst()))
                .orElse(end);
        String organisation = caller.organisation().value();
        List<StatementRow> rows = queries.list(organisation, wanted.filter(), before, PAGE + 1);
        StatementSums sums = new StatementSums();
        each(organisation, wanted.filter(), end, row -> sums.add(row.summary()));
        model.addAttribute("total", sums.whole());
        List<StatementRow> shown = rows.size() > PAGE ? rows.subList(0, PAGE) : rows;
        model.addAttribute("supportsAsOf", true);
        model.addAttribute(
                "statements",
                shown.stream()
                        .map(row -> PastStatements.known(row, page.asOfEnd()))
                        .toList());
        model.addAttribute("days", wanted.days());
        model.addAttribute("states", STATES);
        model.addAttribute("state", wanted.state());
        model.addAttribute("providerId", wanted.filter().provider());
        model.addAttribute("providers", choices.of(caller, "provider"));
        model.addAttribute("address", new Address(page));
        model.addAttribute("key", UuidV7.next().toString());
        if (rows.size() > PAGE) {
            model.addAttribute(
                    "next", Cursor.of(LIST, Long.toString(shown.getLast().position())));
        }
        return "dashboard/statements";
    }

    /** The filters of the list. */
    private record Wanted(DayRange days, @Nullable String state, StatementQueries.Filter filter) {}

    private static Wanted wanted(Query query, DashboardPage page) {
        DayRange days = DayRange.read(query, page.format());
        String state = query.oneOf("state", STATES);
        query.text("asOf");
        return new Wanted(
                days,
                state,
                new StatementQueries.Filter(
                        query.id("providerId"), page.asOf() == null ? state : null, days.start(), days.end()));
    }

    /** Newest first, all that were uploaded before the position. */
    private void each(
            String organisation, StatementQueries.Filter filter, long end, Consumer<? super StatementRow> told) {
        long before = end;
        List<StatementRow> rows;
        do {
            rows = queries.list(organisation, filter, before, AT_ONCE);
            rows.forEach(told);
            before = rows.isEmpty() ? before : rows.getLast().position();
        } while (rows.size() == AT_ONCE);
    }

    /**
     * What may be applied: the outcomes of lines with commands that no run had yet, or nothing but what a run under way selected, as far as
     * the form can say it.
     *
     * @return outcomes by name; empty for all
     */
    private static List<String> offers(StatementRow statement) {
        if (statement.state() == Phase.APPLYING) {
            return offered(statement.runs().getLast().selection()).stream().toList();
        }
        List<String> left = Stream.of(LineOutcome.MATCHED, LineOutcome.AMOUNT_DIFFERS)
                .filter(outcome -> !new StatementSelection(null, List.of(outcome)).isCoveredBy(statement.selected()))
                .map(LineOutcome::name)
                .toList();
        return left.isEmpty()
                ? left
                : Stream.concat(Stream.of(ALL), left.stream()).toList();
    }

    private static Optional<String> offered(StatementSelection selection) {
        if (selection.lines() != null) {
            return Optional.empty();
        }
        List<LineOutcome> outcomes = selection.outcomes();
        if (outcomes == null) {
            return Optional.of(ALL);
        }
        return outcomes.size() == 1 ? Optional.of(outcomes.getFirst().name()) : Optional.empty();
    }

    /** Just what the filters show, as another program wants it. */
    @GetMapping("/dashboard/reports/statements-file")
    void file(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Query query = new Query(request);
        boolean workbook = "xlsx".equals(query.oneOf("format", List.of("csv", "xlsx")));
        Wanted wanted = wanted(query, page);
        query.cursor();
        query.done();
        response.setContentType(workbook ? XlsxRows.TYPE : "text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"statements" + (workbook ? ".xlsx\"" : ".csv\""));
        ZoneId zone = page.format().zone();
        StatementsFile file = workbook
                ? StatementsFile.xlsx(response.getOutputStream(), zone)
                : StatementsFile.csv(response.getOutputStream(), zone);
        each(
                caller.organisation().value(),
                wanted.filter(),
                past.behind(caller, page.asOfEnd()),
                row -> file.add(PastStatements.known(row, page.asOfEnd())));
        file.finish();
    }

    @GetMapping("/dashboard/reports/statements/{statementId}")
    String statement(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            @PathVariable String statementId,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        String outcome = query.oneOf("outcome", LineOutcome.values());
        String cursor = query.cursor();
        query.text("asOf");
        live.awaitWritten(query, List.of(StatementsProjection.NAME));
        query.done();
        String organisation = caller.organisation().value();
        StatementRow statement = queries.find(organisation, statementId)
                .filter(row -> row.position() < past.behind(caller, page.asOfEnd()))
                .map(row -> PastStatements.known(row, page.asOfEnd()))
                .orElseThrow(UnknownStatement::new);
        long after = Cursor.read(LINES, cursor, 1)
                .map(place -> Long.parseLong(place.getFirst()))
                .orElse(0L);
        List<LineOutcome> outcomes = outcome == null ? null : List.of(LineOutcome.valueOf(outcome));
        List<LineRow> rows = queries.lines(organisation, statementId, null, outcomes, after, PAGE + 1);
        List<LineRow> shown = rows.size() > PAGE ? rows.subList(0, PAGE) : rows;
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("statement", statement);
        model.addAttribute("uploader", actors.of(caller.organisation()).apply(statement.uploadedBy()));
        model.addAttribute("lines", shown);
        model.addAttribute("offers", offers(statement));
        model.addAttribute("outcomes", LineOutcome.values());
        model.addAttribute("outcome", outcome);
        model.addAttribute("address", new Address(page));
        model.addAttribute("key", UuidV7.next().toString());
        if (rows.size() > PAGE) {
            model.addAttribute(
                    "next",
                    Cursor.of(LINES, Integer.toString(shown.getLast().line().line())));
        }
        return "dashboard/statement";
    }
}
