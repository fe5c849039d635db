package org.commissionledger.statement;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.commissionledger.order.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * A line of a statement and what the ledger makes of it.
 *
 * @param line those of {@link LineOutcome#NOT_IN_STATEMENT} are counted on behind those of the file
 * @param amount stated, in minor units; null where the statement says nothing
 * @param reason null where there is a command, or nothing to say
 * @param expected pending in the ledger when it was matched; null where the ledger has nothing to compare with
 * @param settlements the commands that settle it, one for each order; empty where none does
 */
public record StatementLine(
        int line,
        List<OrderId> orders,
        @Nullable Long amount,
        Currency currency,
        @Nullable Instant at,
        LineOutcome outcome,
        @Nullable LineReason reason,
        @Nullable Long expected,
        List<Settlement> settlements) {

    static StatementLine of(
            StatedLine line, LineOutcome outcome, @Nullable LineReason reason, @Nullable Long expected) {
        return of(line, outcome, reason, expected, List.of());
    }

    static StatementLine of(
            StatedLine line,
            LineOutcome outcome,
            @Nullable LineReason reason,
            @Nullable Long expected,
            List<Settlement> settlements) {
        return new StatementLine(
                line.line(),
                line.orders(),
                line.amount().amount(),
                line.amount().currency(),
                line.at(),
                outcome,
                reason,
                expected,
                settlements);
    }

    /** An order that the statement does not name. */
    public static StatementLine missing(int line, OrderId order, Currency currency, long pending) {
        return new StatementLine(
                line, List.of(order), null, currency, null, LineOutcome.NOT_IN_STATEMENT, null, pending, List.of());
    }

    /** Whether a person has to look at it, because no command would settle it. */
    public boolean needsReview() {
        return reason != null && reason != LineReason.ALREADY_SETTLED;
    }
}
