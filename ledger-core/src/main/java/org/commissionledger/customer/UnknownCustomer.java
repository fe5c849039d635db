package org.commissionledger.customer;

import org.commissionledger.rejection.Rejection;

/** Nothing is known of such a customer. */
public final class UnknownCustomer extends Rejection.Unknown {
    public UnknownCustomer() {
        super("customer.unknown", "There is no such customer.");
    }
}
