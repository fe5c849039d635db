package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** There never was such a hold of this account. */
public final class UnknownHold extends Rejection.Unknown {
    public UnknownHold() {
        super("credit.unknown-hold", "There is no such hold.");
    }
}
