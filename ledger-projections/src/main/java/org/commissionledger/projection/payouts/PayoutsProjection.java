package org.commissionledger.projection.payouts;

import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.payout.PayoutEvent;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/**
 * Payouts, and the movements that they are gathered from. By a processor of its own, of one segment: a movement is there before the payout that
 * takes it.
 */
public final class PayoutsProjection implements Projection {

    public static final String NAME = "payouts";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String processor() {
        return NAME;
    }

    @Override
    public int segments(int configured) {
        return 1;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return type == CommissionConfirmed.class
                || type == CommissionReversed.class
                || PayoutEvent.class.isAssignableFrom(type);
    }

    @Override
    public Fold newFold() {
        return new PayoutsFold();
    }
}
