/** What makes questions about the past as fast as those about today: sums over runs of positions. */
@NullMarked
package org.commissionledger.projection.past;

import org.jspecify.annotations.NullMarked;
