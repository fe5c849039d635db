package org.commissionledger.projection.orders;

import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/** The order list, and the commission totals over it. */
public final class OrdersProjection implements Projection {

    public static final String NAME = "orders";

    private final EventCodec codec;

    public OrdersProjection(EventCodec codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return OrderEvent.class.isAssignableFrom(type);
    }

    @Override
    public String content(String schema, String table) {
        String all = Projection.super.content(schema, table);
        return table.equals("total_cell") ? all + " where orders <> 0" : all;
    }

    @Override
    public Fold newFold() {
        return new OrdersFold(codec);
    }
}
