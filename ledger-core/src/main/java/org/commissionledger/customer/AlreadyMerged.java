package org.commissionledger.customer;

import org.commissionledger.rejection.Rejection;

/** The anonymous customer turned out to be another one before. */
public final class AlreadyMerged extends Rejection.Conflict {
    AlreadyMerged(CustomerId customer, CustomerId into) {
        super("customer.already-merged", "Customer " + customer + " was merged into " + into + ".");
    }
}
