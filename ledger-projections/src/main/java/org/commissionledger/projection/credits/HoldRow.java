package org.commissionledger.projection.credits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One hold.
 *
 * @param amount minor units of {@code currency}
 * @param state OPEN, CAPTURED, RELEASED or EXPIRED
 */
public record HoldRow(
        String holdId,
        String currency,
        long amount,
        Instant at,
        @Nullable Instant expiresAt,
        String state,
        long position) {}
