package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** There is not enough credit, the overdraft included. */
public final class InsufficientCredit extends Rejection.Conflict {
    InsufficientCredit(long wanted, long available) {
        super("credit.insufficient", "%d is wanted, and %d is available.".formatted(wanted, available));
    }
}
