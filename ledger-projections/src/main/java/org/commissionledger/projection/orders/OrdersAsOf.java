package org.commissionledger.projection.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.order.Commission;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/** Orders as they stood at a position: by all that was known then, or by what of it had happened by a time. */
final class OrdersAsOf {

    static final String COLUMNS = "o.order_id, o.status, o.value, o.currency, o.expected, o.pending, o.paid,"
            + " o.declined, o.reversed, o.product_id, o.category_id, o.provider_id, o.integration_id, o.customer_id,"
            + " o.placed_at, o.recorded_at, o.recorded_by, o.position";
    static final int POSITION = 18;

    private final EventCodec codec;

    OrdersAsOf(EventCodec codec) {
        this.codec = codec;
    }

    /** Takes one order; false when it has seen enough. */
    @FunctionalInterface
    interface Each {
        boolean order(OrderStanding standing) throws SQLException;
    }

    /** Where the orders of a page come from. */
    interface Source {

        /** The columns above, and what else it reads; behind an order, as many as are wanted. */
        Select select(WantedOrders wanted, @Nullable Instant placedAt, @Nullable String orderId) throws SQLException;

        /** Nothing for an order that was not there. */
        @Nullable
        OrderStanding standing(ResultSet row, Reading reading) throws SQLException;
    }

    /** Where a reading ended. */
    private static final class Progress {
        private @Nullable Instant placedAt;
        private @Nullable String orderId;
        private int read;
        private boolean enough;
    }

    /** Newest first. What the filter says of the status holds as of the moment, too. */
    void each(Reading reading, Selection selection, OrderFilter filter, Each each) throws SQLException {
        WantedOrders wanted = WantedOrders.of(reading, selection, filter);
        Source source = selection.happenedBefore() == null
                ? new OrdersKnown(codec)
                : new OrdersHappened(codec, selection.happenedBefore());
        List<String> after = reading.after();
        Progress progress = new Progress();
        progress.placedAt = after.isEmpty() ? null : Instant.parse(after.getFirst());
        progress.orderId = after.isEmpty() ? null : after.getLast();
        do {
            page(source, wanted, progress, each);
        } while (!progress.enough && reading.limit() > 0 && progress.read == reading.limit());
    }

    private static void page(Source source, WantedOrders wanted, Progress progress, Each each) throws SQLException {
        Reading reading = wanted.reading();
        progress.read = 0;
        source.select(wanted, progress.placedAt, progress.orderId).each(reading.connection(), row -> {
            OrderStanding standing = source.standing(row, reading);
            progress.placedAt = Select.time(row, 15);
            progress.orderId = row.getString(1);
            progress.read++;
            progress.enough = standing != null && wanted.pass(standing) && !each.order(standing);
            return !progress.enough;
        });
    }

    /** How the order stands in the table. */
    static Commission commission(ResultSet r) throws SQLException {
        return new Commission(
                Currency.getInstance(r.getString(4)),
                r.getLong(5),
                r.getLong(6),
                r.getLong(7),
                r.getLong(8),
                r.getLong(9));
    }

    /** The order of the row, as it stood. */
    static OrderRow order(ResultSet r, String status, Commission commission) throws SQLException {
        return new OrderRow(
                r.getString(1),
                status,
                r.getLong(3),
                commission,
                r.getString(10),
                r.getString(11),
                r.getString(12),
                r.getString(13),
                r.getString(14),
                Objects.requireNonNull(Select.time(r, 15)),
                Objects.requireNonNull(Select.time(r, 16)),
                r.getString(17),
                r.getLong(POSITION));
    }
}
