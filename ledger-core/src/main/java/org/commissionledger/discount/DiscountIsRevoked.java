package org.commissionledger.discount;

import org.commissionledger.rejection.Rejection;

/** A discount that was revoked stays as it was. */
public final class DiscountIsRevoked extends Rejection.Conflict {
    DiscountIsRevoked(DiscountId discount) {
        super("discount.revoked", "The discount " + discount + " was revoked.");
    }
}
