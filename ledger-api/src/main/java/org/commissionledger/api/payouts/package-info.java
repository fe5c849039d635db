/** Payouts over HTTP, and the bank details that they go to. */
@NullMarked
package org.commissionledger.api.payouts;

import org.jspecify.annotations.NullMarked;
