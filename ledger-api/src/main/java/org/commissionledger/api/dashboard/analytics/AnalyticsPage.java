package org.commissionledger.api.dashboard.analytics;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.DateRange;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.projection.catalogue.CatalogueQueries;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The first page: how many came, how far they got, and what it is worth. */
@Controller
class AnalyticsPage {

    private static final int SUGGESTIONS = 20;
    private static final int INTEGRATIONS = 500;

    private final AnalyticsFigures figures;
    private final CatalogueQueries catalogue;

    AnalyticsPage(AnalyticsFigures figures, CatalogueQueries catalogue) {
        this.figures = figures;
        this.catalogue = catalogue;
    }

    @GetMapping("/dashboard")
    String analytics(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        String organisation = caller.organisation().value();
        fill(caller, page, request, model);
        model.addAttribute("happenedBy", true);
        model.addAttribute("presets", DateRange.presets());
        model.addAttribute("integrations", catalogue.search(organisation, "integration", "", INTEGRATIONS));
        model.addAttribute("categories", catalogue.search(organisation, "category", "", SUGGESTIONS));
        return "dashboard/analytics";
    }

    /** What changes while the page is open. */
    @GetMapping("/dashboard/analytics/figures")
    String figures(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        fill(caller, page, request, model);
        return "dashboard/analytics :: figures";
    }

    /** Who types the name of a category means the category of that name. */
    private AnalyticsFilter filter(Caller caller, DashboardPage page, HttpServletRequest request) {
        AnalyticsFilter filter = AnalyticsFilter.of(request, page.asOf());
        String typed = request.getParameter("categoryId");
        return typed == null || typed.isBlank()
                ? filter
                : named(caller, plain(typed.strip()))
                        .map(known -> new AnalyticsFilter(filter.range(), known, filter.integrationId()))
                        .orElse(filter);
    }

    /** No name has control characters, and not all of them can be asked the database for. */
    private static String plain(String typed) {
        if (typed.chars().anyMatch(Character::isISOControl)) {
            throw BadRequest.of("request.invalid-value", "Control characters are not expected.");
        }
        return typed;
    }

    private Optional<String> named(Caller caller, String category) {
        return catalogue.search(caller.organisation().value(), "category", category, SUGGESTIONS).stream()
                .filter(one -> one.id().equals(category) || one.name().equalsIgnoreCase(category))
                .map(CatalogueQueries.Choice::id)
                .findFirst();
    }

    private void fill(Caller caller, DashboardPage page, HttpServletRequest request, Model model) {
        AnalyticsFilter filter = filter(caller, page, request);
        model.addAttribute("filter", filter);
        String category = filter.categoryId();
        model.addAttribute(
                "unknownCategory", category != null && named(caller, category).isEmpty() ? category : null);
        model.addAttribute("figures", figures.of(caller, filter, page.asOfEnd()));
    }

    /** The rows of the table on the page, for another program. */
    @GetMapping("/dashboard/analytics.csv")
    void csv(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        AnalyticsFilter filter = filter(caller, page, request);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("analytics-" + filter.range().last() + ".csv")
                        .build()
                        .toString());
        AnalyticsCsv.write(
                figures.of(caller, filter, page.asOfEnd()), filter.range().zone(), response.getWriter());
    }

    /** What goes on from what was typed, by identifier or name. */
    @GetMapping("/dashboard/suggestions/{kind}")
    String suggestions(Caller caller, @PathVariable String kind, @RequestParam Map<String, String> typed, Model model) {
        String text = plain(typed.values().stream().findFirst().orElse(""));
        String one = switch (kind.toLowerCase(Locale.ROOT)) {
            case "categories" -> "category";
            case "integrations" -> "integration";
            case "products" -> "product";
            default -> "provider";
        };
        model.addAttribute("options", catalogue.search(caller.organisation().value(), one, text, SUGGESTIONS));
        return "dashboard/parts :: options";
    }
}
