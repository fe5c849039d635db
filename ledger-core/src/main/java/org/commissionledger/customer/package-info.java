/** Customers: what they did, who they are once they say so, which of them turned out to be one person, and forgetting them. */
@NullMarked
package org.commissionledger.customer;

import org.jspecify.annotations.NullMarked;
