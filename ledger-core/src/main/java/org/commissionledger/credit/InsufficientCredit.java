package org.commissionledger.credit;

import org.commissionledger.money.Money;
import org.commissionledger.rejection.Rejection;

/** There is not enough credit, the overdraft included. */
public final class InsufficientCredit extends Rejection.Conflict {
    InsufficientCredit(Money wanted, long available) {
        super(
                "credit.insufficient",
                "%s is wanted, and %s is available."
                        .formatted(wanted.text(), wanted.withAmount(available).text()));
    }
}
