package org.commissionledger.command;

import java.util.concurrent.Callable;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.LockAwareAggregate;
import org.commissionledger.eventstore.LedgerEventStore;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.eventstore.Submission;

/**
 * Axon's caching repository with two habits of the ledger: it notes what each decision was read from, and it creates an aggregate
 * that is presumed new without looking for its events, because the appender looks anyway.
 *
 * <p>A freshly created aggregate is not cached: most are not touched again soon, and read back they carry the times that the
 * ledger gave their events.
 */
final class LedgerRepository<T> extends CachingEventSourcingRepository<T> {

    private final AggregateCache cache;
    private final LockFactory locks;

    private LedgerRepository(EventSourcingRepository.Builder<T> builder, AggregateCache cache, LockFactory locks) {
        super(builder);
        this.cache = cache;
        this.locks = locks;
    }

    static <T> LedgerRepository<T> of(
            Class<T> type,
            StreamAggregateFactory<T> factory,
            LedgerEventStore store,
            AggregateCache cache,
            LockFactory locks,
            SnapshotTriggerDefinition snapshots) {
        EventSourcingRepository.Builder<T> builder = EventSourcingRepository.builder(type)
                .aggregateFactory(factory)
                .eventStore(store)
                .cache(cache)
                .lockFactory(locks)
                .snapshotTriggerDefinition(snapshots);
        return new LedgerRepository<>(builder, cache, locks);
    }

    @Override
    protected EventSourcedAggregate<T> doLoadWithLock(String aggregateIdentifier, Long expectedVersion) {
        EventSourcedAggregate<T> aggregate = super.doLoadWithLock(aggregateIdentifier, expectedVersion);
        Submission submission = Submission.current();
        if (submission != null && !submission.hasPublished(aggregateIdentifier)) {
            submission.read(StreamId.parse(aggregateIdentifier), aggregate.version());
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
        submission.read(StreamId.parse(aggregateIdentifier), -1);
    }

    private boolean isPresumedNew(Submission submission, String aggregateIdentifier) {
        return submission.presumesNew(StreamId.parse(aggregateIdentifier))
                && !submission.hasPublished(aggregateIdentifier)
                && !cache.containsKey(aggregateIdentifier);
    }

    @Override
    protected void doSaveWithLock(EventSourcedAggregate<T> aggregate) {
        Submission submission = Submission.current();
        if (submission == null || !submission.hasCreated(aggregate.identifierAsString())) {
            super.doSaveWithLock(aggregate);
            if (aggregate.getAggregateRoot() instanceof Weighty weighty) {
                cache.weigh(aggregate.identifierAsString(), 1 + weighty.weight());
            }
        }
    }
}
