package org.commissionledger.projection.payouts;

import java.time.Instant;
import java.util.function.LongConsumer;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.payout.PayoutCommand;
import org.commissionledger.payout.PayoutCommand.DraftPayout;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.PayoutTooLarge;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what there is to pay out. A draft has the number behind the last one that was seen: when another was written meanwhile, here or on
 * another node, the number is taken, and this draft is made again with that one taken into account.
 */
public final class PayoutDrafting {

    private final EventReader reader;
    private final PayoutQueries queries;
    private final LongConsumer await;

    /** @param await waits until the projection has come to a position, or throws */
    public PayoutDrafting(EventReader reader, PayoutQueries queries, LongConsumer await) {
        this.reader = reader;
        this.queries = queries;
        this.await = await;
    }

    /** What is wanted; what is booked in [from, to) is gathered. */
    public record Wish(
            PayoutId payoutId, @Nullable ProviderId providerId, Instant from, Instant to, String by, Instant at) {}

    /**
     * Rests on all that is durable now, so that nothing which was confirmed before is left behind.
     *
     * @throws PayoutTooLarge when more is found than a payout may have
     */
    public Draft draft(OrganisationId organisation, Wish wish) {
        await.accept(reader.head());
        PayoutQueries.Open open = queries.open(
                organisation.value(),
                wish.providerId() == null ? null : wish.providerId().value(),
                wish.from(),
                wish.to(),
                PayoutTooLarge.MOST_ORDERS + 1);
        if (open.lines().size() > PayoutTooLarge.MOST_ORDERS) {
            throw new PayoutTooLarge();
        }
        return Draft.of(new DraftPayout(
                PayoutCommand.stream(organisation, wish.payoutId()),
                wish.payoutId(),
                open.number() + 1,
                wish.providerId(),
                wish.from(),
                wish.to(),
                open.lines(),
                wish.by(),
                wish.at()));
    }
}
