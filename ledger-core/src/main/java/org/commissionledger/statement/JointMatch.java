package org.commissionledger.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.commissionledger.money.Money;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderId;

/** A line that names several orders, which are paid or taken back together: wholly, or not by a command. */
record JointMatch(StatedLine line, Map<OrderId, Commission> orders, Tolerance tolerance) {

    StatementLine match() {
        Money amount = line.amount();
        if (orders.values().stream().anyMatch(c -> !c.currency().equals(amount.currency()))) {
            return review(LineReason.OTHER_CURRENCY);
        }
        if (amount.amount() == 0) {
            return review(LineReason.ZERO_STATED);
        }
        return amount.isPositive() ? pay(amount.amount()) : takeBack(-amount.amount());
    }

    private StatementLine pay(long stated) {
        long pending = sum(Commission::pending);
        if (pending > 0 && tolerance.covers(line.amount().withAmount(pending), stated)) {
            return confirm(stated - pending);
        }
        boolean already = pending == 0 && tolerance.covers(line.amount().withAmount(sum(Commission::paid)), stated);
        return already ? alreadySettled() : review(LineReason.SUM_DIFFERS);
    }

    /** @param difference what the tolerance forgives; it stands with the last order */
    private StatementLine confirm(long difference) {
        List<Settlement> settlements = new ArrayList<>();
        List<OrderId> due =
                line.orders().stream().filter(order -> of(order).pending() > 0).toList();
        for (OrderId order : due) {
            boolean last = order.equals(due.getLast());
            long pending = of(order).pending();
            long amount = last ? pending + difference : pending;
            if (amount <= 0) {
                return review(LineReason.SUM_DIFFERS);
            }
            settlements.add(Settlement.confirm(order, amount, pending, last));
        }
        return settled(settlements);
    }

    private StatementLine takeBack(long stated) {
        if (stated == sum(Commission::paid)) {
            return settled(line.orders().stream()
                    .filter(order -> of(order).paid() > 0)
                    .map(order -> Settlement.reverse(order, of(order).paid()))
                    .toList());
        }
        return stated == sum(Commission::reversed) ? alreadySettled() : review(LineReason.SUM_DIFFERS);
    }

    private Commission of(OrderId order) {
        Commission commission = orders.get(order);
        if (commission == null) {
            throw new IllegalArgumentException("the line names an order that is not there");
        }
        return commission;
    }

    private long sum(ToLongFunction<Commission> figure) {
        long sum = 0;
        for (Commission commission : orders.values()) {
            sum = Sums.plus(sum, figure.applyAsLong(commission));
        }
        return sum;
    }

    private StatementLine settled(List<Settlement> settlements) {
        return StatementLine.of(line, LineOutcome.MATCHED, null, sum(Commission::pending), settlements);
    }

    private StatementLine alreadySettled() {
        return StatementLine.of(line, LineOutcome.MATCHED, LineReason.ALREADY_SETTLED, sum(Commission::pending));
    }

    StatementLine review(LineReason reason) {
        return StatementLine.of(line, LineOutcome.AMOUNT_DIFFERS, reason, sum(Commission::pending));
    }
}
