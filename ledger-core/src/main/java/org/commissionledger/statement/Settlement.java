package org.commissionledger.statement;

import org.commissionledger.order.CommissionMove;
import org.commissionledger.order.OrderId;

/**
 * The command that would settle a line, or its part for one order.
 *
 * @param action {@code CONFIRM} or {@code REVERSE}
 * @param amount minor units, more than zero
 * @param allowExcess more than is pending, within the tolerance
 * @param declinesRest less than is pending, within the tolerance: what is left is due no more. Where more is left than the tolerance
 *     allows when the command is given, because other lines were not settled, it stays pending
 */
public record Settlement(
        OrderId orderId, CommissionMove action, long amount, boolean allowExcess, boolean declinesRest) {

    static Settlement confirm(OrderId order, long amount, long pending, boolean last) {
        return new Settlement(
                order, CommissionMove.CONFIRM, amount, last && amount > pending, last && amount < pending);
    }

    static Settlement confirmPart(OrderId order, long amount) {
        return new Settlement(order, CommissionMove.CONFIRM, amount, false, false);
    }

    static Settlement reverse(OrderId order, long amount) {
        return new Settlement(order, CommissionMove.REVERSE, amount, false, false);
    }
}
