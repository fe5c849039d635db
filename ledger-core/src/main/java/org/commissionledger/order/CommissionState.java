package org.commissionledger.order;

import java.util.EnumSet;
import java.util.Set;

/** Where the commission of an order stands, finely. */
public enum CommissionState {
    /** The order is not successful, or nothing is due for it. */
    NONE,
    PENDING,
    PARTIALLY_CONFIRMED,
    CONFIRMED,
    DECLINED,
    REVERSED;

    /** The moves that are allowed from here. */
    public Set<CommissionMove> moves() {
        return switch (this) {
            case PENDING -> EnumSet.of(CommissionMove.CONFIRM, CommissionMove.DECLINE, CommissionMove.AMEND);
            case PARTIALLY_CONFIRMED -> EnumSet.allOf(CommissionMove.class);
            case CONFIRMED -> EnumSet.of(CommissionMove.REVERSE);
            case NONE, DECLINED, REVERSED -> EnumSet.noneOf(CommissionMove.class);
        };
    }
}
