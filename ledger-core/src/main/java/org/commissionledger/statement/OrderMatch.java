package org.commissionledger.statement;

import java.util.ArrayList;
import java.util.List;
import org.commissionledger.money.Money;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderId;
import org.jspecify.annotations.Nullable;

/** The lines that name one order and no other, against its commission. What is paid and what is taken back are weighed apart. */
record OrderMatch(OrderId order, Commission commission, Tolerance tolerance) {

    List<StatementLine> match(List<StatedLine> lines) {
        List<StatementLine> matched = new ArrayList<>(lines.size());
        List<StatedLine> paying = new ArrayList<>(lines.size());
        List<StatedLine> takingBack = new ArrayList<>();
        for (StatedLine line : lines) {
            Money amount = line.amount();
            if (!amount.currency().equals(commission.currency())) {
                matched.add(differs(line, LineReason.OTHER_CURRENCY));
            } else if (amount.isPositive()) {
                paying.add(line);
            } else if (amount.isNegative()) {
                takingBack.add(line);
            } else if (commission.pending() == 0) {
                matched.add(of(line, LineOutcome.MATCHED, LineReason.ALREADY_SETTLED));
            } else {
                matched.add(differs(line, LineReason.ZERO_STATED));
            }
        }
        pay(paying, matched);
        takeBack(takingBack, matched);
        return matched;
    }

    private void pay(List<StatedLine> lines, List<StatementLine> matched) {
        if (lines.isEmpty()) {
            return;
        }
        long stated = Sums.ofAmounts(lines);
        long pending = commission.pending();
        if (pending > 0 && tolerance.covers(money(pending), stated)) {
            settle(lines, matched);
        } else if (commission.paid() > 0 && tolerance.covers(money(commission.paid()), stated)) {
            LineReason reason = pending == 0 ? LineReason.ALREADY_SETTLED : LineReason.PAID_BEFORE;
            lines.forEach(line -> matched.add(of(line, LineOutcome.MATCHED, reason)));
        } else if (stated < pending) {
            lines.forEach(line -> matched.add(with(
                    line,
                    LineOutcome.AMOUNT_DIFFERS,
                    Settlement.confirmPart(order, line.amount().amount()))));
        } else {
            LineReason reason = pending == 0 ? LineReason.NOTHING_PENDING : LineReason.EXCEEDS_PENDING;
            lines.forEach(line -> matched.add(differs(line, reason)));
        }
    }

    /** Part after part; what the tolerance forgives stands with the last one. */
    private void settle(List<StatedLine> lines, List<StatementLine> matched) {
        List<StatementLine> settled = new ArrayList<>(lines.size());
        long left = commission.pending();
        for (StatedLine line : lines) {
            boolean last = settled.size() == lines.size() - 1;
            long amount = line.amount().amount();
            if (!last && amount >= left) { // nothing would be pending for the next one
                lines.forEach(each -> matched.add(differs(each, LineReason.EXCEEDS_PENDING)));
                return;
            }
            settled.add(with(line, LineOutcome.MATCHED, Settlement.confirm(order, amount, left, last)));
            left -= amount;
        }
        matched.addAll(settled);
    }

    private void takeBack(List<StatedLine> lines, List<StatementLine> matched) {
        if (lines.isEmpty()) {
            return;
        }
        long stated = Sums.ofAmounts(lines);
        if (stated != commission.paid() && stated == commission.reversed()) {
            lines.forEach(line -> matched.add(of(line, LineOutcome.MATCHED, LineReason.ALREADY_SETTLED)));
        } else if (stated > commission.paid()) {
            lines.forEach(line -> matched.add(differs(line, LineReason.EXCEEDS_PAID)));
        } else {
            LineOutcome outcome = stated == commission.paid() ? LineOutcome.MATCHED : LineOutcome.AMOUNT_DIFFERS;
            lines.forEach(line -> matched.add(
                    with(line, outcome, Settlement.reverse(order, -line.amount().amount()))));
        }
    }

    private Money money(long amount) {
        return Money.ofMinor(amount, commission.currency());
    }

    private StatementLine differs(StatedLine line, LineReason reason) {
        return of(line, LineOutcome.AMOUNT_DIFFERS, reason);
    }

    private StatementLine of(StatedLine line, LineOutcome outcome, @Nullable LineReason reason) {
        return StatementLine.of(line, outcome, reason, commission.pending());
    }

    private StatementLine with(StatedLine line, LineOutcome outcome, Settlement settlement) {
        return StatementLine.of(line, outcome, null, commission.pending(), List.of(settlement));
    }
}
