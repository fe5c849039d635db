package org.commissionledger.projection.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.commissionledger.eventstore.EventTail;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.commissionledger.eventstore.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * One of Axon's streaming processors with the projections that it takes along: an invoker with a dead-letter queue for each. Its
 * segments are shared by any number of nodes.
 */
final class ProjectionProcessor {

    private static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final String name;
    private final PooledStreamingEventProcessor processor;
    private final Transactions transactions;
    private final ProjectionProgress progress;
    private final WritersFirst courtesy;

    /** The threads that Axon's processors share. */
    record Threads(ScheduledExecutorService coordinators, ScheduledExecutorService workers) {}

    ProjectionProcessor(
            String name,
            List<DeadLetteringEventHandlerInvoker> invokers,
            EventTail source,
            Transactions transactions,
            SegmentTokens tokens,
            ProjectionProgress progress,
            WritersFirst courtesy,
            Threads threads,
            Projections.Settings settings) {
        this.name = name;
        this.courtesy = courtesy;
        this.transactions = transactions;
        this.progress = progress;
        SteadyFlow flow = new SteadyFlow(source, threads.coordinators(), settings.batchEvents(), courtesy);
        this.processor = PooledStreamingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(new Invokers(invokers, progress, flow, courtesy, source::head))
                .errorHandler(PropagatingErrorHandler.INSTANCE)
                .messageSource(flow)
                .tokenStore(tokens)
                .transactionManager(transactions)
                .coordinatorExecutor(threads.coordinators())
                .workerExecutor(threads.workers())
                .initialSegmentCount(settings.segments())
                .initialToken(StreamableMessageSource::createTailToken)
                .tokenClaimInterval(CLAIM_INTERVAL.toMillis())
                .batchSize(settings.batchEvents()) // messages: how many events they hold together is up to the flow
                .build();
        flow.watch(processor::processingStatus);
    }

    static DeadLetteringEventHandlerInvoker invoker(
            Projection projection, ParkedEvents parked, Transactions transactions) {
        return DeadLetteringEventHandlerInvoker.builder()
                .eventHandlers(new FoldHandler(projection, parked, transactions))
                .sequencingPolicy(SequentialPerAggregatePolicy.instance())
                .queue(parked)
                .enqueuePolicy(ProjectionProcessor::parkUnlessItPasses)
                .enableSequenceIdentifierCache()
                .transactionManager(transactions)
                .build();
    }

    /** What passes by itself is tried again with its batch; what does not is the event's fault, and only its stream waits. */
    private static EnqueueDecision<EventMessage<?>> parkUnlessItPasses(
            DeadLetter<? extends EventMessage<?>> letter, Throwable cause) {
        if (DatabaseFaults.isTransient(cause)) {
            throw new ProjectionFault("unknown", cause);
        }
        return Decisions.enqueue(cause);
    }

    /**
     * All projections of the processor, which share segments: an event is for the same segment in all of them. The newest event of the
     * store is taken by every segment, if only to move its token: whoever waits for a position need not know which segment it belongs
     * to, nor on which node that is worked on.
     */
    private static final class Invokers extends MultiEventHandlerInvoker {

        private static final String REACHED = "position reached";

        private final List<DeadLetteringEventHandlerInvoker> all;
        private final DeadLetteringEventHandlerInvoker first;
        private final ProjectionProgress progress;
        private final SteadyFlow flow;
        private final WritersFirst courtesy;
        private final LongSupplier newest;

        Invokers(
                List<DeadLetteringEventHandlerInvoker> all,
                ProjectionProgress progress,
                SteadyFlow flow,
                WritersFirst courtesy,
                LongSupplier newest) {
            super(List.copyOf(all));
            this.all = all;
            this.first = all.getFirst();
            this.flow = flow;
            this.courtesy = courtesy;
            this.newest = newest;
            this.progress = progress;
        }

        private static final class Reached {
            private @Nullable RecordedEvent last;
        }

        /** Each remembers which streams are parked, which others may change from now on. */
        @Override
        public void segmentReleased(Segment segment) {
            all.forEach(each -> each.segmentReleased(segment));
        }

        @Override
        public boolean canHandle(EventMessage<?> page, Segment segment) {
            List<LedgerEventMessage> events = SteadyFlow.events(page);
            return events.getLast().recorded().position() >= newest.getAsLong()
                    || events.stream().anyMatch(event -> first.canHandle(event, segment));
        }

        @Override
        public void handle(EventMessage<?> page, Segment segment) throws Exception {
            List<LedgerEventMessage> events = SteadyFlow.events(page);
            UnitOfWork<?> batch = CurrentUnitOfWork.get().root();
            Reached reached = batch.getOrComputeResource(REACHED, key -> {
                Reached fresh = new Reached();
                long start = System.nanoTime();
                batch.afterCommit(u -> advanced(segment, fresh));
                batch.onCleanup(u -> courtesy.worked(System.nanoTime() - start));
                flow.begun(segment.getSegmentId(), last(batch, page));
                return fresh;
            });
            reached.last = events.getLast().recorded();
            for (LedgerEventMessage event : events) {
                if (first.canHandle(event, segment)) {
                    for (DeadLetteringEventHandlerInvoker each : all) {
                        each.handle(event, segment);
                    }
                }
            }
        }

        private static long last(UnitOfWork<?> unitOfWork, EventMessage<?> first) {
            EventMessage<?> last = unitOfWork instanceof BatchingUnitOfWork<?> batch
                    ? (EventMessage<?>) batch.getMessages().getLast()
                    : first;
            return SteadyFlow.events(last).getLast().recorded().position();
        }

        private void advanced(Segment segment, Reached reached) {
            if (reached.last != null) {
                progress.advanced(segment.getSegmentId(), reached.last);
            }
        }
    }

    String name() {
        return name;
    }

    void start() {
        processor.start();
    }

    void shutDown() {
        processor.shutDown();
    }

    boolean isRunning() {
        return processor.isRunning();
    }

    /** Tells those who wait that the tables have changed by something other than the processor. */
    void wake() {
        progress.wake();
    }

    /** What keeps the processor from going on, if anything does. */
    @Nullable
    String error() {
        return processor.processingStatus().values().stream()
                .filter(EventTrackerStatus::isErrorState)
                .map(status -> describe(status.getError()))
                .findFirst()
                .orElse(processor.isError() ? "the processor stopped at an error" : null);
    }

    /** The kind of fault: its text may hold what somebody sent, and belongs into the log. */
    private static String describe(@Nullable Throwable fault) {
        Throwable root = fault;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        if (root == null) {
            return "unknown; see the log";
        }
        String state = root instanceof SQLException sql ? " with SQL state " + sql.getSQLState() : "";
        return root.getClass().getSimpleName() + state + "; see the log";
    }

    /** The position that every segment has reached; -1 before the processor was ever started. */
    long position() {
        return standing().position();
    }

    private record Standing(int segments, long position) {}

    private Standing standing() {
        return transactions
                .sql()
                .sql("select count(*), coalesce(min(position), -1) from ledger.processor_token where processor = ?")
                .param(name)
                .query((row, n) -> new Standing(row.getInt(1), row.getLong(2)))
                .single();
    }

    /**
     * Waits until {@code position} is in the tables. What this node's own segments have reached it knows without asking; of the others
     * the database tells.
     */
    boolean await(long position, Duration atMost) {
        if (progress.hasReached(position)) {
            return true;
        }
        Standing standing = standing();
        progress.segments(standing.segments());
        if (standing.position() >= position) {
            return true;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        try (WritersFirst.Wait ignored = courtesy.begin()) {
            while (!progress.hasReached(position)) {
                if (!progress.awaitReached(position, LOOK_AGAIN)) {
                    if (position() >= position) {
                        return true;
                    }
                    courtesy.waitsOn();
                }
                if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                    return false;
                }
            }
        }
        return true;
    }
}
