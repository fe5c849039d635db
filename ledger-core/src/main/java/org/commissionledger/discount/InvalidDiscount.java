package org.commissionledger.discount;

import org.commissionledger.rejection.Rejection;

/** A discount ends after it begins. */
public final class InvalidDiscount extends Rejection.Invalid {
    InvalidDiscount(String field, String detail) {
        super("request.invalid-value", field, detail);
    }
}
