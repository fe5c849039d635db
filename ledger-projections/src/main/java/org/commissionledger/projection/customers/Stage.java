package org.commissionledger.projection.customers;

import org.commissionledger.customer.EventName;

/** The stages of the funnel, each further than the one before. */
public enum Stage {
    VISITED,
    JOURNEY_STARTED,
    PRODUCT_VIEWED,
    ORDER_PLACED,
    ORDER_SUCCESSFUL;

    /** What tables hold: 1 to 5. */
    int number() {
        return ordinal() + 1;
    }

    /** 0 for behaviour. */
    static int of(EventName name) {
        return name.isFunnel() ? valueOf(name.value()).number() : 0;
    }
}
