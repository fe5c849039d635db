package org.commissionledger.projection.credits;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One movement of an account. Amounts are minor units of {@code currency}.
 *
 * @param change what it added to what is available
 * @param owed what it added to what the account is owed: what is left of its top-ups less what is overdrawn; holds move nothing
 * @param expired what it adds to what expired; negative where usage that came in late takes from what had expired
 * @param available after it
 * @param topUps those that it took from or gave to
 * @param used what was used, for a USAGE or a CAPTURE
 * @param overdraft of a usage, what ran into the overdraft; of a top-up, what settled it
 */
public record EntryRow(
        long ledgerSequence,
        long position,
        EntryType type,
        Instant at,
        Instant recordedAt,
        String currency,
        long amount,
        long change,
        long owed,
        long expired,
        long available,
        List<Part> topUps,
        @Nullable String holdId,
        @Nullable Used used,
        @Nullable Long overdraft,
        @Nullable String reason,
        @Nullable String note) {

    public record Part(String topUpId, String category, long amount) {}

    public record Used(
            String usageId,
            String productId,
            long quantity,
            long gross,
            @Nullable String discountId,
            long discount) {}
}
