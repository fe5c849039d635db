package org.commissionledger.eventstore;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The history for those who read it from far behind its head: in pages of events that are read and decoded once for all of them. That
 * costs more than most of what is made of an event, so whoever is a little ahead of others waits for them, as long as they come on.
 */
public final class HistoryPages {

    /** Page {@code n} holds the positions behind {@code n * PAGE}, up to and with {@code (n + 1) * PAGE}. */
    static final int PAGE = 1_000;

    /** Events that one may be ahead of the slowest. */
    private static final int LEAD = 8 * PAGE;

    /** Whoever is further behind than this goes alone: waiting for them would hold everybody up for long. */
    private static final int REACH = 2 * LEAD;

    /** As many as lie between the slowest and the fastest, and what they read ahead. */
    private static final int KEPT = 24;

    /** Whoever does not come on for as long is not waited for. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventReader reader;
    private final EventCodec codec;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition movedOn = lock.newCondition();
    private final Map<Long, CompletableFuture<List<LedgerEventMessage>>> pages = new LinkedHashMap<>(KEPT, 0.75f, true);
    private final Set<Follower> followers = new HashSet<>();

    HistoryPages(EventReader reader, EventCodec codec) {
        this.reader = reader;
        this.codec = codec;
    }

    /** Someone who reads on from {@code position}; to be closed at the end. */
    public Follower follow(long position) {
        lock.lock();
        try {
            Follower follower = new Follower(position);
            followers.add(follower);
            return follower;
        } finally {
            lock.unlock();
        }
    }

    /** One who reads on, page by page. */
    public final class Follower implements AutoCloseable {

        private volatile long position;
        private long movedAt = System.nanoTime();

        private Follower(long position) {
            this.position = position;
        }

        /** Everything up to and with it has been read. */
        public long position() {
            return position;
        }

        /** Whether others are so close behind that the next page had better wait for them. */
        public boolean isAhead() {
            lock.lock();
            try {
                long now = System.nanoTime();
                return followers.stream().anyMatch(other -> holdsUp(other, now));
            } finally {
                lock.unlock();
            }
        }

        private boolean holdsUp(Follower other, long now) {
            long lead = position - other.position;
            return lead >= LEAD && lead < REACH && now - other.movedAt < PATIENCE_NANOS;
        }

        /** Waits until it is no longer ahead. */
        public void awaitOthers() throws InterruptedException {
            lock.lock();
            try {
                while (isAhead()) {
                    movedOn.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
                }
            } finally {
                lock.unlock();
            }
        }

        /** What comes next, in order, to the end of its page or up to and with {@code through}; nothing when it has got there. */
        public List<LedgerEventMessage> next(long through) {
            if (position >= through) {
                return List.of();
            }
            long number = position / PAGE;
            List<LedgerEventMessage> found;
            if ((number + 1) * PAGE <= through) {
                found = page(number);
                found = found.subList((int) (position - number * PAGE), found.size());
            } else {
                found = read(position, (int) (through - position));
            }
            moveTo(found.isEmpty() ? position : found.getLast().recorded().position());
            return found;
        }

        private void moveTo(long reached) {
            lock.lock();
            try {
                position = reached;
                movedAt = System.nanoTime();
                movedOn.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                followers.remove(this);
                if (followers.isEmpty()) {
                    pages.clear();
                }
                movedOn.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private List<LedgerEventMessage> page(long number) {
        CompletableFuture<List<LedgerEventMessage>> own = new CompletableFuture<>();
        CompletableFuture<List<LedgerEventMessage>> shared = claim(number, own);
        if (shared == own) {
            load(number, own);
        }
        try {
            return shared.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** @return what whoever came first has put there */
    private CompletableFuture<List<LedgerEventMessage>> claim(
            long number, CompletableFuture<List<LedgerEventMessage>> own) {
        lock.lock();
        try {
            CompletableFuture<List<LedgerEventMessage>> there = pages.get(number);
            if (there != null) {
                return there;
            }
            pages.put(number, own);
            if (pages.size() > KEPT) {
                pages.remove(pages.keySet().iterator().next());
            }
            return own;
        } finally {
            lock.unlock();
        }
    }

    private void load(long number, CompletableFuture<List<LedgerEventMessage>> page) {
        try {
            page.complete(whole(number));
        } catch (RuntimeException | Error e) { // others wait for it, whatever became of it
            forget(number);
            page.completeExceptionally(e);
        }
    }

    /** Positions have no holes: a page that lacks something is a fault that nobody may read past. */
    private List<LedgerEventMessage> whole(long number) {
        List<LedgerEventMessage> events = read(number * PAGE, PAGE);
        if (events.size() < PAGE || events.getLast().recorded().position() != (number + 1) * PAGE) {
            throw new IllegalStateException("The history lacks events behind position " + number * PAGE + " and up to "
                    + (number + 1) * PAGE + "; restore them before anything is made of it.");
        }
        return events;
    }

    private void forget(long number) {
        lock.lock();
        try {
            pages.remove(number);
        } finally {
            lock.unlock();
        }
    }

    private List<LedgerEventMessage> read(long position, int limit) {
        return reader.after(position, limit).stream()
                .map(event -> new LedgerEventMessage(event, codec))
                .toList();
    }
}
