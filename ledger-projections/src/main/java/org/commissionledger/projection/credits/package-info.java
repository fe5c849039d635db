/** Credit accounts with their top-ups, holds and entries, and discounts. */
@NullMarked
package org.commissionledger.projection.credits;

import org.jspecify.annotations.NullMarked;
