package org.commissionledger.payout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payout as it stands.
 *
 * @param approval the last one; null before there was any
 * @param settledAt when the money moved
 * @param reference what the bank calls it
 * @param failedAt when it last turned out that the money had not moved
 * @param failureReason as far as it was said
 */
public record PayoutState(
        PayoutFacts facts,
        PayoutStatus status,
        @Nullable Approval approval,
        @Nullable Instant settledAt,
        @Nullable String reference,
        @Nullable Instant failedAt,
        @Nullable String failureReason) {

    static PayoutState drafted(PayoutFacts facts) {
        return new PayoutState(facts, PayoutStatus.DRAFT, null, null, null, null, null);
    }

    PayoutState approved(Approval by) {
        return new PayoutState(facts, PayoutStatus.APPROVED, by, null, null, null, null);
    }

    PayoutState settled(@Nullable String bankReference, Instant at) {
        return new PayoutState(facts, PayoutStatus.SETTLED, approval, at, bankReference, null, null);
    }

    PayoutState failed(@Nullable String reason, Instant at) {
        return new PayoutState(facts, PayoutStatus.FAILED, approval, null, null, at, reason);
    }

    PayoutState cancelled() {
        return new PayoutState(facts, PayoutStatus.CANCELLED, approval, null, null, failedAt, failureReason);
    }
}
