package org.commissionledger.api.payouts;

import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.Amount;
import org.commissionledger.payout.Approval;
import org.commissionledger.payout.PayoutFacts;
import org.commissionledger.payout.PayoutState;
import org.commissionledger.projection.payouts.PayoutRow;
import org.jspecify.annotations.Nullable;

/**
 * A payout as the API shows it.
 *
 * @param amounts one a currency
 * @param amount where there is one currency only
 * @param orders how many orders it has something of
 * @param details whether the organisation's bank details are known
 */
record PayoutView(
        String payoutId,
        String state,
        @Nullable String providerId,
        Instant from,
        Instant to,
        List<Amount> amounts,
        @Nullable Amount amount,
        long orders,
        boolean details,
        String createdBy,
        Instant createdAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt,
        @Nullable Instant settledAt,
        @Nullable Instant failedAt,
        @Nullable String failureReason,
        @Nullable String reference) {

    static PayoutView of(PayoutState payout, boolean details) {
        PayoutFacts facts = payout.facts();
        Approval approval = payout.approval();
        List<Amount> amounts = facts.amounts().stream().map(Amount::of).toList();
        return new PayoutView(
                facts.payoutId().value(),
                payout.status().name(),
                facts.providerId() == null ? null : facts.providerId().value(),
                facts.from(),
                facts.to(),
                amounts,
                only(amounts),
                facts.orders(),
                details,
                facts.createdBy(),
                facts.createdAt(),
                approval == null ? null : approval.by(),
                approval == null ? null : approval.at(),
                payout.settledAt(),
                payout.failedAt(),
                payout.failureReason(),
                payout.reference());
    }

    static PayoutView of(PayoutRow row, boolean details) {
        List<Amount> amounts = row.amounts().stream().map(Amount::of).toList();
        return new PayoutView(
                row.payoutId(),
                row.status(),
                row.providerId(),
                row.from(),
                row.to(),
                amounts,
                only(amounts),
                row.orders(),
                details,
                row.createdBy(),
                row.createdAt(),
                row.approvedBy(),
                row.approvedAt(),
                row.settledAt(),
                row.failedAt(),
                row.failureReason(),
                row.reference());
    }

    private static @Nullable Amount only(List<Amount> amounts) {
        return amounts.size() == 1 ? amounts.getFirst() : null;
    }
}
