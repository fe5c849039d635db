/** Payouts: what of the paid commission is gathered, approved by a second person, and settled. */
@NullMarked
package org.commissionledger.payout;

import org.jspecify.annotations.NullMarked;
