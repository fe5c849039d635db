/** How the projections stand, and what operators may do about it. */
@NullMarked
package org.commissionledger.api.dashboard.operations;

import org.jspecify.annotations.NullMarked;
