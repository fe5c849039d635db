package org.commissionledger.projection.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/**
 * Orders as they stood at a position. An order that has not changed since is in the table; of one that has, the last event up to the
 * position says how it stood, because each event of an order repeats its facts and has the figures after it.
 */
final class OrdersAsOf {

    private static final String COLUMNS = "o.order_id, o.status, o.value, o.currency, o.expected, o.pending, o.paid,"
            + " o.declined, o.reversed, o.product_id, o.category_id, o.provider_id, o.integration_id, o.customer_id,"
            + " o.placed_at, o.recorded_at, o.recorded_by, o.position";
    private static final int POSITION = 18;

    private static final String BEFORE = """
            left join lateral (
                 select e.type, e.revision, e.payload from ledger.event e
                  where o.position > ? and e.organisation = o.organisation and e.stream = 'order/' || o.order_id
                    and e.position <= ? and e.type not in ('commission.frozen', 'commission.thawed')
                  order by e.stream_sequence desc limit 1) e on true""";

    private final EventCodec codec;

    OrdersAsOf(EventCodec codec) {
        this.codec = codec;
    }

    /** Takes one order; false when it has seen enough. */
    @FunctionalInterface
    interface Each {
        boolean order(OrderRow order) throws SQLException;
    }

    /** Where a reading ended. */
    private static final class Progress {
        private @Nullable OrderRow last;
        private int read;
        private boolean enough;
    }

    /** Newest first. What the filter says of the status holds as of the position, too. */
    void each(Reading reading, Selection selection, OrderFilter filter, Each each) throws SQLException {
        List<String> after = reading.after();
        Instant placedAt = after.isEmpty() ? null : Instant.parse(after.getFirst());
        String orderId = after.isEmpty() ? null : after.getLast();
        Progress progress;
        do {
            progress = page(reading, select(reading, selection, filter, placedAt, orderId), filter, each);
            placedAt = progress.last == null ? placedAt : progress.last.placedAt();
            orderId = progress.last == null ? orderId : progress.last.orderId();
        } while (!progress.enough && reading.limit() > 0 && progress.read == reading.limit());
    }

    // Grain: one order. Range: [from, to) on placed_at. Index: order_row_placed or order_row_provider; event_stream for
    // the orders that
    // have changed since.
    private static Select select(
            Reading reading,
            Selection selection,
            OrderFilter filter,
            @Nullable Instant placedAt,
            @Nullable String orderId) {
        long position = reading.position();
        Select select = reading.changed()
                ? Select.of("select " + COLUMNS + ", e.type, e.revision, e.payload from ledger_orders.order_row o")
                        .add(" " + BEFORE, position, position)
                : Select.of("select " + COLUMNS + " from ledger_orders.order_row o");
        select.add(" where o.organisation = ?", selection.organisation().value());
        if (reading.changed()) {
            select.add(" and (o.position <= ? or e.type is not null)", position);
        }
        fixed(select, filter, selection);
        changeable(select, "o.status", filter.status(), reading);
        changeable(select, "o.commission_status", filter.commissionStatus(), reading);
        if (placedAt != null && orderId != null) {
            select.add(" and (o.placed_at, o.order_id) < (?, ?)", placedAt, orderId);
        }
        select.add(" order by o.placed_at desc, o.order_id desc");
        return reading.limit() > 0 ? select.add(" limit ?", reading.limit()) : select;
    }

    private static void fixed(Select select, OrderFilter filter, Selection selection) {
        select.and("o.category_id = ?", filter.categoryId())
                .and("o.provider_id = ?", filter.providerId())
                .and("o.product_id = ?", filter.productId())
                .and("o.integration_id = ?", filter.integrationId())
                .and("o.customer_id = ?", filter.customerId())
                .within("o.placed_at", selection);
    }

    /** An order that has changed since may have had another value. */
    private static void changeable(Select select, String column, @Nullable String wanted, Reading reading) {
        if (wanted != null && reading.changed()) {
            select.add(" and (o.position > ? or " + column + " = ?)", reading.position(), wanted);
        } else {
            select.and(column + " = ?", wanted);
        }
    }

    private Progress page(Reading reading, Select select, OrderFilter filter, Each each) throws SQLException {
        Progress progress = new Progress();
        select.each(reading.connection(), row -> {
            boolean since = reading.changed() && row.getLong(POSITION) > reading.position();
            OrderRow order = row(row, since ? before(row) : null);
            progress.last = order;
            progress.read++;
            progress.enough = (!since || passes(order, filter)) && !each.order(order);
            return !progress.enough;
        });
        return progress;
    }

    private OrderEvent before(ResultSet row) throws SQLException {
        return (OrderEvent)
                codec.decode(row.getString(POSITION + 1), row.getInt(POSITION + 2), row.getString(POSITION + 3));
    }

    private static boolean passes(OrderRow order, OrderFilter filter) {
        return (filter.status() == null || filter.status().equals(order.status()))
                && (filter.commissionStatus() == null
                        || filter.commissionStatus()
                                .equals(order.commissionStatus().toString()));
    }

    /** @param last the event that the order stood at, when the table is ahead of it */
    private static OrderRow row(ResultSet r, @Nullable OrderEvent last) throws SQLException {
        Commission commission = last != null
                ? last.commission()
                : new Commission(
                        Currency.getInstance(r.getString(4)),
                        r.getLong(5),
                        r.getLong(6),
                        r.getLong(7),
                        r.getLong(8),
                        r.getLong(9));
        return new OrderRow(
                r.getString(1),
                last != null ? last.status().name() : r.getString(2),
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
