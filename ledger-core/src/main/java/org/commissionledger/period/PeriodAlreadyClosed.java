package org.commissionledger.period;

import org.commissionledger.rejection.Rejection;

/** A month is closed once. */
public final class PeriodAlreadyClosed extends Rejection.Conflict {
    PeriodAlreadyClosed(Period period) {
        super("period.already-closed", "The month " + period + " is closed.");
    }

    @Override
    public boolean isAlreadyAsAsked() {
        return true;
    }
}
