package org.commissionledger.api.dashboard.reports;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.api.dashboard.Actors;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.Choices;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.dashboard.LiveUpdate;
import org.commissionledger.api.dashboard.reports.ReportTables.Table;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Any report as a page: its conditions, its rows, what they add up to, a picture where one says more, and the whole as a file. */
@Controller
class ReportPage {

    private static final int PAGE = 50;

    /** The event behind a row and when it was recorded are for files; the currency stands with each amount. */
    private static final Set<String> NOT_SHOWN = Set.of("position", "recordedAt", "currency");

    /** What the page of the single payout says, and what the state of a discount says, needs no column here. */
    private static final Map<String, Set<String>> NOT_SHOWN_OF = Map.of(
            "payouts",
            Set.of("approvedAt", "settledAt", "failedAt", "failureReason", "reference"),
            "discounts",
            Set.of("grantedAt", "revokedAt"));

    private final ReportTables tables;
    private final LiveUpdate live;
    private final Actors actors;
    private final Choices choices;

    ReportPage(ReportTables tables, LiveUpdate live, Actors actors, Choices choices) {
        this.tables = tables;
        this.live = live;
        this.actors = actors;
        this.choices = choices;
    }

    @GetMapping({
        "/dashboard/reports/credits",
        "/dashboard/reports/discounts",
        "/dashboard/reports/revenue",
        "/dashboard/reports/payouts",
        "/dashboard/reports/ageing"
    })
    String report(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        ReportKind kind = ReportKind.at(page.path());
        Query query = new Query(request);
        String wanted = query.oneOf("report", kind.reports());
        Report report = tables.named(wanted == null ? kind.reports().getFirst() : wanted);
        DayRange days = DayRange.read(query, page.format());
        Map<String, String> filters = filters(kind, report, query);
        String cursor = query.cursor();
        query.text("asOf");
        live.awaitWritten(query, report.projections());
        query.done();
        Selection selection = new Selection(caller.organisation(), days.start(), days.end(), null, filters);
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("kind", kind);
        model.addAttribute("report", report);
        model.addAttribute("tabs", kind.reports());
        model.addAttribute("filters", shown(report, filters));
        model.addAttribute("days", days);
        model.addAttribute("address", new Address(page));
        model.addAttribute("key", UuidV7.next().toString());
        model.addAttribute("names", actors.of(caller.organisation()));
        model.addAttribute("products", choices.of(caller, "product"));
        model.addAttribute("providers", choices.of(caller, "provider"));
        model.addAttribute("reasons", ReasonCode.values());
        model.addAttribute("categories", TopUpCategory.values());
        report.fault(selection)
                .ifPresentOrElse(
                        fault -> model.addAttribute("refused", Filter.label(fault.parameter()) + ": " + fault.detail()),
                        () -> fill(caller, page, report, selection, cursor, model));
        return "dashboard/report";
    }

    /** Filters of the page's other reports may still be in the address: they are let be. */
    private Map<String, String> filters(ReportKind kind, Report report, Query query) {
        Map<String, String> filters = new HashMap<>();
        for (String each : kind.reports()) {
            for (Parameter parameter : tables.named(each).parameters()) {
                String value = parameter.isIdentifier()
                        ? query.id(parameter.name())
                        : query.oneOf(parameter.name(), parameter.values());
                boolean mine =
                        report.parameters().stream().anyMatch(own -> own.name().equals(parameter.name()));
                if (value != null && mine) {
                    filters.put(parameter.name(), value);
                }
            }
        }
        return filters;
    }

    private static List<Filter> shown(Report report, Map<String, String> chosen) {
        return report.parameters().stream()
                .map(parameter -> Filter.of(parameter, chosen))
                .toList();
    }

    private void fill(
            Caller caller,
            DashboardPage page,
            Report report,
            Selection selection,
            @Nullable String cursor,
            Model model) {
        Table table = tables.page(caller, report, selection, page.asOfEnd(), cursor, PAGE);
        Sums sums = tables.sums(report, selection, table.basis().position());
        List<String> columns = table.columns().stream().map(Column::name).toList();
        List<Sums.Total> totals = sums.isTooMany() ? List.of() : sums.totals();
        model.addAttribute("table", table);
        model.addAttribute(
                "columns",
                table.columns().stream()
                        .map(column -> Heading.of(report, column))
                        .toList());
        model.addAttribute("next", table.next());
        model.addAttribute("tooMany", sums.isTooMany());
        model.addAttribute("totals", totals);
        model.addAttribute("pictures", Bars.of(report.name(), table.lines(), totals, columns));
        model.addAttribute(
                "position",
                page.asOf() == null ? null : Long.valueOf(table.basis().position()));
    }

    /** @param isShown whether it is on the page, or only in files */
    record Heading(String label, String description, boolean isNumber, boolean isShown) {
        static Heading of(Report report, Column column) {
            boolean shown = !NOT_SHOWN.contains(column.name())
                    && !NOT_SHOWN_OF.getOrDefault(report.name(), Set.of()).contains(column.name());
            String label = column.name().equals(Cell.BASIS_POINTS) ? "Percent" : Filter.label(column.name());
            return new Heading(label, column.description(), Cell.isNumber(column), shown);
        }
    }
}
