package org.commissionledger.command;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.LockAwareAggregate;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEventStore;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.eventstore.Submission;
import org.commissionledger.eventstore.Tentative;
import org.jspecify.annotations.Nullable;

/**
 * Axon's caching repository with a few habits of the ledger: it notes what each decision was read from, and it creates an aggregate
 * that is presumed new without looking for its events, because the appender looks anyway.
 *
 * <p>What a decision has changed in memory is what the next one is made on, though it may not be durable yet: see {@link Tentative}.
 *
 * <p>A freshly created aggregate is not cached: most are not touched again soon, and read back they carry the times that the
 * ledger gave their events.
 */
final class LedgerRepository<T> extends CachingEventSourcingRepository<T> {

    private final AggregateCache cache;
    private final LockFactory locks;
    private final @Nullable Snapshotting snapshotting;
    private final String managedKey = this + "_MANAGED";

    private LedgerRepository(
            EventSourcingRepository.Builder<T> builder,
            AggregateCache cache,
            LockFactory locks,
            @Nullable Snapshotting snapshotting) {
        super(builder);
        this.cache = cache;
        this.locks = locks;
        this.snapshotting = snapshotting;
    }

    /** How aggregates with long streams are stored besides. */
    record Snapshotting(EventType type, int every, EventCodec codec) {}

    static <T> LedgerRepository<T> of(
            Class<T> type,
            StreamAggregateFactory<T> factory,
            LedgerEventStore store,
            AggregateCache cache,
            LockFactory locks,
            @Nullable Snapshotting snapshotting) {
        EventSourcingRepository.Builder<T> builder = EventSourcingRepository.builder(type)
                .aggregateFactory(factory)
                .eventStore(store)
                .cache(cache)
                .lockFactory(locks);
        return new LedgerRepository<>(builder, cache, locks, snapshotting);
    }

    /** Axon asks of each aggregate that it saves whether it is managed, by looking through all of them: a unit of work may have a thousand. */
    @Override
    protected Map<String, LockAwareAggregate<T, EventSourcedAggregate<T>>> managedAggregates(UnitOfWork<?> unitOfWork) {
        return unitOfWork.root().getOrComputeResource(managedKey, key -> new Managed<>());
    }

    private static final class Managed<A extends Aggregate<?>> extends HashMap<String, A> {

        @Override
        public boolean containsValue(Object value) {
            return value instanceof Aggregate<?> aggregate && get(aggregate.identifierAsString()) == value;
        }
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String aggregateIdentifier, Long expectedVersion) {
        // Looked at first: what is undone or dropped from here on is still what the decision rests on.
        Tentative known = cache.tentative(aggregateIdentifier);
        Tentative remembered = known == null || known.isUndone() ? null : known;
        EventSourcedAggregate<T> aggregate = super.doLoadWithLock(aggregateIdentifier, expectedVersion);
        Submission submission = Submission.current();
        if (submission != null && !submission.hasPublished(aggregateIdentifier)) {
            submission.read(aggregateIdentifier, aggregate.version());
            if (remembered != null) {
                submission.restsOn(remembered);
            } else {
                submission.readFromStore(aggregateIdentifier);
            }
        }
        return aggregate;
    }

    @Override
    protected LockAwareAggregate<T, EventSourcedAggregate<T>> doLoadOrCreate(
            String aggregateIdentifier, Callable<T> factoryMethod) throws Exception {
        Submission submission = Submission.current();
        if (submission == null || !isPresumedNew(submission, aggregateIdentifier)) {
            LockAwareAggregate<T, EventSourcedAggregate<T>> aggregate =
                    super.doLoadOrCreate(aggregateIdentifier, factoryMethod);
            if (submission != null && aggregate.version() == null) {
                creating(submission, aggregateIdentifier);
            }
            return aggregate;
        }
        creating(submission, aggregateIdentifier);
        Lock lock = locks.obtainLock(aggregateIdentifier);
        CurrentUnitOfWork.get().onCleanup(u -> lock.release());
        return new LockAwareAggregate<>(doCreateNewForLock(factoryMethod), lock);
    }

    /** That there was nothing is what the decision was read from, a refusal as well. */
    private static void creating(Submission submission, String aggregateIdentifier) {
        submission.created(aggregateIdentifier);
        submission.read(aggregateIdentifier, -1);
    }

    private boolean isPresumedNew(Submission submission, String aggregateIdentifier) {
        return submission.presumesNew(StreamId.parse(aggregateIdentifier))
                && !submission.hasPublished(aggregateIdentifier)
                && !cache.containsKey(aggregateIdentifier);
    }

    @Override
    protected void doSaveWithLock(EventSourcedAggregate<T> aggregate) {
        Submission submission = Submission.current();
        String identifier = aggregate.identifierAsString();
        if (submission != null && (submission.hasCreated(identifier) || isAsItWasInMemory(submission, identifier))) {
            return;
        }
        super.doSaveWithLock(aggregate);
        if (aggregate.getAggregateRoot() instanceof Weighty weighty) {
            cache.weigh(identifier, 1 + weighty.weight());
        }
        if (submission != null && submission.hasPublished(identifier)) {
            Tentative tentative = cache.tentative(identifier);
            if (tentative != null) {
                submission.changed(tentative);
            }
            snapshot(submission, aggregate);
        }
    }

    /** If it has been dropped from memory since, it must not be put back: only there it was said what it rests on. */
    private static boolean isAsItWasInMemory(Submission submission, String identifier) {
        return !submission.hasPublished(identifier) && !submission.hasReadFromStore(identifier);
    }

    private void snapshot(Submission submission, EventSourcedAggregate<T> aggregate) {
        if (snapshotting != null) {
            submission.snapshot(
                    aggregate.identifierAsString(),
                    snapshotting.type(),
                    aggregate.version(),
                    snapshotting.every(),
                    () -> snapshotting.codec().encode(aggregate.getAggregateRoot()));
        }
    }
}
