/** The catalogue over HTTP. */
@NullMarked
package org.commissionledger.api.catalogue;

import org.jspecify.annotations.NullMarked;
