package org.commissionledger.api.dashboard.reports;

import org.commissionledger.discount.DiscountId;
import org.commissionledger.rejection.Rejection;

/** Whoever grants a discount does not mean to change the one that has that name. */
final class AlreadyGranted extends Rejection.Conflict {

    AlreadyGranted(DiscountId id) {
        super("discount.already-granted", "There is the discount " + id.value() + " already. Choose another name.");
    }
}
