package org.commissionledger.customer;

import org.commissionledger.rejection.Rejection;

/** The properties of one event, written as JSON, take too many bytes. */
public final class PropertiesTooLarge extends Rejection.Invalid {
    PropertiesTooLarge() {
        super(
                "customer.properties-too-large",
                "properties",
                "The properties of one event have at most " + PropertyPolicy.MAX_BYTES + " bytes of JSON.");
    }
}
