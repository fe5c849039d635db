package org.commissionledger.api.orders;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.commissionledger.api.bulk.BulkItem;
import org.commissionledger.api.bulk.BulkWrites;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Fields;
import org.commissionledger.api.web.MinPosition;
import org.commissionledger.api.web.Page;
import org.commissionledger.api.web.Paging;
import org.commissionledger.api.web.Query;
import org.commissionledger.api.web.ReadsProjection;
import org.commissionledger.api.web.Writes;
import org.commissionledger.api.web.Writes.Answer;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Receipt;
import org.commissionledger.identity.Identifiers;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderState;
import org.commissionledger.order.UnknownOrder;
import org.commissionledger.organisation.Role;
import org.commissionledger.projection.customers.CustomersProjection;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrderQueries;
import org.commissionledger.projection.orders.OrderRow;
import org.commissionledger.projection.orders.OrdersProjection;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Orders: place, set the status, read. */
@RestController
class OrdersController {

    private static final Set<String> ORDER_COLUMNS = Set.of(
            "orderId",
            "integrationId",
            "productId",
            "customerId",
            "amount",
            "currency",
            "status",
            "placedAt",
            "commission");
    private static final Set<String> ORDER_REQUIRED = Set.of("integrationId", "productId", "amount", "currency");
    private static final Set<String> STATUS_COLUMNS = Set.of("orderId", "status", "reason", "at");
    private static final Set<String> STATUS_REQUIRED = Set.of("orderId", "status");

    private final Writes writes;
    private final BulkWrites bulk;
    private final OrderRequests requests;
    private final OrderQueries queries;
    private final MinPosition minPosition;

    OrdersController(
            Writes writes, BulkWrites bulk, OrderRequests requests, OrderQueries queries, MinPosition minPosition) {
        this.writes = writes;
        this.bulk = bulk;
        this.requests = requests;
        this.queries = queries;
        this.minPosition = minPosition;
    }

    @PostMapping("/v1/orders")
    ResponseEntity<String> place(Caller caller, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        BulkItem item = requests.place(caller, Writes.fields(body), "at");
        return writes.post(caller, request, body, item.drafting(), OrdersController::placed);
    }

    private static Answer placed(Result result, Receipt receipt) {
        OrderState order = state(result);
        if (!result.changed()) {
            return Answer.ok(OrderView.of(order, order.recordedAt()));
        }
        return Answer.created("/v1/orders/" + order.facts().orderId(), OrderView.of(order, receipt.recordedAt()));
    }

    static OrderState state(Result result) {
        if (result.value() instanceof OrderState order) {
            return order;
        }
        throw new IllegalStateException("a command on an order answers with the order");
    }

    /** The answer to a command on an order that exists. */
    static BiFunction<Result, Receipt, Answer> changed() {
        return (result, receipt) -> {
            OrderState order = state(result);
            return Answer.ok(OrderView.of(order, order.recordedAt()));
        };
    }

    /** To the ledger an identifier that cannot be is one that does not exist. */
    static OrderId existing(String orderId) {
        if (!Identifiers.isValid(orderId)) {
            throw new UnknownOrder();
        }
        return new OrderId(orderId);
    }

    @PostMapping("/v1/orders/bulk")
    void placeBulk(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String time = isCsv(request) ? "placedAt" : "at";
        bulk.run(
                caller,
                request,
                response,
                bulk.commands(
                        "orderId", ORDER_COLUMNS, ORDER_REQUIRED, fields -> requests.place(caller, fields, time)));
    }

    private static boolean isCsv(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.strip().regionMatches(true, 0, "text/csv", 0, "text/csv".length());
    }

    @PostMapping("/v1/orders/{orderId}/status")
    ResponseEntity<String> status(Caller caller, @PathVariable String orderId, HttpServletRequest request) {
        byte[] body = Writes.body(request);
        Fields fields = Writes.fields(body);
        BulkItem item = requests.status(caller, existing(orderId), fields);
        return writes.post(caller, request, body, item.drafting(), changed());
    }

    @PostMapping("/v1/orders/status/bulk")
    void statusBulk(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
        bulk.run(
                caller,
                request,
                response,
                bulk.commands(
                        "orderId", STATUS_COLUMNS, STATUS_REQUIRED, fields -> requests.statusItem(caller, fields)));
    }

    @GetMapping("/v1/orders/{orderId}")
    @ReadsProjection(OrdersProjection.NAME)
    OrderView get(Caller caller, @PathVariable String orderId, HttpServletRequest request) {
        new Query(request).done();
        Optional<OrderRow> row = queries.find(caller.organisation().value(), orderId);
        return row.filter(order -> maySee(caller, order)).map(OrderView::of).orElseThrow(UnknownOrder::new);
    }

    private static boolean maySee(Caller caller, OrderRow order) {
        if (caller.role() == Role.INGEST) {
            return order.recordedBy().equals(caller.clientId());
        }
        return caller.providerId() == null || caller.providerId().value().equals(order.providerId());
    }

    @GetMapping("/v1/orders")
    @ReadsProjection(OrdersProjection.NAME)
    Page<OrderView> list(Caller caller, HttpServletRequest request) {
        Query query = new Query(request);
        OrderFilter filter = OrderFilters.read(query, caller);
        Paging paging = Paging.last(query, "orders", 2);
        if (filter.customerId() != null) { // it tells who was merged
            minPosition.awaitHeader(request, List.of(CustomersProjection.NAME));
        }
        OrderQueries.Place after = paging.place().map(OrdersController::place).orElse(null);
        List<OrderRow> rows = queries.list(caller.organisation().value(), filter, after, paging.oneMore());
        return paging.page(rows, OrderView::of, row -> List.of(row.placedAt().toString(), row.orderId()));
    }

    private static OrderQueries.Place place(List<String> cursor) {
        return new OrderQueries.Place(Instant.parse(cursor.get(0)), cursor.get(1));
    }
}
