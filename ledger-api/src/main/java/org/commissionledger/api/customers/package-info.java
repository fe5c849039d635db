/** Customers over HTTP: what they did, who they say they are, and how far they got. */
@NullMarked
package org.commissionledger.api.customers;

import org.jspecify.annotations.NullMarked;
