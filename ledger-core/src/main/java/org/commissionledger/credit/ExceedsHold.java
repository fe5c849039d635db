package org.commissionledger.credit;

import org.commissionledger.money.Money;
import org.commissionledger.rejection.Rejection;

/** More would be captured than is held. */
public final class ExceedsHold extends Rejection.Conflict {
    ExceedsHold(Money amount, long held) {
        super(
                "credit.exceeds-hold",
                "%s is more than the %s that are held."
                        .formatted(amount.text(), amount.withAmount(held).text()));
    }
}
