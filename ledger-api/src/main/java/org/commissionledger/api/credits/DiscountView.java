package org.commissionledger.api.credits;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.api.web.Amount;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountState;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.projection.credits.DiscountRow;
import org.jspecify.annotations.Nullable;

/**
 * A discount as the API shows it, with the names that it was put by.
 *
 * @param given what usage got by it so far, by currency; not in the answer to a write
 */
record DiscountView(
        String discountId,
        @Nullable String accountId,
        @Nullable String partnerId,
        @Nullable String productId,
        String type,
        @Nullable Integer basisPoints,
        @Nullable Amount amount,
        Instant from,
        @Nullable Instant to,
        DiscountState state,
        Instant grantedAt,
        @Nullable Instant revokedAt,
        @Nullable List<GivenView> given) {

    record GivenView(Currency currency, long usages, BigInteger amount) {}

    static DiscountView of(GrantedDiscount granted, Instant now) {
        return of(granted.discount(), DiscountState.of(granted, now), granted.grantedAt(), granted.revokedAt(), null);
    }

    static DiscountView of(DiscountRow row) {
        List<GivenView> given = row.given().stream()
                .map(g -> new GivenView(Currency.getInstance(g.currency()), g.usages(), g.amount()))
                .toList();
        return of(row.discount(), row.state(), row.grantedAt(), row.revokedAt(), given);
    }

    private static DiscountView of(
            Discount discount,
            DiscountState state,
            Instant grantedAt,
            @Nullable Instant revokedAt,
            @Nullable List<GivenView> given) {
        String owner = discount.ownerId().value();
        boolean own = discount.scope() == DiscountScope.ACCOUNT;
        DiscountTerms terms = discount.terms();
        return new DiscountView(
                discount.discountId().value(),
                own ? owner : null,
                own ? null : owner,
                discount.productId() == null ? null : discount.productId().value(),
                terms instanceof DiscountTerms.Percent ? "PERCENT" : "FIXED",
                terms instanceof DiscountTerms.Percent(int points) ? points : null,
                terms instanceof DiscountTerms.Fixed(var money) ? Amount.of(money) : null,
                discount.from(),
                discount.to(),
                state,
                grantedAt,
                revokedAt,
                given);
    }
}
