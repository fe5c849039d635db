package org.commissionledger.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.commissionledger.eventstore.AppendBatch.Numbered;

/** Writes many events with one COPY, which costs the server about a quarter less than an insert; few are better inserted. */
final class EventCopy {

    private static final List<String> COLUMNS = List.of(
            "position",
            "organisation",
            "ledger_sequence",
            "event_id",
            "stream",
            "stream_sequence",
            "type",
            "revision",
            "effective_at",
            "recorded_at",
            "payload",
            "metadata",
            "hash",
            "once");

    private EventCopy() {}

    /** @param events sent as they come */
    static void write(Connection connection, Iterator<Numbered> events) throws SQLException {
        BinaryCopy.write(connection, "ledger.event", COLUMNS, events, EventCopy::row);
    }

    private static void row(Numbered numbered, BinaryCopy out) {
        RecordedEvent event = numbered.event();
        out.bigint(event.position());
        out.text(event.organisation().value());
        out.bigint(event.ledgerSequence());
        out.uuid(event.eventId());
        out.text(event.stream());
        out.bigint(event.streamSequence());
        out.text(event.type());
        out.integer(event.revision());
        out.time(event.effectiveAt());
        out.time(event.recordedAt());
        out.text(event.payload());
        out.text(event.metadata());
        out.bytes(event.hash());
        out.uuid(numbered.once());
    }
}
