package org.commissionledger.order;

import org.commissionledger.money.Money;
import org.commissionledger.rejection.Rejection;

/** More would be confirmed than is pending, and nobody said that this is meant. */
public final class ExceedsPending extends Rejection.Conflict {
    ExceedsPending(Money amount, long pending) {
        super(
                "commission.exceeds-pending",
                "%s is more than the %s that are pending: an excess has to be allowed expressly."
                        .formatted(amount.text(), amount.withAmount(pending).text()));
    }
}
