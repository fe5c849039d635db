package org.commissionledger.order;

import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.commissionledger.order.OrderEvent.Standing;

/**
 * What would have become of one order's commission if another had been expected of it. What was done to all of it is done to all of it
 * again; what was done to a part, to that amount, as far as there is so much. A confirmation of more than was pending has the same excess.
 * An amendment sets what it set, where something is pending to be amended.
 */
public final class CommissionReplay {

    private Commission commission;

    /** @param expected in the order's currency, in minor units */
    public CommissionReplay(OrderPlaced placed, long expected) {
        Commission expecting = Commission.expecting(placed.commission().currency(), expected);
        commission = placed.placedAs() == OrderStatus.SUCCESSFUL ? expecting.accrued() : expecting;
    }

    public Commission commission() {
        return commission;
    }

    public void next(OrderEvent event) {
        commission = switch (event) {
            case OrderPlaced e -> throw new IllegalStateException("an order is placed once");
            case OrderSucceeded e -> commission.accrued();
            case OrderFailed e -> commission;
            case CommissionConfirmed e -> commission.confirmed(confirmed(e));
            case CommissionDeclined e -> commission.declinedRest();
            case CommissionAmended e -> commission.pending() == 0 ? commission : commission.amendedTo(e.amount());
            case CommissionReversed e -> commission.reversed(reversed(e));
        };
    }

    private long confirmed(CommissionConfirmed e) {
        return e.amount() >= e.pendingBefore()
                ? Math.addExact(commission.pending(), e.amount() - e.pendingBefore())
                : Math.min(e.amount(), commission.pending());
    }

    private long reversed(CommissionReversed e) {
        Standing before = e.before();
        boolean all = before != null && e.amount() == before.commission().paid();
        return all ? commission.paid() : Math.min(e.amount(), commission.paid());
    }
}
