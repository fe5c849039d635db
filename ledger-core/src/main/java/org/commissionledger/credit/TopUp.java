package org.commissionledger.credit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credit that was put into an account.
 *
 * @param amount minor units, more than zero
 * @param priority 0 to 100, lower burns first
 * @param expiresAt it counts, and can be used, before this time; null when it never expires
 */
public record TopUp(
        TopUpId topUpId,
        TopUpCategory category,
        long amount,
        int priority,
        @Nullable Instant expiresAt) {

    public static final int LAST_PRIORITY = 100;
    public static final int DEFAULT_PRIORITY = 50;
}
