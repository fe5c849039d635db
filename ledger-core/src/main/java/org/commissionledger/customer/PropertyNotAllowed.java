package org.commissionledger.customer;

import org.commissionledger.identity.Identifiers;
import org.commissionledger.rejection.Rejection;

/** A property whose name is not on the organisation's list. The name is repeated only where it looks like one. */
public final class PropertyNotAllowed extends Rejection.Invalid {
    PropertyNotAllowed(String key) {
        super(
                "customer.property-not-allowed",
                Identifiers.isValid(key) ? "properties." + key : "properties",
                "Only properties on the organisation's list are taken: see customerPropertyKeys in its settings.");
    }
}
