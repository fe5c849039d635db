package org.commissionledger.projection.orders;

/**
 * How an order stood at a moment. Figures are minor units of the order's currency, and what the events up to the moment add up to: one is
 * negative where something was taken away by then that came only later. The commission of {@code order} has none there.
 */
record OrderStanding(OrderRow order, long pending, long paid, long declined, long reversed) {

    static OrderStanding of(OrderRow order) {
        var commission = order.commission();
        return new OrderStanding(
                order, commission.pending(), commission.paid(), commission.declined(), commission.reversed());
    }
}
