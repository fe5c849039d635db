package org.commissionledger.customer;

import org.commissionledger.rejection.Rejection;

/** An identified customer is never merged into another. */
public final class AlreadyIdentified extends Rejection.Conflict {
    AlreadyIdentified(CustomerId customer) {
        super(
                "customer.already-identified",
                "Customer " + customer + " is identified and cannot be merged into another.");
    }
}
