package org.commissionledger.eventstore;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The store as a source of events for Axon's streaming processors. Readers near the head share one window of decoded events, so
 * that many projections cost one read; those far behind share {@link HistoryPages}.
 */
public final class EventTail implements StreamableMessageSource<TrackedEventMessage<?>>, AutoCloseable {

    private static final int PAGE = 1_000;
    private static final int WINDOW = 8_000;

    /** Events that are still to come for someone who is far behind. */
    private static final int FAR = 2 * HistoryPages.PAGE;

    /**
     * A reader that keeps up takes what has come in at most this often: a transaction for each handful of events would cost the
     * writers more than the readers gain. The first event after a pause is not held up.
     */
    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** Where as many come in one breath the next one is a deep one: there are the fewer transactions the more there is to do. */
    private static final int BUSY = 64;

    private static final long DEEP_BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SMALL_PAGE = PAGE / 2;

    private final EventReader reader;
    private final EventCodec codec;
    private final StoreWatcher watcher;
    private final HistoryPages history;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<List<LedgerEventMessage>> window = new ArrayDeque<>();
    private int windowSize;
    /** Once closed it rings no more, and says nothing to whoever still sets it. */
    private final ScheduledExecutorService alarm = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("ledger-tail").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

    public EventTail(EventReader reader, EventCodec codec, StoreWatcher watcher) {
        this.reader = reader;
        this.codec = codec;
        this.watcher = watcher;
        this.history = new HistoryPages(reader, codec);
    }

    /** The history for whoever makes something of all of it. */
    public HistoryPages history() {
        return history;
    }

    /** The newest position that this node has heard of. */
    public long head() {
        return watcher.head();
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new TailStream(token == null ? 0 : token.position().orElse(0));
    }

    @Override
    public TrackingToken createTailToken() {
        return PositionToken.START;
    }

    @Override
    public TrackingToken createHeadToken() {
        return new PositionToken(reader.head());
    }

    /** Nobody begins at a time: processors start at the beginning or at the head. */
    @Override
    public TrackingToken createTokenAt(Instant at) {
        throw new UnsupportedOperationException("processors start at the beginning or at the head");
    }

    /** What stands behind {@code position} near the head: at least one event when there is one, at most a page. */
    private List<LedgerEventMessage> after(long position) {
        lock.lock();
        try {
            List<LedgerEventMessage> shared = fromWindow(position);
            if (!shared.isEmpty()) {
                return shared;
            }
            boolean extendsWindow = window.isEmpty() || position == lastOf(window.getLast());
            List<LedgerEventMessage> page = decode(reader.after(position, PAGE));
            if (!page.isEmpty() && (extendsWindow || position > lastOf(window.getLast()))) {
                remember(page, extendsWindow);
            }
            return page;
        } finally {
            lock.unlock();
        }
    }

    private boolean isNewest(long position) {
        lock.lock();
        try {
            return window.isEmpty() || position >= lastOf(window.getLast());
        } finally {
            lock.unlock();
        }
    }

    private boolean isInWindow(long position) {
        lock.lock();
        try {
            return !fromWindow(position).isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private List<LedgerEventMessage> fromWindow(long position) {
        for (List<LedgerEventMessage> page : window) {
            if (position < firstOf(page) - 1) {
                return List.of();
            }
            if (position < lastOf(page)) {
                return page.subList((int) (position - firstOf(page) + 1), page.size());
            }
        }
        return List.of();
    }

    private void remember(List<LedgerEventMessage> page, boolean extendsWindow) {
        if (!extendsWindow) {
            window.clear();
            windowSize = 0;
        }
        window.addLast(page);
        windowSize += page.size();
        while (windowSize > WINDOW) {
            windowSize -= window.removeFirst().size();
        }
    }

    private static long firstOf(List<LedgerEventMessage> page) {
        return page.getFirst().recorded().position();
    }

    private static long lastOf(List<LedgerEventMessage> page) {
        return page.getLast().recorded().position();
    }

    private List<LedgerEventMessage> decode(List<RecordedEvent> events) {
        List<LedgerEventMessage> messages = new ArrayList<>(events.size());
        events.forEach(event -> messages.add(new LedgerEventMessage(event, codec)));
        return messages;
    }

    @Override
    public void close() {
        alarm.shutdownNow();
    }

    private final class TailStream implements BlockingStream<TrackedEventMessage<?>> {

        private final Deque<LedgerEventMessage> buffer = new ArrayDeque<>();
        private final ReentrantLock waiting = new ReentrantLock();
        private final Condition grown = waiting.newCondition();
        private final Runnable unsubscribe;
        private final AtomicBoolean alarmSet = new AtomicBoolean();
        private long position;
        private int sinceBreath;
        private volatile long notBefore = System.nanoTime();
        private volatile @Nullable Runnable callback;
        private HistoryPages.@Nullable Follower follower;

        TailStream(long position) {
            this.position = position;
            this.unsubscribe = watcher.subscribe(this::storeHasGrown);
        }

        private void storeHasGrown() {
            long wait = notBefore - System.nanoTime();
            if (wait <= 0) {
                wake();
            } else if (alarmSet.compareAndSet(false, true)) {
                alarm.schedule(
                        () -> {
                            alarmSet.set(false);
                            wake();
                        },
                        wait,
                        TimeUnit.NANOSECONDS);
            }
        }

        private void wake() {
            waiting.lock();
            try {
                grown.signalAll();
            } finally {
                waiting.unlock();
            }
            Runnable told = callback;
            if (told != null) {
                told.run();
            }
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return hasNextAvailable() ? Optional.of(buffer.getFirst()) : Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            if (!buffer.isEmpty() || fill()) {
                return true;
            }
            long left = unit.toNanos(timeout);
            waiting.lock();
            try {
                while (!isDue() && left > 0) {
                    left = grown.awaitNanos(left);
                }
            } finally {
                waiting.unlock();
            }
            return fill();
        }

        private boolean isDue() {
            return watcher.head() > position && System.nanoTime() - notBefore >= 0;
        }

        private boolean fill() {
            if (isDue()) {
                List<LedgerEventMessage> page = isFarBehind() ? fromHistory() : nearHead();
                buffer.addAll(page);
                if (!page.isEmpty()) {
                    position = page.getLast().recorded().position();
                }
                sinceBreath += page.size();
                if (page.isEmpty() || page.size() < SMALL_PAGE && isNewest(position)) {
                    notBefore = System.nanoTime() + (sinceBreath < BUSY ? BREATH_NANOS : DEEP_BREATH_NANOS);
                    sinceBreath = 0;
                }
            }
            if (watcher.head() > position && !isDue()) {
                storeHasGrown(); // what is there will be due in a moment
            }
            return !buffer.isEmpty();
        }

        private boolean isFarBehind() {
            return watcher.head() - position > FAR && !isInWindow(position);
        }

        /** Nothing while others are to come on first. */
        private List<LedgerEventMessage> fromHistory() {
            HistoryPages.Follower own = follower;
            if (own == null) {
                own = history.follow(position);
                follower = own;
            }
            return own.isAhead() ? List.of() : own.next(watcher.head());
        }

        private List<LedgerEventMessage> nearHead() {
            leaveHistory();
            return after(position);
        }

        private void leaveHistory() {
            if (follower != null) {
                follower.close();
                follower = null;
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!hasNextAvailable(1, TimeUnit.SECONDS)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return buffer.removeFirst();
        }

        @Override
        public boolean setOnAvailableCallback(Runnable onAvailable) {
            callback = onAvailable;
            return true;
        }

        @Override
        public void close() {
            unsubscribe.run();
            leaveHistory();
        }
    }
}
