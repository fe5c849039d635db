package org.commissionledger.credit;

import org.commissionledger.rejection.Rejection;

/** The id was used before for something else. */
public final class DuplicateMovement extends Rejection.Conflict {
    private DuplicateMovement(String kind, String id) {
        super("credit.duplicate-" + kind, "The id " + id + " was used before with other content.");
    }

    static DuplicateMovement usage(UsageId usage) {
        return new DuplicateMovement("usage", usage.value());
    }

    static DuplicateMovement topUp(TopUpId topUp) {
        return new DuplicateMovement("top-up", topUp.value());
    }

    static DuplicateMovement hold(HoldId hold) {
        return new DuplicateMovement("hold", hold.value());
    }
}
