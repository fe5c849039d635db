package org.commissionledger.projection.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * While a load comes in by the thousand, the folds and the upkeep of this node rest between batches, so that whoever sends it is
 * answered sooner and what has gathered is folded in fewer batches, which costs less. They do not rest while somebody waits for what is
 * to be folded, nor when the oldest of it is half a minute old.
 */
final class WritersFirst {

    /** They rest so many times as long as they worked, all together. */
    private static final int REST = 4;

    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final BooleanSupplier loading;
    private final Clock clock;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong rested = new AtomicLong(System.nanoTime());

    /** @param loading whether a load comes in just now */
    WritersFirst(BooleanSupplier loading, Clock clock) {
        this.loading = loading;
        this.clock = clock;
    }

    /** Somebody waits until an event is in the tables; to be closed when they do no longer. */
    Wait begin() {
        waiting.incrementAndGet();
        return waiting::decrementAndGet;
    }

    /** An end to waiting. */
    interface Wait extends AutoCloseable {
        @Override
        void close();
    }

    /** A batch took so long. */
    void worked(long nanos) {
        long now = System.nanoTime();
        rested.updateAndGet(until -> Math.min(now + LONGEST_NANOS, Math.max(until, now) + nanos * REST));
    }

    /** @param oldest since when the work waits: when the event was recorded that is to be folded next */
    boolean rests(Instant oldest) {
        return loading.getAsBoolean()
                && rested.get() - System.nanoTime() > 0
                && waiting.get() == 0
                && oldest.isAfter(clock.instant().minus(PATIENCE));
    }
}
