package org.commissionledger.projection.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.commissionledger.eventstore.RecordedEvent;

/** Tells those who wait for a projection that it has moved, and measures how far behind its events arrive. */
final class ProjectionProgress {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Clock clock;
    private final Timer lag;

    ProjectionProgress(String projection, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.lag = Timer.builder("ledger.projection.lag")
                .description("From the recording of an event to its rows being readable")
                .tag("projection", projection)
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    void advanced(RecordedEvent last) {
        lag.record(Duration.between(last.recordedAt(), clock.instant()));
        wake();
    }

    void wake() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for this node to move the projection, or for a while: another node may have moved it. */
    void awaitMove(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            if (!moved.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } finally {
            lock.unlock();
        }
    }
}
