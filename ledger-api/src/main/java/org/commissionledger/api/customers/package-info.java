/** Customers over HTTP: what they did, and who they say they are. */
@NullMarked
package org.commissionledger.api.customers;

import org.jspecify.annotations.NullMarked;
