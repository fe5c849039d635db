package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** More would be captured than is held. */
public final class ExceedsHold extends Rejection.Conflict {
    ExceedsHold(long amount, long held) {
        super("credit.exceeds-hold", "The amount %d is more than the %d that are held.".formatted(amount, held));
    }
}
