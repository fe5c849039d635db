package org.commissionledger.order;

import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.jspecify.annotations.Nullable;

/**
 * What was said for a move that leaves nothing of a figure. The same said again, when nothing is left, asks for what already holds;
 * for other reasons it does not.
 */
record Grounds(
        CommissionMove move,
        ReasonCode reasonCode,
        @Nullable String note,
        @Nullable String reference) {

    /** Null for an event that needs no reason. */
    static @Nullable Grounds of(OrderEvent event) {
        return switch (event) {
            case CommissionDeclined e -> new Grounds(CommissionMove.DECLINE, e.reasonCode(), e.note(), e.reference());
            case CommissionAmended e -> new Grounds(CommissionMove.AMEND, e.reasonCode(), e.note(), e.reference());
            case CommissionReversed e -> new Grounds(CommissionMove.REVERSE, e.reasonCode(), e.note(), e.reference());
            case OrderPlaced e -> null;
            case OrderSucceeded e -> null;
            case OrderFailed e -> null;
            case CommissionConfirmed e -> null;
        };
    }
}
