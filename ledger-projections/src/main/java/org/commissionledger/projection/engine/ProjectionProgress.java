package org.commissionledger.projection.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.commissionledger.eventstore.RecordedEvent;

/**
 * How far this node has brought each segment of a processor: tells those who wait for a position, and measures how far behind events
 * arrive. A position once reached stays reached, whoever works on the segment later.
 */
final class ProjectionProgress {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<Integer, Long> reached = new HashMap<>();
    private final Clock clock;
    private final Timer lag;
    private int segments = Integer.MAX_VALUE;

    ProjectionProgress(String processor, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.lag = Timer.builder("ledger.projection.lag")
                .description("From the recording of an event to its rows being readable")
                .tag("processor", processor)
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    /** Says how many segments there are: until then none is known to be the last one missing. */
    void segments(int count) {
        lock.lock();
        try {
            segments = count == 0 ? Integer.MAX_VALUE : count;
        } finally {
            lock.unlock();
        }
    }

    void advanced(int segment, RecordedEvent last) {
        lag.record(Duration.between(last.recordedAt(), clock.instant()));
        lock.lock();
        try {
            reached.merge(segment, last.position(), Math::max);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this node itself has brought every segment to {@code position}. */
    boolean hasReached(long position) {
        lock.lock();
        try {
            return reached.size() >= segments && reached.values().stream().allMatch(at -> at >= position);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a while; whether the position was reached within it. */
    boolean awaitReached(long position, Duration atMost) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!hasReached(position) && left > 0) {
                left = moved.awaitNanos(left);
            }
            return hasReached(position);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
