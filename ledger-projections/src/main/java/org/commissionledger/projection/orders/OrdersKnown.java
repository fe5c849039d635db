package org.commissionledger.projection.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Select;
import org.jspecify.annotations.Nullable;

/**
 * Orders as they were known at a position. An order that has not changed since is in the table; of one that has, the last event up to the
 * position says how it stood, because each event of an order repeats its facts and has the figures after it.
 */
record OrdersKnown(EventCodec codec) implements OrdersAsOf.Source {

    private static final String BEFORE = """
            left join lateral (
                 select e.type, e.revision, e.payload from ledger.event e
                  where o.position > ? and e.organisation = o.organisation and e.stream = 'order/' || o.order_id
                    and e.position <= ? and e.type not in ('commission.frozen', 'commission.thawed')
                  order by e.stream_sequence desc limit 1) e on true""";

    // Grain: one order. Range: [from, to) on placed_at. Index: order_row_placed or order_row_provider; event_stream for
    // the orders that have changed since.
    @Override
    public Select select(WantedOrders wanted, @Nullable Instant placedAt, @Nullable String orderId)
            throws SQLException {
        Reading reading = wanted.reading();
        long position = reading.position();
        Select select = reading.changed()
                ? Select.of("select " + OrdersAsOf.COLUMNS
                                + ", e.type, e.revision, e.payload from ledger_orders.order_row o")
                        .add(" " + BEFORE, position, position)
                : Select.of("select " + OrdersAsOf.COLUMNS + " from ledger_orders.order_row o");
        select.add(" where o.organisation = ?", wanted.organisation());
        if (reading.changed()) {
            select.add(" and (o.position <= ? or e.type is not null)", position);
        }
        wanted.fixed(select);
        changeable(select, "o.status", wanted.filter().status(), reading);
        changeable(select, "o.commission_status", wanted.filter().commissionStatus(), reading);
        return wanted.ordered(select, placedAt, orderId);
    }

    /** An order that has changed since may have had another value. */
    private static void changeable(Select select, String column, @Nullable String value, Reading reading) {
        if (value != null && reading.changed()) {
            select.add(" and (o.position > ? or " + column + " = ?)", reading.position(), value);
        } else {
            select.and(column + " = ?", value);
        }
    }

    @Override
    public OrderStanding standing(ResultSet row, Reading reading) throws SQLException {
        if (!reading.changed() || row.getLong(OrdersAsOf.POSITION) <= reading.position()) {
            return OrderStanding.of(OrdersAsOf.order(row, row.getString(2), OrdersAsOf.commission(row)));
        }
        OrderEvent last = (OrderEvent) codec.decode(
                row.getString(OrdersAsOf.POSITION + 1),
                row.getInt(OrdersAsOf.POSITION + 2),
                row.getString(OrdersAsOf.POSITION + 3));
        return OrderStanding.of(OrdersAsOf.order(row, last.status().name(), last.commission()));
    }
}
