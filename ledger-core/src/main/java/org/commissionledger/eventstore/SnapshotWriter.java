package org.commissionledger.eventstore;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Stores snapshots beside the work, one transaction for what one append has made. Where they come too fast, some are left out. */
public final class SnapshotWriter implements AutoCloseable {

    private static final int MOST_WAITING = 1_000;

    private final SnapshotStore store;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("ledger-snapshots").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    public SnapshotWriter(SnapshotStore store) {
        this.store = store;
    }

    /** @param made of events that are durable */
    public void write(Collection<Snapshot> made) {
        if (!made.isEmpty()) {
            List<Snapshot> stored = List.copyOf(made);
            thread.execute(() -> store.store(stored));
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
