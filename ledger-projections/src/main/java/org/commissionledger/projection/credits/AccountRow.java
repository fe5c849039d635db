package org.commissionledger.projection.credits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One credit account.
 *
 * @param type PARTNER or CUSTOMER
 * @param overdraftLimit minor units of {@code currency}
 * @param position of the last event that changed it
 */
public record AccountRow(
        String accountId,
        String name,
        String type,
        @Nullable String partnerId,
        String currency,
        long overdraftLimit,
        Instant openedAt,
        long position) {}
