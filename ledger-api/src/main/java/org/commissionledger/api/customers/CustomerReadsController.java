package org.commissionledger.api.customers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.customer.UnknownCustomer;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.projection.customers.CustomerQueries;
import org.commissionledger.projection.customers.CustomerRow;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.customers.TimelineQueries;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.past.Moment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Customers and their timelines. */
@RestController
class CustomerReadsController {

    private static final long NEWEST = -1;

    private final CustomerQueries customers;
    private final TimelineQueries timelines;
    private final CustomerViews views;
    private final EventCodec codec;

    CustomerReadsController(
            CustomerQueries customers, TimelineQueries timelines, CustomerViews views, EventCodec codec) {
        this.customers = customers;
        this.timelines = timelines;
        this.views = views;
        this.codec = codec;
    }

    @GetMapping("/v1/customers")
    @ReadsProjection({CustomersProjection.NAME, OrdersProjection.NAME})
    Page<CustomerView> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        String email = CustomerViews.seesPersons(caller) ? query.text("email") : null;
        String category = query.id("categoryId");
        String integration = query.id("integrationId");
        Paging paging = Paging.last(query, "customers", 2);
        CustomerQueries.Filter filter =
                new CustomerQueries.Filter(views.emailHash(caller, email), null, category, integration);
        CustomerQueries.Place after = paging.place()
                .map(parts -> new CustomerQueries.Place(Instant.parse(parts.get(0)), parts.get(1)))
                .orElse(null);
        String organisation = caller.organisation().value();
        List<CustomerRow> rows = customers.list(organisation, filter, after, paging.oneMore());
        Map<String, List<CustomerQueries.OrderTotal>> totals = customers.orders(
                organisation, rows.stream().map(CustomerRow::customerId).toList());
        return paging.page(
                views.of(caller, rows, totals),
                view -> view,
                view -> List.of(String.valueOf(view.firstSeen()), view.customerId()));
    }

    @GetMapping("/v1/customers/{customerId}")
    @ReadsProjection({CustomersProjection.NAME, OrdersProjection.NAME})
    CustomerView get(Caller caller, @PathVariable String customerId, HttpServletRequest request) {
        Query query = new Query(request);
        ZoneId zone = query.timezone();
        query.done();
        CustomerRow row =
                customers.find(caller.organisation().value(), customerId).orElseThrow(UnknownCustomer::new);
        return views.one(caller, row, zone);
    }

    @GetMapping("/v1/customers/{customerId}/timeline")
    @ReadsProjection(CustomersProjection.NAME)
    Page<TimelineView> timeline(Caller caller, @PathVariable String customerId, HttpServletRequest request) {
        Query query = new Query(request);
        String kind = query.oneOf("class", List.of("FUNNEL", "BEHAVIOUR"));
        TimelineQueries.Filter filter = TimelineQueries.Filter.of(kind, query.text("type"), part(query));
        Paging paging = Paging.last(query, "timeline/" + customerId, 3);
        TimelineQueries.Place after =
                paging.place().map(CustomerReadsController::entry).orElse(null);
        String organisation = caller.organisation().value();
        CustomerRow row = customers.find(organisation, customerId).orElseThrow(UnknownCustomer::new);
        String whose = filter.part().position() == null ? row.customerId() : customerId;
        boolean whole = CustomerViews.seesPersons(caller) && !row.erased();
        return paging.page(
                timelines.list(organisation, whose, filter, after, paging.oneMore()),
                entry -> TimelineView.of(entry, whole ? codec : null),
                entry -> List.of(
                        entry.at().toString(), Long.toString(entry.position()), Integer.toString(entry.step())));
    }

    private static TimelineQueries.Part part(Query query) {
        Instant effectiveAsOf = query.time("effectiveAsOf");
        long position = query.whole("position", NEWEST, 0, Long.MAX_VALUE, "request.invalid-position");
        Instant from = query.time("from");
        Instant to = query.time("to");
        query.requireOrder(from, to);
        Instant happened = new Moment(0, effectiveAsOf).effectiveEnd();
        return new TimelineQueries.Part(
                from,
                to == null || happened.isBefore(to) ? happened : to,
                query.id("categoryId"),
                query.id("integrationId"),
                position == NEWEST ? null : position);
    }

    private static TimelineQueries.Place entry(List<String> cursor) {
        return new TimelineQueries.Place(
                Instant.parse(cursor.get(0)), Long.parseLong(cursor.get(1)), Integer.parseInt(cursor.get(2)));
    }
}
