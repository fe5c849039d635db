package org.commissionledger.api.orders;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.api.web.AsOf;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Links;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.PastReads;
import org.commissionledger.api.web.Query;
import org.commissionledger.projection.commissions.CommissionsProjection;
import org.commissionledger.projection.commissions.Explanation;
import org.commissionledger.projection.commissions.Explanation.Change;
import org.commissionledger.projection.commissions.PastTotals;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.commissionledger.projection.past.Moment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers why the totals of two moments differ: with the very events. */
@RestController
class ExplainController {

    static final String PATH = "/v1/commissions/explain";

    private static final String LIST = "explain";

    private final PastTotals totals;
    private final Explanation explanation;
    private final PastReads past;
    private final MinPosition minPosition;

    ExplainController(PastTotals totals, Explanation explanation, PastReads past, MinPosition minPosition) {
        this.totals = totals;
        this.explanation = explanation;
        this.past = past;
        this.minPosition = minPosition;
    }

    /** @param difference {@code to} less {@code from}, one a currency */
    record ExplainView(TotalsView from, TotalsView to, List<Total> difference, List<Change> data, Page.Info page) {}

    /** Where a page ended, and what the first page was made from: all pages are made from that. */
    private record Place(long from, long to, long after) {

        static Place of(List<String> parts) {
            return new Place(Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2)));
        }

        List<String> parts(Change last) {
            return List.of(Long.toString(from), Long.toString(to), Long.toString(last.position()));
        }
    }

    @GetMapping(PATH)
    ExplainView explain(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        AsOf from = AsOf.read(query, "from");
        AsOf to = AsOf.read(query, "to");
        OrderFilter filter = filter(query, caller);
        Paging paging = Paging.last(query, LIST, 3);
        List<String> names = projections(filter);
        minPosition.awaitHeader(request, names);
        Place place = paging.place().map(Place::of).orElseGet(() -> begin(caller, from, to, names));
        Moment before = new Moment(place.from(), from.effectiveAsOf());
        Moment after = new Moment(place.to(), to.effectiveAsOf());
        String organisation = caller.organisation().value();
        List<Change> changes =
                explanation.changes(organisation, filter, before, after, place.after(), paging.oneMore());
        Page<Change> page = paging.page(changes, change -> change, place::parts);
        Links links = Links.to(PATH, request, "from", "to");
        TotalsView first = view(organisation, filter, from, before, links);
        TotalsView second = view(organisation, filter, to, after, links);
        return new ExplainView(first, second, difference(first.totals(), second.totals()), page.data(), page.page());
    }

    private static OrderFilter filter(Query query, Caller caller) {
        OrderFilter filter = OrderFilters.read(query, caller);
        String order = query.id("orderId");
        return order == null ? filter : filter.onlyOrder(order);
    }

    static List<String> projections(OrderFilter filter) {
        return filter.customerId() == null
                ? List.of(CommissionsProjection.NAME)
                : List.of(CommissionsProjection.NAME, OrdersProjection.NAME);
    }

    /** Without any {@code from} it is from the beginning; with a business time alone, as it is known at {@code to}. */
    private Place begin(Caller caller, AsOf from, AsOf to, List<String> names) {
        long until = past.moment(caller, to, names).position();
        if (from.isNow()) {
            return new Place(0, until, 0);
        }
        boolean known = from.asOf() != null || from.position() != null;
        return new Place(known ? past.moment(caller, from, names).position() : until, until, 0);
    }

    private TotalsView view(String organisation, OrderFilter filter, AsOf asked, Moment moment, Links links) {
        return TotalsView.of(
                asked,
                moment.position(),
                totals.totals(organisation, filter, moment),
                Map.of("explain", links.with("to", moment)));
    }

    private static List<Total> difference(List<Total> from, List<Total> to) {
        Map<String, Total> all = new TreeMap<>();
        to.forEach(total -> all.put(total.currency(), total));
        from.forEach(total -> all.merge(total.currency(), negative(total), ExplainController::sum));
        return new ArrayList<>(all.values());
    }

    private static Total negative(Total t) {
        return new Total(
                t.currency(),
                -t.orders(),
                t.pending().negate(),
                t.paid().negate(),
                t.declined().negate(),
                t.reversed().negate());
    }

    private static Total sum(Total a, Total b) {
        return new Total(
                a.currency(),
                a.orders() + b.orders(),
                a.pending().add(b.pending()),
                a.paid().add(b.paid()),
                a.declined().add(b.declined()),
                a.reversed().add(b.reversed()));
    }
}
