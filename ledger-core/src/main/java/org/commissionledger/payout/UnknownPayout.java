package org.commissionledger.payout;

import org.commissionledger.rejection.Rejection;

/** There is no such payout. */
public final class UnknownPayout extends Rejection.Unknown {
    public UnknownPayout() {
        super("payout.unknown", "There is no such payout.");
    }
}
