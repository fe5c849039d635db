package org.commissionledger.discount;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.discount.DiscountEvent.DiscountChanged;
import org.commissionledger.discount.DiscountEvent.DiscountExpired;
import org.commissionledger.discount.DiscountEvent.DiscountGranted;
import org.commissionledger.discount.DiscountEvent.DiscountRevoked;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A discount and what became of it.
 *
 * @param grantedAt when it was first granted
 * @param revokedAt usage from then on does not get it
 */
public record GrantedDiscount(
        Discount discount, Instant grantedAt, @Nullable Instant revokedAt) {

    /** The one that gives most; of several that give the same, the one that was granted first, then the one whose id is lowest. */
    private static final Comparator<Offer> BEST = Comparator.comparingLong((Offer o) -> -o.given())
            .thenComparing(o -> o.by().grantedAt())
            .thenComparing(o -> o.by().discount().discountId().value());

    private record Offer(GrantedDiscount by, long given) {}

    /** What a usage at that time gets: the best single one, or nothing. */
    public static @Nullable DiscountGiven best(List<GrantedDiscount> all, ProductId product, Money gross, Instant at) {
        Offer best = null;
        for (GrantedDiscount each : all) {
            if (each.holdsAt(at) && each.isFor(product)) {
                Offer offer = new Offer(each, each.discount.terms().on(gross));
                if (offer.given() > 0 && (best == null || BEST.compare(offer, best) < 0)) {
                    best = offer;
                }
            }
        }
        if (best == null) {
            return null;
        }
        Discount discount = best.by().discount;
        return new DiscountGiven(discount.discountId(), discount.terms(), best.given());
    }

    /** @param before null for a discount that is just being granted */
    static GrantedDiscount after(@Nullable GrantedDiscount before, DiscountEvent event) {
        Instant grantedAt = before == null ? event.at() : before.grantedAt;
        Instant revokedAt = before == null ? null : before.revokedAt;
        return switch (event) {
            case DiscountGranted e -> new GrantedDiscount(e.discount(), grantedAt, null);
            case DiscountChanged e -> new GrantedDiscount(e.discount(), grantedAt, revokedAt);
            case DiscountRevoked e -> new GrantedDiscount(e.discount(), grantedAt, e.at());
            case DiscountExpired e -> new GrantedDiscount(e.discount(), grantedAt, revokedAt);
        };
    }

    boolean isFor(ProductId product) {
        return discount.productId() == null || discount.productId().equals(product);
    }

    boolean holdsAt(Instant at) {
        return !at.isBefore(discount.from())
                && (discount.to() == null || at.isBefore(discount.to()))
                && (revokedAt == null || at.isBefore(revokedAt));
    }
}
