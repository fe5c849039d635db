/** How every projection is kept: batches, tokens, parked events, rebuilds. */
@NullMarked
package org.commissionledger.projection.engine;

import org.jspecify.annotations.NullMarked;
