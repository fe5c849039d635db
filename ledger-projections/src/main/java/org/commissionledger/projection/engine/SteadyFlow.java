package org.commissionledger.projection.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.commissionledger.eventstore.EventTail;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Hands a processor no more events than its segments have room for, and tells it as soon as one has room again. Axon lets a processor
 * whose segments are full sleep for 100 ms, which a batch does not take by far: it would stand still most of the time.
 *
 * <p>What is there at once goes as one message, with the last event's token: for each message Axon counts all that waits, which costs
 * as much as a fold makes of an event.
 */
final class SteadyFlow implements StreamableMessageSource<TrackedEventMessage<?>> {

    /** A segment that only skips the events of others does so without telling. */
    private static final long LOOK_AGAIN_MILLIS = 5;

    private final EventTail tail;
    private final ScheduledExecutorService timer;
    private final int room;
    private final WritersFirst courtesy;
    private final Map<Integer, Long> begun = new ConcurrentHashMap<>();
    private final AtomicBoolean lookingAgain = new AtomicBoolean();
    private volatile Supplier<Map<Integer, EventTrackerStatus>> segments = Map::of;
    private volatile Runnable onRoom = () -> {};

    /** @param room events that may wait for each segment */
    SteadyFlow(EventTail tail, ScheduledExecutorService timer, int room, WritersFirst courtesy) {
        this.tail = tail;
        this.timer = timer;
        this.room = room;
        this.courtesy = courtesy;
    }

    /** The events of a message that came from here. */
    @SuppressWarnings("unchecked")
    static List<LedgerEventMessage> events(EventMessage<?> page) {
        return (List<LedgerEventMessage>) page.getPayload();
    }

    /** Says where to learn what the segments of this node have done. */
    void watch(Supplier<Map<Integer, EventTrackerStatus>> status) {
        this.segments = status;
    }

    /** A segment has taken everything up to {@code position} into a batch: there is room for as much. */
    void begun(int segment, long position) {
        begun.merge(segment, position, Math::max);
        onRoom.run();
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        begun.clear();
        return new Stream(
                tail.openStream(token), token == null ? 0 : token.position().orElse(0));
    }

    @Override
    public TrackingToken createTailToken() {
        return tail.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return tail.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return tail.createTokenAt(at);
    }

    /** @param before while no segment of this node has told of itself */
    private long slowest(long before) {
        long slowest = Long.MAX_VALUE;
        for (Map.Entry<Integer, EventTrackerStatus> segment : segments.get().entrySet()) {
            long done = segment.getValue().getCurrentPosition().orElse(0);
            slowest = Math.min(slowest, Math.max(done, begun.getOrDefault(segment.getKey(), 0L)));
        }
        return slowest == Long.MAX_VALUE ? before : slowest;
    }

    private void lookAgain() {
        if (lookingAgain.compareAndSet(false, true)) {
            timer.schedule(
                    () -> {
                        lookingAgain.set(false);
                        onRoom.run();
                    },
                    LOOK_AGAIN_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private final class Stream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> events;
        private long handedOut;
        private long slowest;

        Stream(BlockingStream<TrackedEventMessage<?>> events, long position) {
            this.events = events;
            this.handedOut = position;
            this.slowest = position;
        }

        private boolean hasRoom() {
            if (handedOut - slowest < room) {
                return true;
            }
            slowest = slowest(slowest);
            if (handedOut - slowest < room) {
                return true;
            }
            lookAgain();
            return false;
        }

        /** Axon looks here for more with the token of the last one, and there is never any. */
        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return hasRoom() && events.hasNextAvailable(timeout, unit) && !rests();
        }

        private boolean rests() {
            boolean rests = events.peek()
                    .filter(next -> courtesy.rests(next.getTimestamp()))
                    .isPresent();
            if (rests) {
                lookAgain();
            }
            return rests;
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            List<LedgerEventMessage> page = new ArrayList<>();
            do {
                LedgerEventMessage next = (LedgerEventMessage) events.nextAvailable();
                page.add(next);
                handedOut = next.recorded().position();
            } while (handedOut - slowest < room && events.hasNextAvailable());
            return new GenericTrackedEventMessage<>(page.getLast().trackingToken(), new GenericEventMessage<>(page));
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            onRoom = callback;
            return events.setOnAvailableCallback(callback);
        }

        @Override
        public void close() {
            events.close();
        }
    }
}
