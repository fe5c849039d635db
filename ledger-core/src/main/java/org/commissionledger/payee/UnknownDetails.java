package org.commissionledger.payee;

import org.commissionledger.rejection.Rejection;

/** There are no bank details, or they were erased. */
public final class UnknownDetails extends Rejection.Unknown {
    public UnknownDetails() {
        super("payout-details.unknown", "There are no bank details.");
    }
}
