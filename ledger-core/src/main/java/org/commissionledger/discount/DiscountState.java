package org.commissionledger.discount;

import java.time.Instant;

/** Where a discount stands; follows from its times alone. */
public enum DiscountState {
    SCHEDULED,
    ACTIVE,
    EXPIRED,
    REVOKED;

    /** One that ran out before it was revoked has expired. */
    public static DiscountState of(GrantedDiscount granted, Instant now) {
        Discount discount = granted.discount();
        Instant revoked = granted.revokedAt();
        Instant end = discount.to();
        boolean revokedBeforeItsEnd = revoked != null && (end == null || revoked.isBefore(end));
        if (revokedBeforeItsEnd && !now.isBefore(revoked)) {
            return REVOKED;
        }
        if (end != null && !now.isBefore(end)) {
            return EXPIRED;
        }
        return now.isBefore(discount.from()) ? SCHEDULED : ACTIVE;
    }
}
