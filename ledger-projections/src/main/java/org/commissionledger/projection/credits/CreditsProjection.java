package org.commissionledger.projection.credits;

import java.util.Set;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;

/** Credit accounts and discounts; by a processor of its own, so that usage by the million holds up no order. */
public final class CreditsProjection implements Projection {

    public static final String NAME = "credits";

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
        return CreditEvent.class.isAssignableFrom(type) || DiscountEvent.class.isAssignableFrom(type);
    }

    @Override
    public Set<String> indexesOfFacts() {
        return Set.of("entry_pk");
    }

    @Override
    public Fold newFold() {
        return new CreditsFold();
    }
}
