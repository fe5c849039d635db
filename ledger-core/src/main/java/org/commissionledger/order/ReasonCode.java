package org.commissionledger.order;

/** Why a commission is declined, amended or reversed. */
public enum ReasonCode {
    CANCELLED,
    RETURNED,
    DUPLICATE,
    FRAUD,
    NOT_ELIGIBLE,
    INCORRECT_AMOUNT,
    NOT_TRACKED,
    /** Needs a note. */
    OTHER
}
