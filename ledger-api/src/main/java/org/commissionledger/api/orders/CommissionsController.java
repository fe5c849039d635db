package org.commissionledger.api.orders;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.api.bulk.BulkItem;
import org.commissionledger.api.bulk.BulkWrites;
import org.commissionledger.api.web.AsOf;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Links;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.PastReads;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.projection.commissions.PastTotals;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.orders.TotalsQueries.Totals;
import org.commissionledger.projection.past.Moment;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Commissions: confirm, decline, amend, reverse, one by one or in bulk, and their totals. */
@RestController
class CommissionsController {

    private static final Set<String> COLUMNS = Set.of(
            "orderId", "action", "amount", "currency", "final", "allowExcess", "reasonCode", "note", "reference", "at");
    private static final Set<String> REQUIRED = Set.of("orderId", "action");

    private final Writes writes;
    private final BulkWrites bulk;
    private final OrderRequests requests;
    private final TotalsQueries totals;
    private final PastTotals pastTotals;
    private final PastReads past;
    private final MinPosition minPosition;

    CommissionsController(
            Writes writes,
            BulkWrites bulk,
            OrderRequests requests,
            TotalsQueries totals,
            PastTotals pastTotals,
            PastReads past,
            MinPosition minPosition) {
        this.writes = writes;
        this.bulk = bulk;
        this.requests = requests;
        this.totals = totals;
        this.pastTotals = pastTotals;
        this.past = past;
        this.minPosition = minPosition;
    }

    @PostMapping("/v1/orders/{orderId}/commission/confirm")
    ResponseEntity<String> confirm(Caller caller, @PathVariable String orderId, HttpServletRequest request) {
        return move(caller, orderId, CommissionMove.CONFIRM, request);
    }

    @PostMapping("/v1/orders/{orderId}/commission/decline")
    ResponseEntity<String> decline(Caller caller, @PathVariable String orderId, HttpServletRequest request) {
        return move(caller, orderId, CommissionMove.DECLINE, request);
    }

    @PostMapping("/v1/orders/{orderId}/commission/amend")
    ResponseEntity<String> amend(Caller caller, @PathVariable String orderId, HttpServletRequest request) {
        return move(caller, orderId, CommissionMove.AMEND, request);
    }

    @PostMapping("/v1/orders/{orderId}/commission/reverse")
    ResponseEntity<String> reverse(Caller caller, @PathVariable String orderId, HttpServletRequest request) {
        return move(caller, orderId, CommissionMove.REVERSE, request);
    }

    private ResponseEntity<String> move(
            Caller caller, String orderId, CommissionMove move, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        BulkItem item =
                requests.commission(caller, OrdersController.existing(orderId), move, Writes.fields(body), false);
        return writes.post(caller, request, body, item.drafting(), OrdersController.changed());
    }

    @PostMapping({"/v1/commissions/bulk", "/dashboard/commissions/bulk"})
    void bulk(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        bulk.run(
                caller,
                request,
                response,
                bulk.commands("orderId", COLUMNS, REQUIRED, fields -> requests.commissionItem(caller, fields)));
    }

    /** Today's from the cells that are kept for today; those of any other moment from what every event changed. */
    @GetMapping("/v1/commissions/totals")
    @ReadsProjection(OrdersProjection.NAME)
    TotalsView totals(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        AsOf asked = AsOf.read(query);
        OrderFilter filter = OrderFilters.read(query, caller);
        query.done();
        String organisation = caller.organisation().value();
        Links links = Links.to(ExplainController.PATH, request);
        if (asked.isNow()) {
            Totals now = totals.totals(organisation, filter);
            Moment moment = new Moment(now.position(), null);
            return TotalsView.of(asked, now.position(), now.totals(), Map.of("explain", links.with("to", moment)));
        }
        List<String> names = ExplainController.projections(filter);
        minPosition.awaitHeader(request, names);
        Moment moment = past.moment(caller, asked, names);
        return TotalsView.of(
                asked,
                moment.position(),
                pastTotals.totals(organisation, filter, moment),
                Map.of("explain", links.with("to", moment)));
    }
}
