package org.commissionledger.api.dashboard.customers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.commissionledger.api.customers.CustomerErasure;
import org.commissionledger.api.customers.CustomerView;
import org.commissionledger.api.customers.CustomerViews;
import org.commissionledger.api.dashboard.Address;
import org.commissionledger.api.dashboard.DashboardPage;
import org.commissionledger.api.dashboard.reports.ReportTables;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Query;
import org.commissionledger.customer.UnknownCustomer;
import org.commissionledger.projection.customers.CustomerQueries;
import org.commissionledger.projection.customers.CustomerQueries.Until;
import org.commissionledger.projection.customers.CustomerRow;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.customers.TimelineQueries;
import org.commissionledger.projection.customers.TimelineQueries.Entry;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One customer: who they are, as far as the reader may know it, and what they did. */
@Controller
class CustomerPage {

    private static final int PAGE = 50;
    private static final String LIST = "dashboard/timeline";
    private static final List<String> CLASSES = List.of("FUNNEL", "BEHAVIOUR");

    private final CustomerQueries customers;
    private final TimelineQueries timelines;
    private final CustomerViews views;
    private final CustomerErasure erasure;

    CustomerPage(CustomerQueries customers, TimelineQueries timelines, CustomerViews views, CustomerErasure erasure) {
        this.customers = customers;
        this.timelines = timelines;
        this.views = views;
        this.erasure = erasure;
    }

    @GetMapping("/dashboard/customers/{customerId}")
    String customer(
            Caller caller,
            @ModelAttribute(name = "page", binding = false) DashboardPage page,
            @PathVariable String customerId,
            HttpServletRequest request,
            Model model) {
        Query query = new Query(request);
        String kind = query.oneOf("class", CLASSES);
        String type = query.text("type");
        String cursor = query.cursor();
        query.text("asOf");
        query.done();
        CustomerRow row = customers
                .find(caller.organisation().value(), customerId)
                .filter(found -> wasThere(found, page.asOfEnd()))
                .orElseThrow(UnknownCustomer::new);
        model.addAttribute("happenedBy", true);
        model.addAttribute("customer", view(caller, row, page));
        model.addAttribute("persons", CustomerViews.seesPersons(caller));
        model.addAttribute("address", new Address(page));
        model.addAttribute("classes", CLASSES);
        model.addAttribute("kind", kind);
        model.addAttribute("type", type);
        timeline(
                caller,
                row,
                TimelineQueries.Filter.of(kind, type, TimelineQueries.Part.ALL),
                from(cursor, page.asOfEnd()),
                model);
        return "dashboard/customer";
    }

    private static boolean wasThere(CustomerRow row, @Nullable Instant end) {
        return end == null || row.firstSeen() != null && row.firstSeen().isBefore(end);
    }

    private CustomerView view(Caller caller, CustomerRow row, DashboardPage page) {
        CustomerView today = views.one(caller, row, page.format().zone());
        Instant end = page.asOfEnd();
        return end == null
                ? today
                : today.until(customers
                        .until(caller.organisation().value(), List.of(row.customerId()), end)
                        .getOrDefault(row.customerId(), Until.NOTHING));
    }

    /** Where the page begins: behind the one before, or with what happened last on a past day. */
    private static TimelineQueries.@Nullable Place from(@Nullable String cursor, @Nullable Instant end) {
        return Cursor.read(LIST, cursor, 3)
                .map(place -> new TimelineQueries.Place(
                        Instant.parse(place.get(0)), Long.parseLong(place.get(1)), Integer.parseInt(place.get(2))))
                .orElse(
                        end == null
                                ? null
                                : new TimelineQueries.Place(
                                        end.minus(ReportTables.LAST_MOMENT), Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    private void timeline(
            Caller caller,
            CustomerRow row,
            TimelineQueries.Filter filter,
            TimelineQueries.@Nullable Place after,
            Model model) {
        List<Entry> entries = timelines.list(caller.organisation().value(), row.customerId(), filter, after, PAGE + 1);
        Page<Entry> shown = Page.of(
                entries,
                PAGE,
                Function.identity(),
                last -> Cursor.of(
                        LIST, last.at().toString(), Long.toString(last.position()), Integer.toString(last.step())));
        model.addAttribute("entries", shown.data());
        model.addAttribute("next", shown.page().next());
    }

    /** Asks for the customer's identifier once more: there is no way back. */
    @PostMapping("/dashboard/customers/{customerId}/erase")
    String erase(Caller caller, @PathVariable String customerId, HttpServletRequest request, RedirectAttributes told) {
        String back = "redirect:/dashboard/customers/" + customerId;
        if (!Objects.equals(customerId, request.getParameter("again"))) {
            told.addFlashAttribute("refused", "That is not the customer's identifier. Nothing was erased.");
            return back;
        }
        try {
            erasure.erase(caller, customerId, List.of(CustomersProjection.NAME));
            told.addFlashAttribute("done", "The person was erased. What happened stays in the history, without them.");
        } catch (Rejection e) {
            told.addFlashAttribute("refused", e.detail());
        }
        return back;
    }
}
