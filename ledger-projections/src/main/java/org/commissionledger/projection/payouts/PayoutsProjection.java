package org.commissionledger.projection.payouts;

import java.util.Set;
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

    static final String MOVEMENT_PK = "movement_pk";

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
    public Set<String> indexesOfFacts() {
        return Set.of(MOVEMENT_PK);
    }

    @Override
    public Fold newFold() {
        return new PayoutsFold();
    }
}
