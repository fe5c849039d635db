package org.commissionledger.api.orders;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.commissionledger.api.orders.LiveChannel.Change;
import org.commissionledger.api.web.Json;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventReader.HistoryQuery;
import org.commissionledger.eventstore.EventTail;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.commissionledger.eventstore.PositionToken;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.organisation.OrganisationId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Follows the store and tells each organisation's listeners what becomes of its orders. One thread reads for all of them, each change
 * is put into words once, and nobody is waited for: how many listen is nothing to those who write. Where nobody listens nothing is read.
 */
@Component
class LiveFeed implements SmartLifecycle {

    /** More than that on one node are asked to come back later. */
    static final int MOST_LISTENERS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 500;

    private final EventTail tail;
    private final EventReader reader;
    private final EventCodec codec;
    private final Map<OrganisationId, LiveChannel> channels = new ConcurrentHashMap<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private final Lock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private volatile boolean running;

    /** Whether nobody listens and nothing is read; under the lock. */
    private boolean idle;

    /** Written by the reading thread, and under the lock while that is idle. */
    private volatile long position;

    LiveFeed(LedgerCore core, MeterRegistry meters) {
        this.tail = core.tail();
        this.reader = core.reader();
        this.codec = core.eventCodec();
        Gauge.builder("ledger.live.listeners", listeners, AtomicInteger::get)
                .description("Connections that hear of order and commission changes as they happen")
                .register(meters);
    }

    private record Told(String type, long ledgerSequence, Instant at, Instant recordedAt, ChangedOrder order) {}

    private static Change change(RecordedEvent recorded, OrderEvent event) {
        Told told = new Told(
                recorded.type(),
                recorded.ledgerSequence(),
                recorded.effectiveAt(),
                recorded.recordedAt(),
                ChangedOrder.of(event));
        String text = "id: " + recorded.ledgerSequence() + "\nevent: " + recorded.type() + "\ndata: " + Json.write(told)
                + "\n\n";
        return new Change(
                recorded.ledgerSequence(), event.order().providerId().value(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Someone who listens, until it is closed. */
    final class Listener implements AutoCloseable {

        private final OrganisationId organisation;
        private final LiveChannel channel;
        private long told;

        private Listener(OrganisationId organisation, LiveChannel channel, long told) {
            this.organisation = organisation;
            this.channel = channel;
            this.told = told;
        }

        boolean isOpen() {
            return channel.isOpen();
        }

        /** What has happened since the last time, in order; empty when nothing did. */
        List<Change> next() {
            List<Change> changes = channel.after(told);
            if (changes == null) {
                return fromHistory();
            }
            if (!changes.isEmpty()) {
                told = changes.getLast().sequence();
            }
            return changes;
        }

        /** Page by page, past whatever is not about orders. */
        private List<Change> fromHistory() {
            List<Change> changes = new ArrayList<>();
            List<RecordedEvent> page;
            do {
                page = reader.history(organisation, HistoryQuery.range(told, Long.MAX_VALUE), PAGE);
                for (RecordedEvent recorded : page) {
                    if (codec.decode(recorded) instanceof OrderEvent order) {
                        changes.add(change(recorded, order));
                    }
                    told = recorded.ledgerSequence();
                }
            } while (changes.isEmpty() && !page.isEmpty());
            return changes;
        }

        void await(Duration atMost) throws InterruptedException {
            channel.await(told, atMost);
        }

        @Override
        public void close() {
            listeners.decrementAndGet();
            channels.computeIfPresent(organisation, (key, own) -> own == channel && own.leave() ? null : own);
        }
    }

    /**
     * @param after the ledgerSequence that was heard last; nothing for whoever wants to hear from now on
     * @return nothing when too many listen already
     */
    Optional<Listener> listen(OrganisationId organisation, Optional<Long> after) {
        if (listeners.incrementAndGet() > MOST_LISTENERS || !running) {
            listeners.decrementAndGet();
            return Optional.empty();
        }
        LiveChannel channel = Objects.requireNonNull(channels.compute(organisation, (key, own) -> {
            LiveChannel joined = own == null ? new LiveChannel() : own;
            joined.join();
            return joined;
        }));
        try {
            feed();
            // Read after the channel is being fed: whatever comes behind this, it gets.
            long newest = reader.newest(organisation)
                    .map(RecordedEvent::ledgerSequence)
                    .orElse(0L);
            channel.isCompleteFrom(newest);
            return Optional.of(new Listener(organisation, channel, after.orElse(newest)));
        } catch (RuntimeException e) {
            new Listener(organisation, channel, 0).close();
            throw e;
        }
    }

    /** Reads again, from here on, where nobody listened before. The listener's channel is known already. */
    private void feed() {
        lock.lock();
        try {
            if (idle) {
                position = reader.head();
                idle = false;
                wanted.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitListeners() throws InterruptedException {
        lock.lock();
        try {
            idle = channels.isEmpty();
            while (idle && running) {
                wanted.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (running) {
            try {
                awaitListeners();
            } catch (InterruptedException e) {
                return;
            }
            try (BlockingStream<TrackedEventMessage<?>> events = tail.openStream(new PositionToken(position))) {
                while (running && !channels.isEmpty()) {
                    if (events.hasNextAvailable(1, TimeUnit.SECONDS)) {
                        tell((LedgerEventMessage) events.nextAvailable());
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("The live feed could not read on behind position {}; it tries again", position, e);
                pause();
            }
        }
    }

    private void tell(LedgerEventMessage message) {
        RecordedEvent recorded = message.recorded();
        LiveChannel channel = channels.get(recorded.organisation());
        if (channel != null) {
            LedgerEvent event = message.getPayload();
            if (event instanceof OrderEvent order) {
                channel.add(change(recorded, order));
            }
        }
        position = recorded.position();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        position = reader.head();
        running = true;
        Thread.ofPlatform().name("ledger-live").daemon().start(this::run);
    }

    /** Before the web server waits for its requests to end: these would not end by themselves. */
    @Override
    public void stop() {
        running = false;
        lock.lock();
        try {
            wanted.signal();
        } finally {
            lock.unlock();
        }
        channels.values().forEach(LiveChannel::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
