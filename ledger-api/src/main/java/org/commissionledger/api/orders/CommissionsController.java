package org.commissionledger.api.orders;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.commissionledger.api.bulk.BulkItem;
import org.commissionledger.api.bulk.BulkWrites;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.orders.TotalsQueries.Totals;
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

    CommissionsController(Writes writes, BulkWrites bulk, OrderRequests requests, TotalsQueries totals) {
        this.writes = writes;
        this.bulk = bulk;
        this.requests = requests;
        this.totals = totals;
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

    @PostMapping("/v1/commissions/bulk")
    void bulk(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        bulk.run(
                caller,
                request,
                response,
                bulk.commands("orderId", COLUMNS, REQUIRED, fields -> requests.commissionItem(caller, fields)));
    }

    @GetMapping("/v1/commissions/totals")
    @ReadsProjection(OrdersProjection.NAME)
    Totals totals(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        OrderFilter filter = OrderFilters.read(query, caller);
        query.done();
        return totals.totals(caller.organisation().value(), filter);
    }
}
