package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Does the {@link Upkeep} of projections, piece by piece in a thread of its own. Of all nodes one at a time is at a projection's tables:
 * the others leave it alone, and come again.
 */
final class UpkeepRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UpkeepRounds.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final Transactions transactions;
    private final WritersFirst courtesy;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-upkeep-", 0).daemon().factory());
    private volatile boolean closed;

    UpkeepRounds(Transactions transactions, WritersFirst courtesy, Clock clock) {
        this.transactions = transactions;
        this.courtesy = courtesy;
        this.clock = clock;
    }

    void start(Projection projection, Upkeep upkeep, ProjectionProcessor processor) {
        AtomicLong last = new AtomicLong(clock.millis());
        thread.scheduleWithFixedDelay(
                () -> round(projection, upkeep, processor, last), PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param last when its last step was made, in milliseconds of 1970 */
    private void round(Projection projection, Upkeep upkeep, ProjectionProcessor processor, AtomicLong last) {
        try {
            boolean more = true;
            while (more && !closed && !courtesy.rests(Instant.ofEpochMilli(last.get()))) {
                long start = System.nanoTime();
                more = transactions.inTransaction(() -> step(projection, upkeep, processor));
                courtesy.worked(System.nanoTime() - start);
                last.set(clock.millis());
            }
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.warn("The upkeep of projection {} failed; it is tried again", projection.name(), e);
            }
        }
    }

    private boolean step(Projection projection, Upkeep upkeep, ProjectionProcessor processor) {
        if (!tryLock(transactions.sql(), projection)) {
            return false;
        }
        try {
            Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
            return upkeep.step(connection, projection.schema(), processor.position());
        } catch (SQLException e) {
            throw new ProjectionFault(projection.name(), e);
        }
    }

    private static boolean tryLock(JdbcClient sql, Projection projection) {
        return sql.sql("select pg_try_advisory_xact_lock(hashtextextended(?, 0))")
                .param(name(projection))
                .query(Boolean.class)
                .single();
    }

    /** Keeps the upkeep of a projection away until the end of the caller's transaction, and waits for a piece that is under way. */
    static void keepAway(JdbcClient sql, Projection projection) {
        sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))::text")
                .param(name(projection))
                .query(String.class)
                .list();
    }

    private static String name(Projection projection) {
        return "upkeep of " + projection.schema();
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
