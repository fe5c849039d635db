package org.commissionledger.period;

import org.commissionledger.rejection.Rejection;

/** Only a month that is over can be closed. */
public final class PeriodNotOver extends Rejection.Conflict {
    PeriodNotOver(Period period) {
        super("period.not-over", "The month " + period + " is not over.");
    }
}
