package org.commissionledger.payout;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/** Wishes to change a payout. */
public sealed interface PayoutCommand extends LedgerCommand {

    static StreamId stream(OrganisationId organisation, PayoutId payout) {
        return StreamId.of(organisation, "payout", payout.value());
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownPayout();
    }

    /**
     * @param number that of the organisation's last draft that {@code lines} take into account, and one more
     * @param lines what is unpaid in [from, to), one an order; what cannot be paid out stays for the next payout
     * @param by the client or user that makes it
     */
    record DraftPayout(
            @TargetAggregateIdentifier StreamId stream,
            PayoutId payoutId,
            long number,
            @Nullable ProviderId providerId,
            Instant from,
            Instant to,
            List<PayoutLine> lines,
            String by,
            Instant at)
            implements PayoutCommand {}

    /** Goes together with freezing each of the payout's commissions. */
    record ApprovePayout(@TargetAggregateIdentifier StreamId stream, String by, Instant at) implements PayoutCommand {}

    /**
     * Goes together with thawing each of the payout's commissions.
     *
     * @param at when the money moved
     */
    record SettlePayout(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable String reference,
            Instant at) implements PayoutCommand {}

    /** Goes together with thawing each of the payout's commissions. */
    record FailPayout(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable String reason,
            Instant at) implements PayoutCommand {}

    record CancelPayout(@TargetAggregateIdentifier StreamId stream, Instant at) implements PayoutCommand {}
}
