package org.commissionledger.projection.orders;

import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.commissionledger.projection.past.KnownCustomers;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Which orders a report is about. What never changes of an order is asked of the table; what may have been otherwise, of how it stood.
 *
 * @param customers every id that stood for the customer whose orders are wanted, as known at the position; null for all customers
 */
record WantedOrders(
        Reading reading,
        Selection selection,
        OrderFilter filter,
        @Nullable List<String> customers) {

    static WantedOrders of(Reading reading, Selection selection, OrderFilter filter) throws SQLException {
        String customer = filter.customerId();
        if (customer == null) {
            return new WantedOrders(reading, selection, filter, null);
        }
        Instant end = selection.happenedBefore();
        Moment moment = new Moment(reading.position(), end == null ? null : end.minus(1, ChronoUnit.MICROS));
        String organisation = selection.organisation().value();
        return new WantedOrders(
                reading,
                selection,
                filter,
                KnownCustomers.sameAs(reading.connection(), organisation, customer, moment));
    }

    String organisation() {
        return selection.organisation().value();
    }

    /** Conditions on what never changes of {@code ledger_orders.order_row o}. */
    Select fixed(Select select) throws SQLException {
        select.and("o.category_id = ?", filter.categoryId())
                .and("o.provider_id = ?", filter.providerId())
                .and("o.product_id = ?", filter.productId())
                .and("o.integration_id = ?", filter.integrationId())
                .and("o.currency = ?", selection.filter("currency"))
                .within("o.placed_at", selection);
        return customers == null
                ? select
                : select.add(
                        " and o.customer_id = any(?)", reading.connection().createArrayOf("text", customers.toArray()));
    }

    /** Newest first, behind an order, as many as are wanted. */
    Select ordered(Select select, @Nullable Instant placedAt, @Nullable String orderId) {
        if (placedAt != null && orderId != null) {
            select.add(" and (o.placed_at, o.order_id) < (?, ?)", placedAt, orderId);
        }
        return select.add(" order by o.placed_at desc, o.order_id desc").limited(reading);
    }

    boolean pass(OrderStanding standing) {
        OrderRow order = standing.order();
        return (filter.status() == null || filter.status().equals(order.status()))
                && (filter.commissionStatus() == null
                        || filter.commissionStatus()
                                .equals(order.commissionStatus().toString()))
                && (selection.filter("confirmed") == null || standing.paid() + standing.reversed() > 0);
    }
}
