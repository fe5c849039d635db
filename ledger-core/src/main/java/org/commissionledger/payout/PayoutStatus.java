package org.commissionledger.payout;

import java.util.EnumSet;
import java.util.Set;

/** Where a payout stands. */
public enum PayoutStatus {
    /** Gathered; a second person has to look at it. */
    DRAFT,
    /** On its way to the bank: its commissions are frozen. */
    APPROVED,
    /** The money has moved. */
    SETTLED,
    /** The money has not moved. It keeps what it gathered, until it is approved again or cancelled. */
    FAILED,
    /** Given up: what it gathered is for another payout. */
    CANCELLED;

    /** Where it may go from here. */
    public Set<PayoutStatus> next() {
        return switch (this) {
            case DRAFT, FAILED -> EnumSet.of(APPROVED, CANCELLED);
            case APPROVED -> EnumSet.of(SETTLED, FAILED);
            case SETTLED, CANCELLED -> EnumSet.noneOf(PayoutStatus.class);
        };
    }
}
