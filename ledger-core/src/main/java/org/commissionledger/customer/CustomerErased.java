package org.commissionledger.customer;

import org.commissionledger.rejection.Rejection;

/** The person was forgotten, and stays so. */
public final class CustomerErased extends Rejection.Conflict {
    public CustomerErased(CustomerId customer) {
        super("customer.erased", "The personal data of customer " + customer + " was erased.");
    }
}
