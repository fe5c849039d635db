package org.commissionledger.order;

import org.commissionledger.rejection.Rejection;

/** The commission's state does not allow the move. */
public final class IllegalCommissionTransition extends Rejection.Conflict {

    private final boolean already;

    /** @param already whether the commission is just as the move would have left it */
    IllegalCommissionTransition(CommissionState state, CommissionMove move, boolean already) {
        super("commission.illegal-transition", "A commission that is " + state + " cannot be changed by " + move + ".");
        this.already = already;
    }

    @Override
    public boolean isAlreadyAsAsked() {
        return already;
    }
}
