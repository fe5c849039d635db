package org.commissionledger.order;

import org.commissionledger.rejection.Rejection;

/** An order does not go from its status to the one asked for. */
public final class IllegalOrderTransition extends Rejection.Conflict {

    private final boolean already;

    IllegalOrderTransition(OrderStatus from, OrderStatus to) {
        super("order.illegal-transition", "An order that is " + from + " cannot become " + to + ".");
        this.already = from == to;
    }

    @Override
    public boolean isAlreadyAsAsked() {
        return already;
    }
}
