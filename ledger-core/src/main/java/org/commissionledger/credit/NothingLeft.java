package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** All of the top-up was used, or has expired. */
public final class NothingLeft extends Rejection.Conflict {
    NothingLeft() {
        super("credit.nothing-left", "Nothing is left of the top-up.");
    }
}
