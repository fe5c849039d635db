package org.commissionledger.discount;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.NamedOnce;
import org.commissionledger.eventstore.OnceName;
import org.jspecify.annotations.Nullable;

/** What happened to a discount; each event holds the whole of it. They stand in the stream of its owner's discounts. */
public sealed interface DiscountEvent extends NamedOnce {

    List<EventType> TYPES = List.of(
            EventType.of("discount.granted", 1, DiscountGranted.class),
            EventType.of("discount.changed", 1, DiscountChanged.class),
            EventType.of("discount.revoked", 1, DiscountRevoked.class),
            EventType.of("discount.expired", 1, DiscountExpired.class));

    Discount discount();

    /** An id is given away once in the organisation, by the first event of its discount. */
    @Override
    default @Nullable OnceName onceName() {
        return this instanceof DiscountGranted ? nameOf(discount().discountId()) : null;
    }

    static OnceName nameOf(DiscountId discount) {
        return new OnceName("discount", discount.value());
    }

    record DiscountGranted(Discount discount, Instant at) implements DiscountEvent {}

    record DiscountChanged(Discount discount, Instant at) implements DiscountEvent {}

    /** Usage from {@code at} on does not get it. */
    record DiscountRevoked(Discount discount, Instant at) implements DiscountEvent {}

    /** Its end has come: a thing to tell of, which changes no decision. */
    record DiscountExpired(Discount discount, Instant at) implements DiscountEvent {}
}
