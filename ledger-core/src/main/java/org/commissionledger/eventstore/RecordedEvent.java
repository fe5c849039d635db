package org.commissionledger.eventstore;

import java.time.Instant;
import java.util.UUID;
import org.commissionledger.organisation.OrganisationId;

/**
 * One row of the history, as stored. {@code payload} and {@code metadata} are the exact JSON texts that the hash covers.
 *
 * @param position place in the whole store: 1, 2, 3 … without gaps
 * @param ledgerSequence place in the organisation's history: 1, 2, 3 … without gaps
 * @param streamSequence place in the stream: 0, 1, 2 … without gaps
 * @param effectiveAt when it happened, in microseconds
 * @param recordedAt when the ledger learned of it; never goes back within an organisation
 * @param hash of the chain up to and with this event
 */
public record RecordedEvent(
        long position,
        OrganisationId organisation,
        long ledgerSequence,
        UUID eventId,
        String stream,
        long streamSequence,
        String type,
        int revision,
        Instant effectiveAt,
        Instant recordedAt,
        String payload,
        String metadata,
        byte[] hash) {

    RecordedEvent chained(byte[] with) {
        return new RecordedEvent(
                position,
                organisation,
                ledgerSequence,
                eventId,
                stream,
                streamSequence,
                type,
                revision,
                effectiveAt,
                recordedAt,
                payload,
                metadata,
                with);
    }

    public StreamId streamId() {
        return new StreamId(organisation, stream);
    }
}
