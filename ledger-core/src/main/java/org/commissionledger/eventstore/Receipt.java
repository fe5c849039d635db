package org.commissionledger.eventstore;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Proof of a durable append.
 *
 * @param position of the last event written; for a request that wrote none, of the newest event that its answer rests on
 * @param leftOut the {@link NewEvent#eventId}s of the events that were not written because their {@link NewEvent#once} was there
 */
public record Receipt(long position, Instant recordedAt, Set<UUID> leftOut) {}
