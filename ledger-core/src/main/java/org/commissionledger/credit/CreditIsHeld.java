package org.commissionledger.credit;

import org.commissionledger.money.Money;
import org.commissionledger.rejection.Rejection;

/** What is left of a top-up cannot be withdrawn as long as holds rest on it. */
public final class CreditIsHeld extends Rejection.Conflict {
    CreditIsHeld(Money left, long free) {
        super(
                "credit.held",
                left.text() + " is left of the top-up, of which only "
                        + left.withAmount(free).text()
                        + " is not held; release or capture the holds first.");
    }
}
