package org.commissionledger.projection.revenue;

import java.util.Set;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/**
 * Revenue line by line: commission paid and taken back, and usage net of discount. What was topped up, expired or was withdrawn is no
 * revenue. By a processor of its own, so that it fills itself in a store that has a history already.
 */
public final class RevenueProjection implements Projection {

    public static final String NAME = "revenue";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String processor() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return type == CommissionConfirmed.class
                || type == CommissionReversed.class
                || Used.class.isAssignableFrom(type);
    }

    @Override
    public Set<String> indexesOfFacts() {
        return Set.of("revenue_line_pk");
    }

    @Override
    public Fold newFold() {
        return new RevenueFold();
    }
}
