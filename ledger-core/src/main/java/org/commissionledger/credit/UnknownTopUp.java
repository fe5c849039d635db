package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** There never was such a top-up of this account. */
public final class UnknownTopUp extends Rejection.Unknown {
    public UnknownTopUp() {
        super("credit.unknown-top-up", "There is no such top-up.");
    }
}
