package org.commissionledger.payout;

import org.commissionledger.rejection.Rejection;

/** More orders than can be frozen in one transaction. */
public final class PayoutTooLarge extends Rejection.Unprocessable {

    public static final int MOST_ORDERS = 100_000;

    public PayoutTooLarge() {
        super(
                "payout.too-large",
                "A payout has at most " + MOST_ORDERS + " orders: take a shorter range or one provider.");
    }
}
