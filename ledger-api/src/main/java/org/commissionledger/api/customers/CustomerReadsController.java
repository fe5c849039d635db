package org.commissionledger.api.customers;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.customer.UnknownCustomer;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.projection.customers.CustomerQueries;
import org.commissionledger.projection.customers.CustomerRow;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.customers.TimelineQueries;
import org.commissionledger.projection.orders.OrdersProjection;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Customers and their timelines. */
@RestController
class CustomerReadsController {

    private final CustomerQueries customers;
    private final TimelineQueries timelines;
    private final CustomerViews views;
    private final EventCodec codec;

    CustomerReadsController(
            CustomerQueries customers,
            TimelineQueries timelines,
            CustomerViews views,
            EventCodec codec) {
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
        int limit = query.limit();
        String cursor = query.cursor();
        query.done();
        CustomerQueries.Filter filter = new CustomerQueries.Filter(views.emailHash(caller, email), category, integration);
        CustomerQueries.Place after = Cursor.read("customers", cursor, 2)
                .map(parts -> new CustomerQueries.Place(Instant.parse(parts.get(0)), parts.get(1)))
                .orElse(null);
        String organisation = caller.organisation().value();
        List<CustomerRow> rows = customers.list(organisation, filter, after, limit + 1);
        Map<String, List<CustomerQueries.OrderTotal>> totals = customers.orders(
                organisation, rows.stream().map(CustomerRow::customerId).toList());
        return Page.of(
                views.of(caller, rows, totals),
                limit,
                view -> view,
                view -> Cursor.of("customers", String.valueOf(view.firstSeen()), view.customerId()));
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
        String type = query.text("type");
        int limit = query.limit();
        String cursor = query.cursor();
        query.done();
        TimelineQueries.Filter filter =
                new TimelineQueries.Filter(kind == null ? null : Boolean.valueOf(kind.equals("FUNNEL")), type);
        TimelineQueries.Place after = Cursor.read("timeline", cursor, 2)
                .map(parts -> new TimelineQueries.Place(Instant.parse(parts.get(0)), Long.parseLong(parts.get(1))))
                .orElse(null);
        String organisation = caller.organisation().value();
        CustomerRow row = customers.find(organisation, customerId).orElseThrow(UnknownCustomer::new);
        boolean whole = CustomerViews.seesPersons(caller) && !row.erased();
        return Page.of(
                timelines.list(organisation, row.customerId(), filter, after, limit + 1),
                limit,
                entry -> TimelineView.of(entry, whole ? codec : null),
                entry -> Cursor.of("timeline", entry.at().toString(), Long.toString(entry.position())));
    }
}
