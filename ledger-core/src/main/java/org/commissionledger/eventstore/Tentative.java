package org.commissionledger.eventstore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate in memory rests on that may not be durable yet. Who decides on it next, which takes the lock of its stream, need not
 * wait for that, only be written behind it.
 */
public final class Tentative {

    private final AtomicReference<@Nullable CompletableFuture<Append.Outcome>> newest = new AtomicReference<>();
    private volatile boolean undone;

    /** What will become of the newest decision on it; null when all of it is durable. */
    @Nullable
    CompletableFuture<Append.Outcome> newest() {
        return newest.get();
    }

    void decided(CompletableFuture<Append.Outcome> outcome) {
        newest.set(outcome);
    }

    /** Says that a decision on it is durable. */
    void settled(CompletableFuture<Append.Outcome> outcome) {
        newest.compareAndSet(outcome, null);
    }

    /** Says that a decision on it was not written: what is in memory is old news, or not what happened. */
    void undo() {
        undone = true;
    }

    /** Whether what is in memory must be forgotten. */
    public boolean isUndone() {
        return undone;
    }
}
