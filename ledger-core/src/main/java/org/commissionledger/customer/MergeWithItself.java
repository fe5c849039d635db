package org.commissionledger.customer;

import org.commissionledger.rejection.Rejection;

/** A customer cannot turn out to be the customer that they are. */
public final class MergeWithItself extends Rejection.Invalid {
    MergeWithItself() {
        super("customer.merge-with-itself", "mergeFrom", "A customer cannot be merged into itself.");
    }
}
