package org.commissionledger.payout;

import org.commissionledger.rejection.Rejection;

/** Whoever made a payout does not approve it. */
public final class PayoutNeedsAnother extends Rejection.Conflict {
    public PayoutNeedsAnother() {
        super("payout.four-eyes", "A payout is approved by another person than its maker.");
    }
}
