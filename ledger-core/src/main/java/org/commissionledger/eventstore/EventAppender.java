package org.commissionledger.eventstore;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.commissionledger.eventstore.AppendBatch.Waiting;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one thread takes the requests that wait, writes them in one transaction, and answers each of them after
 * PostgreSQL's durable commit. The transaction holds an advisory lock, so that over all nodes positions are handed out in commit
 * order without holes.
 */
public final class EventAppender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventAppender.class);

    /** How long the thread waits for a request before it looks whether it is to end. */
    private static final Duration IDLE = Duration.ofMillis(50);

    private static final long PAUSE_NANOS = 30_000;
    private static final long LONGEST_PAUSE_NANOS = 500_000;
    private static final String UNIQUE_VIOLATION = "23505";

    /** Events in one transaction from which on a load is taken to be under way, and for how long after it. */
    private static final int LOAD_EVENTS = 500;

    private static final long LOAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** After a batch that the unique indexes refused, so many are looked up first: such requests seldom come alone. */
    private static final int CAREFUL_FOR = 64;

    private final DataSource dataSource;
    private final AppenderSettings settings;
    private final Clock clock;
    private final LongConsumer onAppended;
    private final HashChain hashes = new HashChain();
    private final StreamHeads heads = new StreamHeads();
    private final BlockingQueue<Waiting> queue;
    private final Thread thread;
    private final Timer latency;
    private final DistributionSummary batchSize;
    private final AtomicInteger deciding = new AtomicInteger();
    private volatile boolean open = true;
    private volatile long lastLarge = System.nanoTime() - LOAD_NANOS;
    private @Nullable Connection connection;
    private int careful;
    private int lastBatch;
    private long lastNanos;

    /**
     * @param dataSource unpooled: the appender keeps one session of its own, with settings of its own
     * @param onAppended told the last position of each batch that wrote events, after its commit
     */
    public EventAppender(
            DataSource dataSource,
            AppenderSettings settings,
            Clock clock,
            MeterRegistry meters,
            LongConsumer onAppended) {
        this.dataSource = dataSource;
        this.settings = settings;
        this.clock = clock;
        this.onAppended = onAppended;
        this.queue = new ArrayBlockingQueue<>(settings.queueRequests());
        this.latency = Timer.builder("ledger.append.latency")
                .description(
                        "From asking for an append to its durable commit, for the request of each transaction that waited longest")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        this.batchSize = DistributionSummary.builder("ledger.append.batch")
                .description("Requests in one transaction")
                .register(meters);
        Gauge.builder("ledger.append.queue", queue, BlockingQueue::size)
                .description("Requests that wait for the appender")
                .register(meters);
        this.thread = Thread.ofPlatform().name("ledger-appender").start(this::run);
    }

    /**
     * @return completes after the durable commit, or exceptionally with {@link StoreUnavailableException}
     * @throws StoreUnavailableException at once when the queue is full
     */
    public CompletableFuture<Append.Outcome> submit(Append append) {
        Waiting waiting = new Waiting(append);
        if (!open) {
            throw StoreUnavailableException.closed();
        }
        if (!queue.offer(waiting)) {
            throw StoreUnavailableException.queueFull();
        }
        if (!thread.isAlive() && queue.remove(waiting)) {
            throw StoreUnavailableException.closed();
        }
        return waiting.outcome;
    }

    /**
     * Submits and waits for the durable commit.
     *
     * @throws StoreUnavailableException when the store cannot take it
     */
    public Append.Outcome append(Append append) {
        try {
            return submit(append).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Somebody begins to decide and is about to submit: the next transaction waits a moment for them. To be closed when they have. */
    public Deciding deciding() {
        deciding.incrementAndGet();
        return deciding::decrementAndGet;
    }

    /** An end to deciding. */
    public interface Deciding extends AutoCloseable {
        @Override
        void close();
    }

    /** Whether events come in by the thousand just now, on this node. */
    public boolean isLoading() {
        return System.nanoTime() - lastLarge < LOAD_NANOS;
    }

    private void run() {
        while (open || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    attend(first);
                }
            } catch (InterruptedException e) {
                open = false;
            }
        }
        disconnect();
    }

    /** Whatever goes wrong, nobody is left without an answer, and whoever comes next is served. */
    private void attend(Waiting first) throws InterruptedException {
        List<Waiting> taken = new ArrayList<>();
        taken.add(first);
        try {
            gather(taken);
            long start = System.nanoTime();
            append(taken, true);
            lastBatch = taken.size();
            lastNanos = System.nanoTime() - start;
        } catch (Error e) {
            LOG.error("An append of {} requests broke down", taken.size(), e);
            heads.forget();
            disconnect();
            taken.forEach(waiting -> waiting.outcome.completeExceptionally(StoreUnavailableException.brokeDown(e)));
        }
    }

    /**
     * Takes what waits. Those that the batch before has just answered are about to ask again: where several were answered, they are
     * given a moment to come back, a small part of what a transaction takes, so that callers do not fall into two half batches that
     * take turns.
     */
    private void gather(List<Waiting> taken) throws InterruptedException {
        if (lastBatch > 1 && queue.size() + 1 < settings.batchEvents()) {
            long deadline = System.nanoTime() + Math.min(lastNanos / 5, LONGEST_PAUSE_NANOS);
            int before = -1;
            while ((queue.size() > before || deciding.get() > 0) && System.nanoTime() < deadline) {
                before = queue.size();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        int events = weight(taken.getFirst());
        while (events < settings.batchEvents()) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            taken.add(next);
            events += weight(next);
        }
    }

    private static int weight(Waiting waiting) {
        return Math.max(1, waiting.append.events().size());
    }

    /** @param again whether a connection that turns out to be dead may be replaced and the batch tried once more */
    private void append(List<Waiting> requests, boolean again) {
        batchSize.record(requests.size());
        AppendBatch batch = new AppendBatch(requests, careful > 0);
        careful = Math.max(0, careful - 1);
        boolean committing = false;
        try {
            Connection current = connected();
            batch.decide(AppendStatements.lockAndLook(current, batch, heads), clock);
            if (batch.writesNothing()) {
                AppendStatements.rollback(current);
            } else {
                committing = true;
                AppendStatements.writeAndCommit(current, batch, hashes);
            }
        } catch (SQLException | RuntimeException e) {
            failed(batch, e, committing, again);
            return;
        }
        succeeded(batch);
    }

    private void succeeded(AppendBatch batch) {
        heads.remember(batch.streams, batch.heads(), batch.lastPosition());
        batch.complete();
        latency.record(System.nanoTime() - batch.requests.getFirst().since, TimeUnit.NANOSECONDS);
        if (batch.events.size() >= LOAD_EVENTS) {
            lastLarge = System.nanoTime();
        }
        if (!batch.events.isEmpty()) {
            tell(batch.lastPosition());
        }
    }

    /** What is written is written, whatever those who are told make of it. */
    private void tell(long position) {
        try {
            onAppended.accept(position);
        } catch (RuntimeException e) {
            LOG.error("Something that wanted to hear of position {} failed", position, e);
        }
    }

    private void failed(AppendBatch batch, Exception cause, boolean committing, boolean again) {
        heads.forget();
        if (!batch.careful && isUniqueViolation(cause) && rollBack()) {
            careful = CAREFUL_FOR;
            append(batch.requests, again);
            return;
        }
        boolean lost = isConnectionLost(cause);
        if (lost) {
            LOG.warn("The appender's connection was lost: {}", cause.getMessage());
        } else {
            LOG.warn("An append of {} requests failed", batch.requests.size(), cause);
        }
        disconnect();
        if (committing && lost) {
            resolve(batch, cause);
        } else if (lost && again) {
            append(batch.requests, false);
        } else if (lost || batch.requests.size() == 1 || !mayBeOneRequests(cause)) {
            batch.fail(StoreUnavailableException.notWritten(cause));
        } else {
            // Something in one request displeases the database: alone, each fails or succeeds for itself.
            batch.requests.forEach(waiting -> append(List.of(waiting), false));
        }
    }

    /** The commit was sent and no answer came: look before telling anyone success or failure. */
    private void resolve(AppendBatch batch, Exception cause) {
        long deadline = System.nanoTime() + settings.resolveTimeout().toNanos();
        while (true) {
            try {
                if (AppendStatements.isCommitted(connected(), batch)) {
                    LOG.info("The batch up to position {} was committed after all", batch.lastPosition());
                    succeeded(batch);
                } else {
                    batch.fail(StoreUnavailableException.notWritten(cause));
                }
                return;
            } catch (SQLException e) {
                disconnect();
                if (System.nanoTime() > deadline) {
                    LOG.error(
                            "The outcome of a batch up to position {} could not be found out", batch.lastPosition(), e);
                    batch.fail(StoreUnavailableException.unknown(cause));
                    return;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isUniqueViolation(Exception cause) {
        return cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState());
    }

    /** SQL states 22 (data), 23 (constraints) and 54 (limits), or a fault of our own; a full disk or a lock are nobody's in particular. */
    private static boolean mayBeOneRequests(Exception cause) {
        String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null || state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    private boolean rollBack() {
        try {
            AppendStatements.rollback(connected());
            return true;
        } catch (SQLException e) {
            LOG.debug("Rolling back", e);
            return false;
        }
    }

    /** SQL states 08 (connection), 57P (server shutting down) and 25P03 (silent in a transaction for too long), or no SQL state at all. */
    private static boolean isConnectionLost(Exception cause) {
        if (!(cause instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.equals("25P03");
    }

    private Connection connected() throws SQLException {
        if (connection == null) {
            Connection fresh = dataSource.getConnection();
            try {
                AppendStatements.prepare(fresh);
            } catch (SQLException e) {
                fresh.close();
                throw e;
            }
            connection = fresh;
        }
        return connection;
    }

    private void disconnect() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try (broken) {
                AppendStatements.rollback(broken);
            } catch (SQLException e) {
                LOG.debug("Closing the appender's connection", e);
            }
        }
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Waiting left = queue.poll();
        while (left != null) {
            left.outcome.completeExceptionally(StoreUnavailableException.closed());
            left = queue.poll();
        }
    }
}
