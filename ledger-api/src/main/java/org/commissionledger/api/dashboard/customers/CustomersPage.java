package org.commissionledger.api.dashboard.customers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.commissionledger.api.customers.CustomerView;
import org.commissionledger.api.customers.CustomerViews;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.Choices;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.web.BadRequest;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Query;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.projection.customers.CustomerQueries;
import org.commissionledger.projection.customers.CustomerQueries.Place;
import org.commissionledger.projection.customers.CustomerQueries.Until;
import org.commissionledger.projection.customers.CustomerRow;
import org.commissionledger.pseudonym.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Who was there, the newest first. */
@Controller
class CustomersPage {

    private static final int PAGE = 50;
    private static final String LIST = "dashboard/customers";

    private final CustomerQueries customers;
    private final CustomerViews views;
    private final Choices choices;

    CustomersPage(CustomerQueries customers, CustomerViews views, Choices choices) {
        this.customers = customers;
        this.views = views;
        this.choices = choices;
    }

    @GetMapping("/dashboard/customers")
    String customers(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        String typed = query.text("search");
        String search = typed == null ? null : typed.strip();
        String category = query.id("categoryId");
        String integration = query.id("integrationId");
        String cursor = query.cursor();
        query.text("asOf");
        query.done();
        model.addAttribute("address", new Address(page));
        model.addAttribute("search", search);
        model.addAttribute("categoryId", category);
        model.addAttribute("integrationId", integration);
        model.addAttribute("categories", choices.of(caller, "category"));
        model.addAttribute("integrations", choices.of(caller, "integration"));
        model.addAttribute("persons", CustomerViews.seesPersons(caller));
        String found = one(caller, search);
        if (found != null) {
            return "redirect:" + page.link("/dashboard/customers/" + found);
        }
        model.addAttribute("happenedBy", true);
        Place from = Cursor.read(LIST, cursor, 2)
                .map(place -> new Place(Instant.parse(place.get(0)), place.get(1)))
                .orElse(page.asOfEnd() == null ? null : new Place(page.asOfEnd(), ""));
        list(caller, wanted(caller, search, category, integration), from, model);
        whatHadHappened(caller, page.asOfEnd(), model);
        return "dashboard/customers";
    }

    /** The customer whose identifier was typed; words and addresses are looked for in the list. */
    private @Nullable String one(Caller caller, @Nullable String search) {
        return search == null || !Identifiers.isValid(search)
                ? null
                : customers
                        .find(caller.organisation().value(), search)
                        .map(CustomerRow::customerId)
                        .orElse(null);
    }

    /** Words mean those who are shown as them, an address its owner; nothing when what was typed can be neither. */
    private CustomerQueries.@Nullable Filter wanted(
            Caller caller, @Nullable String search, @Nullable String category, @Nullable String integration) {
        if (search == null) {
            return new CustomerQueries.Filter(null, null, category, integration);
        }
        Optional<Places> words = Places.beginningWith(search);
        if (words.isPresent()) {
            return new CustomerQueries.Filter(null, words.get(), category, integration);
        }
        if (!CustomerViews.seesPersons(caller)) {
            return null;
        }
        try {
            return new CustomerQueries.Filter(views.emailHash(caller, search), null, category, integration);
        } catch (BadRequest noAddress) {
            return null;
        }
    }

    private void list(Caller caller, CustomerQueries.@Nullable Filter wanted, @Nullable Place after, Model model) {
        if (wanted == null) {
            model.addAttribute("customers", List.of());
            return;
        }
        String organisation = caller.organisation().value();
        List<CustomerRow> rows = customers.list(organisation, wanted, after, PAGE + 1);
        Page<CustomerRow> shown = Page.of(
                rows,
                PAGE,
                Function.identity(),
                last -> Cursor.of(LIST, String.valueOf(last.firstSeen()), last.customerId()));
        List<String> ids = shown.data().stream().map(CustomerRow::customerId).toList();
        List<CustomerView> customersShown = views.of(caller, shown.data(), customers.orders(organisation, ids));
        model.addAttribute("customers", customersShown);
        model.addAttribute("next", shown.page().next());
    }

    /** On a past day each customer is shown with what they had done by then. */
    private void whatHadHappened(Caller caller, @Nullable Instant end, Model model) {
        if (end == null || !(model.getAttribute("customers") instanceof List<?> shown)) {
            return;
        }
        List<CustomerView> views = shown.stream().map(CustomerView.class::cast).toList();
        Map<String, Until> until = customers.until(
                caller.organisation().value(),
                views.stream().map(CustomerView::customerId).toList(),
                end);
        model.addAttribute(
                "customers",
                views.stream()
                        .map(view -> view.until(until.getOrDefault(view.customerId(), Until.NOTHING)))
                        .toList());
    }
}
