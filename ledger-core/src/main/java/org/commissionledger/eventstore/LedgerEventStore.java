package org.commissionledger.eventstore;

import java.util.List;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.jspecify.annotations.Nullable;

/** Axon's event store over the ledger's own engine; streaming readers get the {@link EventTail}. */
public final class LedgerEventStore extends AbstractEventStore {

    private final EventTail tail;

    private LedgerEventStore(Builder builder, EventTail tail) {
        super(builder);
        this.tail = tail;
    }

    public static LedgerEventStore over(LedgerStorageEngine engine, EventTail tail) {
        Builder builder = new Builder();
        builder.storageEngine(engine);
        return new LedgerEventStore(builder, tail);
    }

    @Override
    public void publish(List<? extends EventMessage<?>> events) {
        Submission submission = Submission.current();
        if (submission != null) {
            submission.publishing(events);
        }
        super.publish(events);
    }

    /** A unit of work of a thousand commands stages a thousand events: they are gone through only where one of them can match. */
    @Override
    protected Stream<? extends DomainEventMessage<?>> stagedDomainEventMessages(String aggregateIdentifier) {
        Submission submission = Submission.current();
        if (submission != null && !submission.hasPublished(aggregateIdentifier)) {
            return Stream.empty();
        }
        return super.stagedDomainEventMessages(aggregateIdentifier);
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return tail.openStream(token);
    }

    private static final class Builder extends AbstractEventStore.Builder {}
}
