package org.commissionledger.order;

import org.commissionledger.rejection.Rejection;

/** An order is worth more than nothing. */
public final class InvalidOrderValue extends Rejection.Invalid {
    public InvalidOrderValue(String field) {
        super("order.invalid-value", field, "The value must be greater than zero.");
    }
}
