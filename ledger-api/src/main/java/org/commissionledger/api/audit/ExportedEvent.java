package org.commissionledger.api.audit;

import java.util.HexFormat;
import org.commissionledger.eventstore.HashChain;
import org.commissionledger.eventstore.RecordedEvent;

/** One event as it is exported: payload and metadata as the stored texts, so that anyone can work out its leaf. */
record ExportedEvent(
        long ledgerSequence,
        String eventId,
        String stream,
        long streamSequence,
        String type,
        int revision,
        String effectiveAt,
        String recordedAt,
        String payload,
        String metadata,
        String hash) {

    static ExportedEvent of(RecordedEvent e) {
        return new ExportedEvent(
                e.ledgerSequence(),
                e.eventId().toString(),
                e.stream(),
                e.streamSequence(),
                e.type(),
                e.revision(),
                HashChain.text(e.effectiveAt()),
                HashChain.text(e.recordedAt()),
                e.payload(),
                e.metadata(),
                HexFormat.of().formatHex(e.hash()));
    }
}
