package org.commissionledger.projection.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the projections: their processors, what they could not take, their status, and their rebuild. */
public final class Projections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Projections.class);

    /** Batches that a rebuild or a comparison, which have the time, take at once. */
    private static final int PAGES = 5;

    /** Batches that are folded at a time. */
    private static final int FOLDS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 2, 8);

    /** A channel of PostgreSQL's: somebody waits until an event is in the tables. */
    private static final String AWAITED = "ledger_awaited";

    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, ProjectionProcessor> processors = new LinkedHashMap<>();
    private final Transactions transactions;
    private final EventReader reader;
    private final Rebuild rebuild;
    private final Rederivation rederivation;
    private final UpkeepRounds upkeep;
    private final TableDigests digests;
    private final ScheduledExecutorService coordinators;
    private final ScheduledExecutorService workers;

    private record Running(
            Projection projection,
            ProjectionProcessor processor,
            DeadLetteringEventHandlerInvoker invoker,
            ParkedEvents parked) {}

    /**
     * @param batchEvents events that one fold gathers, 1 to 10,000
     * @param segments parts of a processor that are worked on at the same time, and that nodes may share, 1 to 64; counts when the
     *     store is first started
     */
    public record Settings(int batchEvents, int segments) {
        /**
         * One part for each four processors of the machine: there are seven processors of projections, so that a small machine has enough
         * to do with one part of each, and every part more costs it transactions.
         */
        public static final Settings DEFAULT =
                new Settings(5_000, Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, 16));

        public Settings {
            if (batchEvents < 1 || batchEvents > 10_000 || segments < 1 || segments > 64) {
                throw new IllegalArgumentException("ledger.projections: batch 1 to 10,000 events, 1 to 64 segments");
            }
        }
    }

    /**
     * How a projection stands.
     *
     * @param state RUNNING, STARTING, REBUILDING or FAILING
     * @param position every event up to and with it is in the tables
     * @param lag events that are in the store and not yet in the tables
     * @param parked events of the organisation that it could not take, and those that wait behind them
     * @param rebuild nothing when it is not being made anew
     */
    public record Status(
            String name,
            String state,
            long position,
            long head,
            long lag,
            long parked,
            @Nullable String error,
            @Nullable Rebuilding rebuild) {}

    /**
     * A rebuild under way, on whatever node, or one that was cut off and goes on when it is asked for again.
     *
     * @param position up to which the new tables are made
     * @param target where it has to get to, as far as is known
     * @param running false when it was cut off
     */
    public record Rebuilding(long position, long target, Instant startedAt, boolean running) {}

    /**
     * One parked event.
     *
     * @param stream without the organisation
     * @param cause nothing for an event that only waits behind another
     */
    public record Parked(
            long position, String stream, @Nullable String cause, int attempts, Instant parkedAt) {}

    public Projections(
            List<Projection> projections,
            DataSource dataSource,
            LedgerCore core,
            Settings settings,
            Clock clock,
            MeterRegistry meters) {
        this.transactions = new Transactions(dataSource);
        this.reader = core.reader();
        this.rebuild = new Rebuild(transactions, core, PAGES * settings.batchEvents());
        this.digests = new TableDigests(transactions);
        this.rederivation = new Rederivation(transactions, core, PAGES * settings.batchEvents());
        WritersFirst courtesy = new WritersFirst(core.appender()::isLoading, this::tellThatSomebodyWaits, clock);
        core.watcher().on(AWAITED, told -> courtesy.heard(), () -> {});
        this.upkeep = new UpkeepRounds(transactions, courtesy, clock);
        this.coordinators = Executors.newScheduledThreadPool(
                1, Thread.ofPlatform().name("ledger-projections-", 0).daemon().factory());
        this.workers = Executors.newScheduledThreadPool(
                FOLDS, Thread.ofPlatform().name("ledger-folds-", 0).daemon().factory());
        SegmentTokens tokens = new SegmentTokens(transactions, UuidV7.next().toString());
        Map<String, List<Projection>> byProcessor = new LinkedHashMap<>();
        projections.forEach(p -> byProcessor
                .computeIfAbsent(p.processor(), k -> new ArrayList<>())
                .add(p));
        ProjectionProcessor.Threads threads = new ProjectionProcessor.Threads(coordinators, workers);
        byProcessor.forEach((name, together) -> {
            List<ParkedEvents> parked = together.stream()
                    .map(p -> new ParkedEvents(p, transactions, reader, core.eventCodec()))
                    .toList();
            List<DeadLetteringEventHandlerInvoker> invokers = new ArrayList<>();
            for (int i = 0; i < together.size(); i++) {
                invokers.add(ProjectionProcessor.invoker(together.get(i), parked.get(i), transactions));
            }
            ProjectionProgress progress = new ProjectionProgress(name, clock, meters);
            Settings own =
                    new Settings(settings.batchEvents(), together.getFirst().segments(settings.segments()));
            ProjectionProcessor processor = new ProjectionProcessor(
                    name, invokers, core.tail(), transactions, tokens, progress, courtesy, threads, own);
            processors.put(name, processor);
            for (int i = 0; i < together.size(); i++) {
                Projection projection = together.get(i);
                running.put(projection.name(), new Running(projection, processor, invokers.get(i), parked.get(i)));
            }
        });
        running.keySet().forEach(name -> measure(name, meters));
    }

    private void tellThatSomebodyWaits() {
        transactions
                .sql()
                .sql("select pg_notify('" + AWAITED + "', '')::text")
                .query(String.class)
                .list();
    }

    private void measure(String name, MeterRegistry meters) {
        Gauge.builder("ledger.projection.behind", this, p -> lag(p.reader.head(), p.position(name)))
                .description("Events that are in the store and not yet in the tables")
                .tag("projection", name)
                .register(meters);
        Gauge.builder(
                        "ledger.projection.parked",
                        this,
                        p -> p.require(name).parked().size())
                .description("Events that the projection could not take, and those that wait behind them")
                .tag("projection", name)
                .register(meters);
    }

    public Projections start() {
        processors.values().forEach(ProjectionProcessor::start);
        for (Running r : running.values()) {
            r.projection().upkeep().ifPresent(work -> upkeep.start(r.projection(), work, r.processor()));
        }
        return this;
    }

    public List<String> names() {
        return List.copyOf(running.keySet());
    }

    public boolean exists(String name) {
        return running.containsKey(name);
    }

    /** Whether every projection has been taken up by some node. */
    public boolean areRunning() {
        return running.values().stream()
                .noneMatch(r -> state(
                                rebuild.progress(r.projection()),
                                r.processor().position(),
                                r.processor().error())
                        .equals("STARTING"));
    }

    public List<Status> statuses(OrganisationId organisation) {
        return running.keySet().stream().map(name -> status(name, organisation)).toList();
    }

    public Status status(String name, OrganisationId organisation) {
        Running r = require(name);
        long head = reader.head();
        long position = r.processor().position();
        String error = r.processor().error();
        Rebuilding rebuilding = rebuild.progress(r.projection());
        return new Status(
                name,
                state(rebuilding, position, error),
                Math.max(0, position),
                head,
                lag(head, position),
                r.parked().size(organisation),
                error,
                rebuilding);
    }

    private static long lag(long head, long position) {
        return Math.max(0, head - position);
    }

    /** Every event up to and with it is in the tables; 0 before any was. */
    public long position(String name) {
        return Math.max(0, require(name).processor().position());
    }

    private static String state(@Nullable Rebuilding rebuilding, long position, @Nullable String error) {
        if (rebuilding != null && rebuilding.running()) {
            return "REBUILDING";
        }
        if (error != null) {
            return "FAILING";
        }
        return position < 0 ? "STARTING" : "RUNNING";
    }

    /** Waits until the projection has reached {@code position}; false when it did not within {@code atMost}. */
    public boolean await(String name, long position, Duration atMost) {
        return require(name).processor().await(position, atMost);
    }

    /**
     * Makes the projection anew from the history beside the live one, and switches to it in one transaction. One that was cut off goes on
     * where it was.
     *
     * @return the position up to which it was made
     * @throws ProjectionBusyException when it is being made anew already, by whatever node
     */
    public long rebuild(String name) {
        return rebuild(name, () -> {});
    }

    /** @param begun called when {@link Status#rebuild} tells of it */
    private long rebuild(String name, Runnable begun) {
        Running r = require(name);
        return rebuild.run(r.projection(), r.parked(), r.processor(), begun);
    }

    /**
     * Begins a rebuild, or goes on with one that was cut off, and does not wait for its end; from then on {@link Status#rebuild} tells how
     * far it is.
     *
     * @throws ProjectionBusyException when it is being made anew already
     */
    public void rebuildInBackground(String name) {
        Running r = require(name);
        Rebuilding rebuilding = rebuild.progress(r.projection());
        if (rebuilding != null && rebuilding.running()) {
            throw new ProjectionBusyException(name + " is being made anew already");
        }
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Thread.ofVirtual().name("rebuild-" + name).start(() -> {
            try {
                rebuild(name, () -> begun.complete(null));
            } catch (RuntimeException e) {
                if (!begun.completeExceptionally(e)) {
                    LOG.error("The rebuild of {} was cut off; asked for again, it goes on where it was", name, e);
                }
            } finally {
                begun.cancel(false); // an error that is no exception must not leave whoever asked waiting
            }
        });
        try {
            begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * The parked events of one organisation, in order, at most {@code limit}.
     *
     * @param after the position that the last one of the page before stands at
     */
    public List<Parked> parked(String name, OrganisationId organisation, long after, int limit) {
        return require(name).parked().of(organisation, after, limit);
    }

    /**
     * Tries the parked events of one organisation again, stream by stream.
     *
     * @return how many are still parked
     */
    public long retryParked(String name, OrganisationId organisation) {
        Running r = require(name);
        Set<StreamId> tried = new HashSet<>();
        int before;
        do {
            before = tried.size();
            r.invoker().process(letter -> isNext(letter, organisation, tried));
            r.processor().wake();
        } while (tried.size() > before);
        return r.parked().size(organisation);
    }

    /** Each stream is tried once a call, also when it fails. */
    private static boolean isNext(
            DeadLetter<? extends EventMessage<?>> letter, OrganisationId organisation, Set<StreamId> tried) {
        StreamId stream = ((LedgerEventMessage) letter.message()).recorded().streamId();
        return stream.organisation().equals(organisation) && tried.add(stream);
    }

    /** A digest over the projection's tables, the same for the same content however it came about. */
    public String digest(String name) {
        return digests.of(require(name).projection());
    }

    /**
     * Derives what projections say of an organisation again, and compares it with the tables as far as they have got. It takes a while and
     * stops nobody.
     *
     * @param most how many differences of a table are named
     * @return one for each name, in their order
     * @throws ProjectionBusyException when another comparison is in the way
     */
    public List<Comparison> compare(List<String> names, OrganisationId organisation, int most) {
        Map<Projection, ProjectionProcessor> compared = new LinkedHashMap<>();
        names.forEach(
                name -> compared.put(require(name).projection(), require(name).processor()));
        try {
            return rederivation.run(compared, organisation, most);
        } catch (SQLException e) {
            throw new ProjectionFault(String.join(", ", names), e);
        }
    }

    private Running require(String name) {
        Running r = running.get(name);
        if (r == null) {
            throw new IllegalArgumentException("there is no projection " + name);
        }
        return r;
    }

    @Override
    public void close() {
        upkeep.close();
        processors.values().forEach(ProjectionProcessor::shutDown);
        coordinators.shutdown();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(10, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
