/** Closing months over HTTP. */
@NullMarked
package org.commissionledger.api.periods;

import org.jspecify.annotations.NullMarked;
