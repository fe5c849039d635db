package org.commissionledger.eventstore;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that wants to be appended.
 *
 * @param streamSequence the place in its stream that it was decided for, or {@link #AT_END} for a stream whose events need no
 *     decision: such an event goes behind whatever is there
 */
public record NewEvent(
        UUID eventId,
        String stream,
        long streamSequence,
        String type,
        int revision,
        Instant effectiveAt,
        String payload,
        String metadata) {

    public static final long AT_END = -1;
}
