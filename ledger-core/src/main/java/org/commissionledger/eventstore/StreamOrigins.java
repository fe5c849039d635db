package org.commissionledger.eventstore;

import java.util.List;
import java.util.Optional;

/** Who began a stream: what nobody can change afterwards, so that a decision may rest on it without naming it as its basis. */
public final class StreamOrigins {

    private final EventReader reader;
    private final EventCodec codec;

    public StreamOrigins(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /** The actor of its first event; nothing for a stream without events. Looks first into what the unit of work has read ahead. */
    public Optional<String> actor(StreamId stream) {
        Submission submission = Submission.current();
        Prefetched prefetched = submission == null ? null : submission.prefetched(stream);
        List<RecordedEvent> events =
                prefetched == null || prefetched.snapshot() != null ? reader.stream(stream, 0, 1) : prefetched.events();
        return events.stream().findFirst().map(codec::actor);
    }
}
