/** The catalogue as it is now. */
@NullMarked
package org.commissionledger.projection.catalogue;

import org.jspecify.annotations.NullMarked;
