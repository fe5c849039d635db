/** Payouts, and what of the paid commission is in none yet. */
@NullMarked
package org.commissionledger.projection.payouts;

import org.jspecify.annotations.NullMarked;
