package org.commissionledger.api.dashboard.orders;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.commissionledger.api.dashboard.reports.CommissionFigures;
import org.commissionledger.api.dashboard.reports.Line;
import org.commissionledger.api.dashboard.reports.ReportTables;
import org.commissionledger.api.dashboard.reports.ReportTables.Table;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Cursor;
import org.commissionledger.api.web.Page;
import org.commissionledger.order.Commission;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrderQueries;
import org.commissionledger.projection.orders.OrderRow;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The orders of a page and what they come to: today from the tables, on a past day as the report makes them again. */
@Component
class OrderList {

    private static final int PAGE = 50;
    private static final String LIST = "dashboard/order-list";

    private final OrderQueries orders;
    private final CommissionFigures commissions;
    private final ReportTables reports;

    OrderList(OrderQueries orders, CommissionFigures commissions, ReportTables reports) {
        this.orders = orders;
        this.commissions = commissions;
        this.reports = reports;
    }

    /** @param next the cursor of the page behind this one */
    record Orders(List<OrderRow> rows, @Nullable String next) {}

    /** @param end of the past day that is asked for; null for today */
    Orders page(Caller caller, OrderFilter filter, @Nullable Instant end, @Nullable String cursor) {
        return end == null ? now(caller, filter, cursor) : then(caller, filter, end, cursor);
    }

    private Orders now(Caller caller, OrderFilter filter, @Nullable String cursor) {
        OrderQueries.Place after = Cursor.read(LIST, cursor, 2)
                .map(place -> new OrderQueries.Place(Instant.parse(place.get(0)), place.get(1)))
                .orElse(null);
        List<OrderRow> rows = orders.list(caller.organisation().value(), filter, after, PAGE + 1);
        Page<OrderRow> shown = Page.of(
                rows,
                PAGE,
                Function.identity(),
                last -> Cursor.of(LIST, last.placedAt().toString(), last.orderId()));
        return new Orders(shown.data(), shown.page().next());
    }

    private Orders then(Caller caller, OrderFilter filter, Instant end, @Nullable String cursor) {
        Table table = reports.page(caller, reports.named("orders"), selection(caller, filter), end, cursor, PAGE);
        return new Orders(table.lines().stream().map(OrderList::row).toList(), table.next());
    }

    /** What a file of the page is made from; null for all that there is. */
    @Nullable
    Long position(Caller caller, @Nullable Instant end) {
        return reports.position(caller, reports.named("orders"), end);
    }

    private static Selection selection(Caller caller, OrderFilter filter) {
        Map<String, String> filters = new HashMap<>();
        put(filters, "status", filter.status());
        put(filters, "commissionStatus", filter.commissionStatus());
        put(filters, "categoryId", filter.categoryId());
        put(filters, "providerId", filter.providerId());
        put(filters, "productId", filter.productId());
        put(filters, "integrationId", filter.integrationId());
        put(filters, "customerId", filter.customerId());
        return new Selection(caller.organisation(), filter.from(), filter.to(), null, filters);
    }

    private static void put(Map<String, String> filters, String name, @Nullable String value) {
        if (value != null) {
            filters.put(name, value);
        }
    }

    private static OrderRow row(Line line) {
        return new OrderRow(
                line.word("orderId"),
                line.word("status"),
                minor(line.amount("value")),
                new Commission(
                        Currency.getInstance(line.word("currency")),
                        minor(line.amount("expected")),
                        minor(line.amount("pending")),
                        minor(line.amount("paid")),
                        minor(line.amount("declined")),
                        minor(line.amount("reversed"))),
                line.word("productId"),
                line.word("categoryId"),
                line.word("providerId"),
                line.word("integrationId"),
                line.word("customerId"),
                line.time("placedAt"),
                line.time("recordedAt"),
                "",
                0);
    }

    private static long minor(BigInteger amount) {
        return amount.longValueExact();
    }

    /** What all orders of the filter come to, not only those of one page. */
    Figures figures(Caller caller, OrderFilter filter, @Nullable Instant end) {
        List<Total> sums = commissions.of(caller, filter, end);
        return new Figures(sums.stream().mapToLong(Total::orders).sum(), sums);
    }

    /** @param totals one a currency */
    record Figures(long orders, List<Total> totals) {}
}
