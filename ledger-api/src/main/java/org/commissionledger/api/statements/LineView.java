package org.commissionledger.api.statements;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.commissionledger.api.web.Amount;
import org.commissionledger.order.CommissionMove;
import org.commissionledger.order.OrderId;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.statement.LineOutcome;
import org.commissionledger.statement.LineReason;
import org.commissionledger.statement.StatementEvent.Refusal;
import org.commissionledger.statement.StatementLine;
import org.jspecify.annotations.Nullable;

/**
 * A line as it is shown.
 *
 * @param command where one settles it
 * @param commands where the line names several orders, one for each
 * @param applied whether they were given
 * @param refused what the state did not allow when it was applied
 */
record LineView(
        int line,
        List<OrderId> orderIds,
        @Nullable Amount amount,
        @Nullable Instant at,
        LineOutcome outcome,
        @Nullable LineReason reason,
        @Nullable Amount expected,
        Proposal proposal,
        @Nullable CommandView command,
        @Nullable List<CommandView> commands,
        boolean applied,
        @Nullable List<RefusedView> refused) {

    /** What should be done about a line. */
    enum Proposal {
        CONFIRM,
        REVERSE,
        /** A person should look at it. */
        REVIEW,
        NONE;

        static Proposal of(StatementLine line) {
            if (line.settlements().isEmpty()) {
                return line.needsReview() ? REVIEW : NONE;
            }
            return line.settlements().getFirst().action() == CommissionMove.REVERSE ? REVERSE : CONFIRM;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A command that was refused. */
    record RefusedView(String orderId, String code) {
        static RefusedView of(Refusal refusal) {
            return new RefusedView(refusal.orderId().value(), refusal.code());
        }
    }

    static LineView of(StatementLine line, String reference) {
        return of(new LineRow(line, List.of()), reference, false);
    }

    static LineView of(LineRow row, StatementRow statement) {
        return of(row, statement.reference(), statement.isApplied(row.line()));
    }

    private static LineView of(LineRow row, String reference, boolean applied) {
        StatementLine line = row.line();
        List<CommandView> commands = commands(line, reference);
        List<RefusedView> refused = row.refusals().stream().map(RefusedView::of).toList();
        return new LineView(
                line.line(),
                line.orders(),
                amount(line.amount(), line.currency()),
                line.at(),
                line.outcome(),
                line.reason(),
                amount(expected(line), line.currency()),
                Proposal.of(line),
                line.orders().size() == 1 && !commands.isEmpty() ? commands.getFirst() : null,
                line.orders().size() > 1 && !commands.isEmpty() ? commands : null,
                applied,
                refused.isEmpty() ? null : refused);
    }

    /** Nothing where it is in another currency than the line. */
    static @Nullable Long expected(StatementLine line) {
        return line.reason() == LineReason.OTHER_CURRENCY ? null : line.expected();
    }

    static List<CommandView> commands(StatementLine line, String reference) {
        return line.settlements().stream()
                .map(settlement -> CommandView.of(settlement, line, reference))
                .toList();
    }

    private static @Nullable Amount amount(@Nullable Long amount, Currency currency) {
        return amount == null ? null : Amount.of(amount, currency);
    }
}
