package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** The hold was captured, released, or has expired. */
public final class HoldClosed extends Rejection.Conflict {

    private final boolean already;

    /** @param already whether it was closed in just the way that is asked for */
    HoldClosed(boolean already) {
        super("credit.hold-closed", "The hold is not open any more.");
        this.already = already;
    }

    @Override
    public boolean isAlreadyAsAsked() {
        return already;
    }
}
