/** The order list and the commission totals. */
@NullMarked
package org.commissionledger.projection.orders;

import org.jspecify.annotations.NullMarked;
