package org.commissionledger.statement;

import java.time.Instant;
import java.util.List;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * One line as the provider sent it.
 *
 * @param line counted from 1, without the header
 * @param orders one, or several that are paid together
 * @param amount below zero where the provider takes back
 * @param at null where the statement does not say
 */
public record StatedLine(
        int line,
        List<OrderId> orders,
        Money amount,
        @Nullable Instant at) {

    /** What makes two lines the very same. */
    Object content() {
        return List.of(orders, amount, at == null ? "" : at);
    }

    boolean isJoint() {
        return orders.size() > 1;
    }
}
