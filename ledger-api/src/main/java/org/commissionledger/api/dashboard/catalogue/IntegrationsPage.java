package org.commissionledger.api.dashboard.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commissionledger.api.catalogue.CatalogueRequests;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.dashboard.Form;
import org.commissionledger.api.dashboard.FormActions;
import org.commissionledger.api.dashboard.catalogue.Entries.Entry;
import org.commissionledger.api.dashboard.catalogue.Entries.Listed;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.Refused;
import org.commissionledger.catalogue.Channel;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.catalogue.CatalogueProjection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.node.ArrayNode;

/** Where the organisation's products are offered, what each place brings, and which products it has. */
@Controller
class IntegrationsPage {

    private static final int PAGE = 25;
    private static final int MOST_PRODUCTS = 500;
    private static final String LIST = "dashboard/integrations";

    private final Entries entries;
    private final Performance performance;
    private final CatalogueRequests requests;
    private final FormActions actions;

    IntegrationsPage(Entries entries, Performance performance, CatalogueRequests requests, FormActions actions) {
        this.entries = entries;
        this.performance = performance;
        this.requests = requests;
        this.actions = actions;
    }

    @GetMapping("/dashboard/integrations")
    String integrations(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        DayRange days = DayRange.read(query, page.format());
        String cursor = query.cursor();
        query.text("asOf");
        query.done();
        String after = Cursor.read(LIST, cursor, 1).map(List::getFirst).orElse("");
        Listed listed = entries.list(caller, "integration", after, PAGE, page.asOfEnd());
        boolean figures = page.may("GET", "/dashboard/parts/order-figures");
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("days", days);
        model.addAttribute("address", new Address(page));
        model.addAttribute("figures", figures);
        model.addAttribute(
                "rows",
                listed.entries().stream()
                        .map(entry -> new Row(
                                entry, figures ? performance.of(caller, entry.id(), days, page.asOfEnd()) : null))
                        .toList());
        model.addAttribute("channels", Channel.values());
        model.addAttribute("key", UuidV7.next().toString());
        if (listed.next() != null) {
            model.addAttribute("next", Cursor.of(LIST, listed.next()));
        }
        return "dashboard/integrations";
    }

    /** @param figures null for those who may see no totals */
    record Row(Entry entry, Performance.@Nullable Figures figures) {}

    @GetMapping("/dashboard/integrations/{integrationId}")
    String integration(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            @PathVariable String integrationId,
            Model model) {
        Entry entry = entries.find(caller, "integration", integrationId, page.asOfEnd())
                .orElseThrow(() -> Refused.notFound("catalogue.unknown-integration", "There is no such integration."));
        List<Entry> products = entries.list(caller, "product", "", MOST_PRODUCTS, page.asOfEnd())
                .entries();
        Map<String, List<Entry>> byCategory = products.stream()
                .collect(Collectors.groupingBy(
                        product -> String.valueOf(product.categoryId()), TreeMap::new, Collectors.toList()));
        List<String> listed = products.stream().map(Entry::id).toList();
        model.addAttribute("supportsAsOf", true);
        model.addAttribute("entry", entry);
        model.addAttribute("byCategory", byCategory);
        model.addAttribute(
                "others",
                entry.productIds().stream().filter(id -> !listed.contains(id)).toList());
        model.addAttribute("channels", Channel.values());
        model.addAttribute("key", UuidV7.next().toString());
        return "dashboard/integration";
    }

    /** Makes one, or changes it: whatever stands in the form holds from now on. */
    @PostMapping("/dashboard/integrations")
    String put(Caller caller, HttpServletRequest request, RedirectAttributes told) {
        Form form = new Form(request);
        String id = form.value("integrationId");
        boolean done = actions.carryOut(
                caller,
                request,
                told,
                "The integration was saved.",
                () -> {
                    form.text("name", "channel");
                    form.body().put("active", form.value("active") != null);
                    ArrayNode products = form.body().putArray("productIds");
                    String[] chosen = request.getParameterValues("productId");
                    List.of(chosen == null ? new String[0] : chosen).forEach(products::add);
                    String named = id == null ? "" : id;
                    Drafting command =
                            requests.integration(caller, named, form.fields()).drafting();
                    return AlreadyThere.unless(entries, caller, "integration", form, named, command);
                },
                List.of(CatalogueProjection.NAME));
        boolean editsOn = form.value("create") == null && id != null && Identifiers.isValid(id);
        return "redirect:/dashboard/integrations" + (done || editsOn ? "/" + id : "");
    }
}
