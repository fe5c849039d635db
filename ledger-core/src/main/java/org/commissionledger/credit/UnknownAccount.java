package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** There is no such account, or none that this caller may know of. */
public final class UnknownAccount extends Rejection.Unknown {
    public UnknownAccount() {
        super("account.unknown", "There is no such account.");
    }
}
