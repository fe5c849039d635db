package org.commissionledger.order;

import org.commissionledger.rejection.Rejection;

/** The order exists with other content. */
public final class DuplicateOrder extends Rejection.Conflict {
    DuplicateOrder(OrderId order) {
        super("order.duplicate", "Order " + order + " was placed before with other content.");
    }
}
