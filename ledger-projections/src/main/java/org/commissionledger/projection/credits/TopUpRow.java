package org.commissionledger.projection.credits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One top-up. Amounts are minor units of {@code currency}; {@code amount} is the sum of the five that follow {@code expiresAt}.
 *
 * @param settled what of it settled the overdraft when it came in
 * @param expired what expired and was not used since by usage from before that came in late
 * @param state OPEN, USED, EXPIRED or VOIDED
 */
public record TopUpRow(
        String topUpId,
        String currency,
        String category,
        long amount,
        int priority,
        Instant at,
        @Nullable Instant expiresAt,
        long settled,
        long used,
        long left,
        long expired,
        long voided,
        String state,
        Instant recordedAt,
        long position) {}
