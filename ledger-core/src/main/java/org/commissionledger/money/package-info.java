/** Exact amounts of money: minor units of an ISO 4217 currency, with one place that rounds. */
@NullMarked
package org.commissionledger.money;

import org.jspecify.annotations.NullMarked;
