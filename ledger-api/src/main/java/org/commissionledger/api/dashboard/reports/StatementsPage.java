package org.commissionledger.api.dashboard.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.commissionledger.api.dashboard.Actors;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.Choices;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.dashboard.LiveUpdate;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Query;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.projection.statements.StatementsProjection;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.UnknownStatement;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** What providers state, and how it compares. */
@Controller
class StatementsPage {

    private static final int PAGE = 50;
    private static final String LIST = "dashboard/statements";
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
        DayRange days = DayRange.read(query, page.format());
        String provider = query.id("providerId");
        String state = query.oneOf("state", STATES);
        String cursor = query.cursor();
        query.text("asOf");
        live.awaitWritten(query, List.of(StatementsProjection.NAME));
        query.done();
        long before = Cursor.read(LIST, cursor, 1)
                .map(place -> Long.parseLong(place.getFirst()))
                .orElseGet(() -> past.behind(caller, page.asOfEnd()));
        List<StatementRow> rows = queries.list(
                caller.organisation().value(),
                new StatementQueries.Filter(provider, page.asOf() == null ? state : null, days.start(), days.end()),
                before,
                PAGE + 1);
        List<StatementRow> shown = rows.size() > PAGE ? rows.subList(0, PAGE) : rows;
        model.addAttribute("supportsAsOf", true);
        model.addAttribute(
                "statements",
                shown.stream()
                        .map(row -> PastStatements.known(row, page.asOfEnd()))
                        .toList());
        model.addAttribute("days", days);
        model.addAttribute("states", STATES);
        model.addAttribute("state", state);
        model.addAttribute("providerId", provider);
        model.addAttribute("providers", choices.of(caller, "provider"));
        model.addAttribute("address", new Address(page));
        model.addAttribute("key", UuidV7.next().toString());
        if (rows.size() > PAGE) {
            model.addAttribute(
                    "next", Cursor.of(LIST, Long.toString(shown.getLast().position())));
        }
        return "dashboard/statements";
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
