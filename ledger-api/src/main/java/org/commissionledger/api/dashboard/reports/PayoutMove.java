package org.commissionledger.api.dashboard.reports;

import java.util.List;
import org.commissionledger.payout.PayoutStatus;
import org.jspecify.annotations.Nullable;

/**
 * What can be done with a payout.
 *
 * @param name as the address of the call ends
 * @param field of a text that goes with it; null when none does
 * @param label of that field
 */
record PayoutMove(
        String name, @Nullable String field, @Nullable String label) {

    private static final PayoutMove APPROVE = new PayoutMove("approve", null, null);
    private static final PayoutMove CANCEL = new PayoutMove("cancel", null, null);
    private static final PayoutMove SETTLE = new PayoutMove("settle", "reference", "What the bank calls it");
    private static final PayoutMove FAIL = new PayoutMove("fail", "reason", "Why the money did not move");

    /** Another person than its maker approves it. */
    static List<PayoutMove> from(PayoutStatus status) {
        return switch (status) {
            case DRAFT, FAILED -> List.of(APPROVE, CANCEL);
            case APPROVED -> List.of(SETTLE, FAIL);
            case SETTLED, CANCELLED -> List.of();
        };
    }
}
