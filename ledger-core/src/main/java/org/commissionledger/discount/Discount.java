package org.commissionledger.discount;

import java.time.Instant;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.jspecify.annotations.Nullable;

/**
 * A discount as it was granted, or changed since. It holds for usage {@code from} ≤ at &lt; {@code to}.
 *
 * @param ownerId the account that it was granted to; with scope CUSTOMERS, the partner whose customers it is for
 * @param productId null for all products
 * @param to null when it has no end
 */
public record Discount(
        DiscountId discountId,
        AccountId ownerId,
        DiscountScope scope,
        @Nullable ProductId productId,
        DiscountTerms terms,
        Instant from,
        @Nullable Instant to) {}
