/** Projections, health, and what operators look at. */
@NullMarked
package org.commissionledger.api.operations;

import org.jspecify.annotations.NullMarked;
