/** What every event changed of orders and commissions: totals of any past day, and the events behind a difference. */
@NullMarked
package org.commissionledger.projection.commissions;

import org.jspecify.annotations.NullMarked;
