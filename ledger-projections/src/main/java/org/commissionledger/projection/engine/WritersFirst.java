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
    private static final int REST = 20;

    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Who waits on another node says so as often. */
    private static final long CALL_NANOS = Duration.ofMillis(500).toNanos();

    private final BooleanSupplier loading;
    private final Runnable call;
    private final Clock clock;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong rested = new AtomicLong(System.nanoTime());
    private final AtomicLong called = new AtomicLong(System.nanoTime() - CALL_NANOS);
    private volatile long heard = System.nanoTime() - 2 * CALL_NANOS;

    /**
     * @param loading whether a load comes in just now
     * @param call tells the other nodes that somebody waits here
     */
    WritersFirst(BooleanSupplier loading, Runnable call, Clock clock) {
        this.loading = loading;
        this.call = call;
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

    /** Somebody has waited for a while here, perhaps for what another node folds. */
    void waitsOn() {
        long last = called.get();
        if (System.nanoTime() - last >= CALL_NANOS && called.compareAndSet(last, System.nanoTime())) {
            call.run();
        }
    }

    /** Somebody waits on another node. */
    void heard() {
        heard = System.nanoTime();
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
                && System.nanoTime() - heard >= 2 * CALL_NANOS
                && oldest.isAfter(clock.instant().minus(PATIENCE));
    }
}
