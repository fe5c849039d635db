package org.commissionledger.order;

import org.commissionledger.money.Money;
import org.commissionledger.rejection.Rejection;

/** More would be confirmed than is pending, and nobody said that this is meant. */
public final class ExceedsPending extends Rejection.Conflict {
    ExceedsPending(Money amount, long pending) {
        super(
                "commission.exceeds-pending",
                "The amount %d is more than the %d %s that are pending; allowExcess says that this is meant."
                        .formatted(amount.amount(), pending, amount.currency()));
    }
}
