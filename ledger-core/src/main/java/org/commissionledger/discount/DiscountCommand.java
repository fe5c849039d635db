package org.commissionledger.discount;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.account.AccountId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.discount.DiscountEvent.DiscountGranted;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/** Wishes to change an owner's discounts. */
public sealed interface DiscountCommand extends LedgerCommand {

    static StreamId stream(OrganisationId organisation, AccountId owner) {
        return StreamId.of(organisation, "discounts", owner.value());
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownDiscount();
    }

    /**
     * Grants the discount, or changes it; the same again changes nothing.
     *
     * @param known the event that gave the id away, if it has been
     */
    record PutDiscount(
            @TargetAggregateIdentifier StreamId stream,
            Discount discount,
            @Nullable DiscountGranted known,
            Instant at) implements DiscountCommand {}

    record RevokeDiscount(@TargetAggregateIdentifier StreamId stream, DiscountId discountId, Instant at)
            implements DiscountCommand {}

    /** Books which discounts have come to their end by {@code now}. */
    record BookDiscountExpiries(@TargetAggregateIdentifier StreamId stream, Instant now) implements DiscountCommand {}
}
