package org.commissionledger.payout;

import org.commissionledger.rejection.Rejection;

/** The identifier belongs to another payout. */
public final class DuplicatePayout extends Rejection.Conflict {
    public DuplicatePayout() {
        super("payout.duplicate", "There is a payout with this payoutId already.");
    }
}
