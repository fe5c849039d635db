/** The history, its proofs and its verification on screen. */
@NullMarked
package org.commissionledger.api.dashboard.audit;

import org.jspecify.annotations.NullMarked;
