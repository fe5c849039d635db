package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** Something that a request says cannot be, whatever the state of the account. */
public final class InvalidCredit extends Rejection.Invalid {
    private InvalidCredit(String code, String field, String detail) {
        super(code, field, detail);
    }

    static InvalidCredit notPositive(String field) {
        return new InvalidCredit("request.invalid-amount", field, "The amount must be greater than zero.");
    }

    static InvalidCredit negative(String field) {
        return new InvalidCredit("request.invalid-amount", field, "The amount must not be negative.");
    }

    static InvalidCredit value(String field, String detail) {
        return new InvalidCredit("request.invalid-value", field, detail);
    }

    static InvalidCredit missing(String field, String detail) {
        return new InvalidCredit("request.missing-field", field, detail);
    }
}
