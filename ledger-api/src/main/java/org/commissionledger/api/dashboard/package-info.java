/** The pages that the service's people look at, and what all of them stand on. */
@NullMarked
package org.commissionledger.api.dashboard;

import org.jspecify.annotations.NullMarked;
