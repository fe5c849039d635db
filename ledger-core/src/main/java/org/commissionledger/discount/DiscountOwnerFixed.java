package org.commissionledger.discount;

import org.commissionledger.rejection.Rejection;

/** A discount stays with the account, or the partner, that it was granted to. */
public final class DiscountOwnerFixed extends Rejection.Conflict {
    DiscountOwnerFixed(DiscountId discount) {
        super("discount.owner-fixed", "The discount " + discount + " was granted to another owner.");
    }
}
