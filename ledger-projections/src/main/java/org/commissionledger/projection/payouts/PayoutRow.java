package org.commissionledger.projection.payouts;

import java.time.Instant;
import java.util.List;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A payout as it is listed.
 *
 * @param number counts the organisation's drafts
 * @param amounts one a currency
 */
public record PayoutRow(
        String payoutId,
        long number,
        @Nullable String providerId,
        Instant from,
        Instant to,
        String status,
        long orders,
        String createdBy,
        Instant createdAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant settledAt,
        @Nullable Instant failedAt,
        @Nullable String failureReason,
        @Nullable String reference,
        List<Money> amounts) {}
