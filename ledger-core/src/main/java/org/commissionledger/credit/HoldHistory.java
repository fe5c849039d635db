package org.commissionledger.credit;

import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.Used;
import org.jspecify.annotations.Nullable;

/**
 * What was ever recorded of a hold.
 *
 * @param placed null when there never was one
 * @param released how it was given back, if it was
 * @param captured what was recorded under the usage id of its capture
 */
public record HoldHistory(
        @Nullable CreditHeld placed,
        @Nullable HoldReleased released,
        @Nullable Used captured) {

    public static final HoldHistory NONE = new HoldHistory(null, null, null);
}
