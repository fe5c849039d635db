package org.commissionledger.payout;

import org.commissionledger.rejection.Rejection;

/** Nothing was gathered, or less than nothing is left in every currency. */
public final class NothingToPay extends Rejection.Conflict {
    public NothingToPay() {
        super(
                "payout.nothing-to-pay",
                "Nothing is paid and not yet paid out in this range, or more was taken back than paid.");
    }
}
