package org.commissionledger.order;

import org.commissionledger.rejection.Rejection;

/** There is no such order, or none that this caller may know of. */
public final class UnknownOrder extends Rejection.Unknown {
    public UnknownOrder() {
        super("order.unknown", "There is no such order.");
    }
}
