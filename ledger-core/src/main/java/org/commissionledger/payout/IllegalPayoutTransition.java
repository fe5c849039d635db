package org.commissionledger.payout;

import org.commissionledger.rejection.Rejection;

/** The payout's state does not allow the move. */
public final class IllegalPayoutTransition extends Rejection.Conflict {

    private final boolean already;

    IllegalPayoutTransition(PayoutStatus from, PayoutStatus to) {
        super("payout.illegal-transition", "A payout that is " + from + " cannot become " + to + ".");
        this.already = from == to;
    }

    @Override
    public boolean isAlreadyAsAsked() {
        return already;
    }
}
