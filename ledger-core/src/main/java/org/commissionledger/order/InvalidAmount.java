package org.commissionledger.order;

import org.commissionledger.rejection.Rejection;

/** An amount that cannot be moved: nothing, or less. */
public final class InvalidAmount extends Rejection.Invalid {
    private InvalidAmount(String field, String detail) {
        super("request.invalid-amount", field, detail);
    }

    static InvalidAmount notPositive(String field) {
        return new InvalidAmount(field, "The amount must be greater than zero.");
    }

    static InvalidAmount negative(String field) {
        return new InvalidAmount(field, "The amount must not be negative.");
    }
}
