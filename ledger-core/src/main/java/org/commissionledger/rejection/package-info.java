/** The refusals of the domain: a sealed family with stable codes. */
@NullMarked
package org.commissionledger.rejection;

import org.jspecify.annotations.NullMarked;
