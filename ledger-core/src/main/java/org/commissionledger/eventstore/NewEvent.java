package org.commissionledger.eventstore;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that wants to be appended.
 *
 * @param streamSequence the place in its stream that it was decided for, or {@link #AT_END} for a stream whose events need no
 *     decision: such an event goes behind whatever is there
 * @param once a key that no two events in the whole store have. With {@link #AT_END} an event whose key is there already is left
 *     out, and its request is told so ({@link Receipt#leftOut}); an event that was decided for its place cannot be left out without
 *     voiding what was decided after it, so its request is one that rests on old news and is decided again. Two keys that begin
 *     alike stand close together in the index
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

    /** Whether it may be left out when its key is there. */
    boolean needsNoDecision() {
        return streamSequence == AT_END;
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
