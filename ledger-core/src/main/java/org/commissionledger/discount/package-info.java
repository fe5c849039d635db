/** Discounts on what credit is used for: who grants which, and the one that a usage gets. */
@NullMarked
package org.commissionledger.discount;

import org.jspecify.annotations.NullMarked;
