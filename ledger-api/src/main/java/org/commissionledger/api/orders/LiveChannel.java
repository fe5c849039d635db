package org.commissionledger.api.orders;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes of one organisation's orders, kept once for all who listen. Whoever is further behind than what is kept reads the
 * history instead: a slow listener holds up nobody and misses nothing.
 */
final class LiveChannel {

    /** Changes that are kept, some hundred bytes each. */
    private static final int KEPT = 4_096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Deque<Change> changes = new ArrayDeque<>();

    /** Every change behind this ledgerSequence is kept or still to come. */
    private long completeFrom = Long.MAX_VALUE;

    private boolean open = true;
    private int listeners;

    /**
     * One change, ready to be sent.
     *
     * @param sequence its event's ledgerSequence
     * @param text the event as server-sent events have it, in UTF-8
     */
    record Change(long sequence, String providerId, byte[] text) {}

    /** Says from where on nothing is missing; known only after the channel has begun to be fed. */
    void isCompleteFrom(long sequence) {
        lock.lock();
        try {
            completeFrom = Math.min(completeFrom, sequence);
        } finally {
            lock.unlock();
        }
    }

    void add(Change change) {
        lock.lock();
        try {
            changes.addLast(change);
            if (changes.size() > KEPT) {
                completeFrom = changes.removeFirst().sequence();
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is behind {@code sequence}; null when some of that is not kept any more. */
    @Nullable
    List<Change> after(long sequence) {
        lock.lock();
        try {
            if (sequence < completeFrom) {
                return null;
            }
            List<Change> found = new ArrayList<>();
            for (Iterator<Change> newest = changes.descendingIterator(); newest.hasNext(); ) {
                Change change = newest.next();
                if (change.sequence() <= sequence) {
                    break;
                }
                found.add(change);
            }
            return found.reversed();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change behind {@code sequence}, or for a while. */
    void await(long sequence, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (open && left > 0 && (changes.isEmpty() || changes.getLast().sequence() <= sequence)) {
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Only while the feed holds its channels still. */
    void join() {
        listeners++;
    }

    /** Only while the feed holds its channels still. Whether nobody is left. */
    boolean leave() {
        listeners--;
        return listeners == 0;
    }

    boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            open = false;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
