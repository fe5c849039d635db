/** Proofs about the history: the Merkle tree over its leaves, signed checkpoints, and the check of a whole history. */
@NullMarked
package org.commissionledger.proof;

import org.jspecify.annotations.NullMarked;
