package org.commissionledger.eventstore;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that wants to be appended.
 *
 * @param streamSequence the place in its stream that it was decided for, or {@link #AT_END} for a stream whose events need no
 *     decision: such an event goes behind whatever is there
 * @param once a key that no two events in the whole store have: an event whose key is there already is left out, and its request
 *     is told so ({@link Receipt#leftOut}). Only together with {@link #AT_END}, since a gap would void what was decided. Two keys
 *     that begin alike stand close together in the index
 */
public record NewEvent(
        UUID eventId,
        String stream,
        long streamSequence,
        String type,
        int revision,
        Instant effectiveAt,
        String payload,
        String metadata,
        @Nullable UUID once) {

    public static final long AT_END = -1;

    public NewEvent {
        if (once != null && streamSequence != AT_END) {
            throw new IllegalArgumentException("only an event that needs no decision can be left out");
        }
    }

    public NewEvent(
            UUID eventId,
            String stream,
            long streamSequence,
            String type,
            int revision,
            Instant effectiveAt,
            String payload,
            String metadata) {
        this(eventId, stream, streamSequence, type, revision, effectiveAt, payload, metadata, null);
    }
}
