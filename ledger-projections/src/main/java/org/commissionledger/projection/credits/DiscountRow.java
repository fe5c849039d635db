package org.commissionledger.projection.credits;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountState;
import org.jspecify.annotations.Nullable;

/**
 * One discount.
 *
 * @param given what usage got by it so far, by currency
 */
public record DiscountRow(
        Discount discount,
        DiscountState state,
        Instant grantedAt,
        @Nullable Instant revokedAt,
        List<Given> given) {

    /** @param amount minor units of {@code currency}, over {@code usages} usages */
    public record Given(String currency, long usages, BigInteger amount) {}
}
