package org.commissionledger.api.orders;

import java.time.Instant;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.Query;
import org.commissionledger.order.CommissionStatus;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.projection.orders.OrderFilter;

/** The filters that lists and totals of orders share. */
final class OrderFilters {

    private OrderFilters() {}

    /** A provider sees its own orders, whatever it filters by; asked for another provider's it sees none. */
    static OrderFilter read(Query query, Caller caller) {
        Instant from = query.time("from");
        Instant to = query.time("to");
        query.requireOrder(from, to);
        OrderFilter filter = new OrderFilter(
                from,
                to,
                query.oneOf("status", OrderStatus.values()),
                query.oneOf("commissionStatus", CommissionStatus.values()),
                query.id("categoryId"),
                query.id("providerId"),
                query.id("productId"),
                query.id("integrationId"),
                query.id("customerId"));
        if (caller.providerId() == null) {
            return filter;
        }
        String own = caller.providerId().value();
        boolean other = filter.providerId() != null && !filter.providerId().equals(own);
        return other ? filter.none() : filter.onlyProvider(own);
    }
}
