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
    public String meaningful(String table) {
        return table.equals("total_cell") ? "orders <> 0" : "true";
    }

    @Override
    public Fold newFold() {
        return new OrdersFold(codec);
    }
}
