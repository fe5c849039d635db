/** Closed months, read where they stand: in the history. */
@NullMarked
package org.commissionledger.projection.period;

import org.jspecify.annotations.NullMarked;
