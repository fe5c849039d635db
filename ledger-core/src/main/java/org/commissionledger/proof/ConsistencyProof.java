package org.commissionledger.proof;

import java.util.List;

/** That the history sealed by {@code from} is the beginning of that sealed by {@code to}. */
public record ConsistencyProof(Checkpoint from, Checkpoint to, List<byte[]> path) {}
