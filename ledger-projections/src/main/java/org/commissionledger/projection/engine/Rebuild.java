package org.commissionledger.projection.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.HistoryPages;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.commissionledger.projection.engine.Projections.Rebuilding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a projection's tables anew in a schema beside the live one, page by page, then the indexes by which they are read, then takes the
 * tokens of its processor's segments, catches up to just what they have taken and renames the schemas, all in one transaction. A batch of the processor that is under way
 * at that moment finds its claim gone and rolls back; the other projections of the processor go on where they were. What was made is
 * noted with each page, so that a rebuild that was cut off goes on where it was.
 */
final class Rebuild {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

    /** How many pages are looked through at most for one that concerns the projection: then it is noted how far one has got. */
    private static final int PAGES_AT_ONCE = 10;

    private final Transactions transactions;
    private final SchemaCopy copies;
    private final RebuildNotes notes;
    private final EventReader reader;
    private final HistoryPages history;
    private final RebuildLocks locks;
    private final int page;

    /** The others of this node wait: more at a time would only hold sessions that somebody else needs. */
    private final Semaphore turns =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    /** @param page events that are folded at once: the more, the fewer statements, and the more memory */
    Rebuild(Transactions transactions, LedgerCore core, int page) {
        this.transactions = transactions;
        this.copies = new SchemaCopy(transactions);
        this.notes = new RebuildNotes(transactions);
        this.reader = core.reader();
        this.history = core.tail().history();
        this.locks = new RebuildLocks(transactions.dataSource());
        this.page = page;
    }

    @Nullable
    Rebuilding progress(Projection projection) {
        return notes.progress(projection);
    }

    /** One run of it. */
    private record Run(Projection projection, String next, ShadowFold fold, RefusedEvents refused) {}

    /** What concerns the projection in a stretch of the history that ends with {@code reached}. */
    private record Stretch(List<LedgerEventMessage> events, long reached) {}

    /**
     * Stops the processor for the switch, and starts it again.
     *
     * @param begun called when its progress can be read
     * @return the position that the new tables stand at: that of the processor, which goes on from there
     * @throws ProjectionBusyException when it is being made anew already, by whatever node
     */
    long run(Projection projection, ParkedEvents parked, ProjectionProcessor processor, Runnable begun) {
        String next = next(projection);
        try {
            if (!locks.take(next)) {
                throw new ProjectionBusyException(projection.name() + " is being made anew already");
            }
            try {
                return alone(projection, parked, processor, begun);
            } finally {
                locks.release(next);
            }
        } catch (SQLException e) {
            throw new ProjectionFault(projection.name(), e);
        }
    }

    private static String next(Projection projection) {
        return projection.schema() + "_next";
    }

    private long alone(Projection projection, ParkedEvents parked, ProjectionProcessor processor, Runnable begun) {
        String next = next(projection);
        Run run = new Run(projection, next, new ShadowFold(transactions, projection, next), new RefusedEvents());
        long from = begin(run);
        begun.run();
        long made = catchUp(run, from, processor);
        transactions.run(() -> copies.finish(projection.schema(), next));
        long position = catchUp(run, made, processor);
        long reached;
        processor.shutDown();
        try {
            reached = transactions.inTransaction(() ->
                    switchOver(run, position, parked, TakenSegments.claimed(transactions.sql(), processor.name())));
        } finally {
            processor.start();
            processor.wake();
        }
        transactions.run(() -> copies.drop(projection.schema() + "_old"));
        LOG.info("Projection {} was rebuilt up to position {}", projection.name(), reached);
        return reached;
    }

    /** @return the position up to which the tables are made already: 0, or where a rebuild was cut off */
    private long begin(Run run) {
        long[] position = new long[1];
        transactions.run(() -> {
            copies.drop(run.projection().schema() + "_old");
            position[0] = copies.isLike(run.projection().schema(), run.next()) ? notes.position(run.projection()) : 0;
            if (position[0] == 0) {
                copies.make(run.projection(), run.next());
                notes.begin(run.projection());
            } else {
                notes.refused(run.projection())
                        .forEach((at, cause) -> reader.at(List.of(at))
                                .forEach(event -> run.refused().add(event, cause.orElse(null))));
                LOG.info(
                        "The rebuild of {} goes on behind position {}",
                        run.projection().name(),
                        position[0]);
            }
        });
        return position[0];
    }

    /** Reads the next stretch while the one before is folded. */
    private long catchUp(Run run, long from, ProjectionProcessor processor) {
        try (HistoryPages.Follower follower = history.follow(from);
                ExecutorService reading = Executors.newSingleThreadExecutor()) {
            long position = from;
            long target = processor.position();
            Stretch stretch = next(run, follower, target);
            while (position < target) {
                Stretch found = stretch;
                long before = position;
                long known = Math.max(target, processor.position());
                CompletableFuture<Stretch> next =
                        CompletableFuture.supplyAsync(() -> next(run, follower, known), reading);
                turns.acquireUninterruptibly();
                try {
                    transactions.run(() -> write(run, before, found, known));
                } finally {
                    turns.release();
                }
                position = found.reached();
                target = known;
                stretch = next.join();
            }
            return position;
        }
    }

    private void write(Run run, long from, Stretch stretch, long target) {
        run.fold().fold(stretch.events(), run.refused());
        notes.reached(run.projection(), from, stretch.reached(), target, run.refused());
    }

    /** Behind what {@code follower} has read and up to {@code through}: a page, or less when little of a long stretch is of concern. */
    private Stretch next(Run run, HistoryPages.Follower follower, long through) {
        List<LedgerEventMessage> events = new ArrayList<>();
        long end = Math.min(through, follower.position() + (long) page * PAGES_AT_ONCE);
        while (follower.position() < end && events.size() < page) {
            awaitOthers(follower);
            for (LedgerEventMessage event : follower.next(Math.min(end, follower.position() + page))) {
                if (run.fold().concerns(event)) {
                    events.add(event);
                }
            }
        }
        return new Stretch(events, follower.position());
    }

    private static void awaitOthers(HistoryPages.Follower follower) {
        try {
            follower.awaitOthers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the rebuild was interrupted", e);
        }
    }

    private long switchOver(Run run, long from, ParkedEvents parked, TakenSegments live) {
        Projection projection = run.projection();
        notes.requireReached(projection, from);
        UpkeepRounds.keepAway(transactions.sql(), projection);
        long furthest = live.furthest();
        try (HistoryPages.Follower follower = history.follow(from)) {
            while (follower.position() < furthest) {
                List<LedgerEventMessage> taken = next(run, follower, furthest).events().stream()
                        .filter(e -> live.include(e.recorded()))
                        .toList();
                run.fold().fold(taken, run.refused());
            }
        }
        execute("alter schema " + projection.schema() + " rename to " + projection.schema() + "_old");
        execute("alter schema " + run.next() + " rename to " + projection.schema());
        parked.clear();
        run.refused().all().forEach(event -> parked.park(event, run.refused().causeOf(event)));
        notes.end(projection);
        transactions
                .sql()
                .sql("update ledger.processor_token set owner = null where processor = ?")
                .param(projection.processor())
                .update();
        return live.nearest();
    }

    private void execute(String statement) {
        transactions.sql().sql(statement).update();
    }
}
