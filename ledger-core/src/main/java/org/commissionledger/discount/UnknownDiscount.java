package org.commissionledger.discount;

import org.commissionledger.rejection.Rejection;

/** There is no such discount, or none that this caller may know of. */
public final class UnknownDiscount extends Rejection.Unknown {
    public UnknownDiscount() {
        super("discount.unknown", "There is no such discount.");
    }
}
