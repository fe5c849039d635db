/** Times as figures are kept and asked for: buckets, ranges made up of them, and the intervals of a series. */
@NullMarked
package org.commissionledger.projection.time;

import org.jspecify.annotations.NullMarked;
