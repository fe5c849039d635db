package org.commissionledger.credit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Credit that is reserved.
 *
 * @param amount minor units, more than zero
 * @param expiresAt when the ledger gives it back by itself; null when it never does
 */
public record Hold(HoldId holdId, long amount, @Nullable Instant expiresAt) {}
