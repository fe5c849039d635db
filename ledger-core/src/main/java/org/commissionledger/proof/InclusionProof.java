package org.commissionledger.proof;

import java.util.List;

/**
 * That an event is in a sealed history.
 *
 * @param index of its leaf, from 0: its ledgerSequence less one
 * @param path from the leaf upwards
 */
public record InclusionProof(long index, byte[] leaf, List<byte[]> path, Checkpoint checkpoint) {}
