package org.commissionledger.projection.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Select;
import org.jspecify.annotations.Nullable;

/**
 * Orders by what had happened by a time, of what was known at a position: each figure is the sum of what those events changed, the status
 * is that of the last of them. So the orders add up to the commission totals of the same moment, in whatever order an order's events came in.
 *
 * @param end nothing that happened at this time or later counts
 */
record OrdersHappened(EventCodec codec, Instant end) implements OrdersAsOf.Source {

    private static final String EVENTS = """
             o cross join lateral (
                   select array_agg(e.type order by e.stream_sequence) as types,
                          array_agg(e.revision order by e.stream_sequence) as revisions,
                          array_agg(e.payload order by e.stream_sequence) as payloads,
                          array_agg(e.effective_at < ? order by e.stream_sequence) as happened
                     from ledger.event e
                    where e.organisation = o.organisation and e.stream = 'order/' || o.order_id and e.position <= ?
                      and e.type not in ('commission.frozen', 'commission.thawed')) e
             order by o.placed_at desc, o.order_id desc""";

    // Grain: one order. Range: [from, to) on placed_at. Index: order_row_placed or order_row_provider, then
    // event_stream.
    @Override
    public Select select(WantedOrders wanted, @Nullable Instant placedAt, @Nullable String orderId)
            throws SQLException {
        Select select = Select.of(
                "select " + OrdersAsOf.COLUMNS + ", e.types, e.revisions, e.payloads, e.happened"
                        + " from (select * from ledger_orders.order_row o where o.organisation = ?",
                wanted.organisation());
        return wanted.ordered(wanted.fixed(select), placedAt, orderId)
                .add(")" + EVENTS, end, wanted.reading().position());
    }

    @Override
    public @Nullable OrderStanding standing(ResultSet row, Reading reading) throws SQLException {
        if (row.getArray(OrdersAsOf.POSITION + 1) == null) {
            return null;
        }
        String[] types = (String[]) row.getArray(OrdersAsOf.POSITION + 1).getArray();
        Integer[] revisions = (Integer[]) row.getArray(OrdersAsOf.POSITION + 2).getArray();
        String[] payloads = (String[]) row.getArray(OrdersAsOf.POSITION + 3).getArray();
        Boolean[] happened = (Boolean[]) row.getArray(OrdersAsOf.POSITION + 4).getArray();
        Sums sums = new Sums();
        for (int i = 0; i < types.length; i++) {
            sums.add((OrderEvent) codec.decode(types[i], revisions[i], payloads[i]), happened[i]);
        }
        return sums.standing(row);
    }

    /** What the events of one order changed, in their order. */
    private static final class Sums {

        private @Nullable OrderEvent last;
        private @Nullable Commission before;
        private long pending;
        private long paid;
        private long declined;
        private long reversed;

        void add(OrderEvent event, boolean happened) {
            Commission after = event.commission();
            Commission was = before == null ? Commission.expecting(after.currency(), after.expected()) : before;
            if (happened) {
                pending += after.pending() - was.pending();
                paid += after.paid() - was.paid();
                declined += after.declined() - was.declined();
                reversed += after.reversed() - was.reversed();
                last = event;
            }
            before = after;
        }

        @Nullable
        OrderStanding standing(ResultSet row) throws SQLException {
            if (last == null) {
                return null;
            }
            Commission commission = new Commission(
                    last.commission().currency(),
                    last.commission().expected(),
                    Math.max(0, pending),
                    Math.max(0, paid),
                    Math.max(0, declined),
                    Math.max(0, reversed));
            OrderRow order = OrdersAsOf.order(row, last.status().name(), commission);
            return new OrderStanding(order, pending, paid, declined, reversed);
        }
    }
}
