package org.commissionledger.eventstore;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's store behind Axon's engine interface. Events of a unit of work that carries a {@link Submission} are gathered there
 * and appended when it commits; events published outside of one are appended at once, in the name of the system.
 */
public final class LedgerStorageEngine implements EventStorageEngine {

    private static final int PAGE = 1_000;

    private final EventAppender appender;
    private final EventReader reader;
    private final EventCodec codec;
    private final SnapshotStore snapshots;

    public LedgerStorageEngine(EventAppender appender, EventReader reader, EventCodec codec, SnapshotStore snapshots) {
        this.appender = appender;
        this.reader = reader;
        this.codec = codec;
        this.snapshots = snapshots;
    }

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        Submission submission = Submission.current();
        if (submission != null) {
            submission.collect(events, codec);
            return;
        }
        StreamId first = StreamId.parse(((DomainEventMessage<?>) events.getFirst()).getAggregateIdentifier());
        Submission own = new Submission(first.organisation(), codec.encode(EventMetadata.system("ledger")), false);
        own.collect(events, codec);
        Append.Outcome outcome = appender.append(own.toAppend(null));
        if (outcome instanceof Append.Outcome.Conflicted conflict) {
            throw new ConcurrencyException("another writer was first on " + conflict.stream());
        }
    }

    @Override
    public void storeSnapshot(DomainEventMessage<?> snapshot) {
        snapshots.store(snapshot);
    }

    @Override
    public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
        StreamId stream = StreamId.parse(aggregateIdentifier);
        Submission submission = Submission.current();
        Prefetched prefetched = submission == null ? null : submission.prefetched(stream);
        if (prefetched == null) {
            return snapshots.read(stream);
        }
        Snapshot snapshot = prefetched.snapshot();
        return snapshot == null ? Optional.empty() : Optional.of(snapshot.message(codec));
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        StreamId stream = StreamId.parse(aggregateIdentifier);
        Submission submission = Submission.current();
        Prefetched prefetched = submission == null ? null : submission.prefetched(stream);
        Stream<RecordedEvent> events = prefetched == null
                ? StreamSupport.stream(
                        reader.stream(stream, firstSequenceNumber).spliterator(), false)
                : prefetched.events().stream().filter(e -> e.streamSequence() >= firstSequenceNumber);
        return DomainEventStream.of(events.map(event -> new LedgerEventMessage(event, codec)));
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        return readEvents(aggregateIdentifier, 0)
                .asStream()
                .map(e -> e.getSequenceNumber())
                .reduce((a, b) -> b);
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken token, boolean mayBlock) {
        long position = token == null ? 0 : token.position().orElse(0);
        return reader.after(position, PAGE).stream().map(event -> new LedgerEventMessage(event, codec));
    }
}
