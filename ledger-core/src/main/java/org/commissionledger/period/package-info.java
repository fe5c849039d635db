/** Months that are closed: what arrives later for one of them is booked in an open one. */
@NullMarked
package org.commissionledger.period;

import org.jspecify.annotations.NullMarked;
