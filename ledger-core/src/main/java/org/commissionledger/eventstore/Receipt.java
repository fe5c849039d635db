package org.commissionledger.eventstore;

import java.time.Instant;

/**
 * Proof of a durable append.
 *
 * @param position of the last event written; for a request that wrote none, of the newest event that its answer rests on
 */
public record Receipt(long position, Instant recordedAt) {}
