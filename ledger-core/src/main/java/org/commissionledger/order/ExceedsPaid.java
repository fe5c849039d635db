package org.commissionledger.order;

import org.commissionledger.money.Money;
import org.commissionledger.rejection.Rejection;

/** More would be taken back than was paid. */
public final class ExceedsPaid extends Rejection.Conflict {
    ExceedsPaid(Money amount, long paid) {
        super(
                "commission.exceeds-paid",
                "%s is more than the %s that were paid."
                        .formatted(amount.text(), amount.withAmount(paid).text()));
    }
}
