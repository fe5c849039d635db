package org.commissionledger.api.webhooks;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.projection.webhooks.Claim;
import org.commissionledger.projection.webhooks.DeliveryClaims;
import org.commissionledger.projection.webhooks.Endpoint;
import org.commissionledger.webhook.WebhookId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * This node's part in sending: claims what is due, a little for each endpoint in turn, and gives each claim a virtual thread. What it holds
 * in memory is what is under way, which {@link Slots} bound.
 */
@Component
class Dispatcher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration BUSY = Duration.ofMillis(25);
    private static final Duration IDLE = Duration.ofMillis(250);
    private static final Duration STILL_BUSY = Duration.ofSeconds(5);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
    private static final Duration TO_SETTLE = Duration.ofSeconds(2);
    private static final Duration TO_END = Duration.ofSeconds(5);
    private static final int ENDPOINTS = 2_000;

    private final DeliveryClaims claims;
    private final EventReader events;
    private final Delivering delivering;
    private final Settling settling;
    private final Slots slots;
    private final Duration lease;
    private final boolean wanted;
    private final Semaphore news = new Semaphore(0);
    private volatile boolean running;

    Dispatcher(
            DeliveryClaims claims,
            EventReader events,
            Delivering delivering,
            Settling settling,
            StoreWatcher watcher,
            LedgerSettings settings,
            MeterRegistry meters) {
        this.claims = claims;
        this.events = events;
        this.delivering = delivering;
        this.settling = settling;
        this.slots = new Slots(settings.webhooks().atOnce(), settings.webhooks().perEndpoint());
        this.lease = settings.webhooks().timeout().multipliedBy(3).dividedBy(2).plus(TO_SETTLE);
        this.wanted = settings.webhooks().run();
        watcher.on(DeliveryClaims.CHANNEL, message -> news.release(), news::release);
        Gauge.builder("ledger.webhooks.in.flight", slots, Slots::taken)
                .description("Calls of endpoints that are under way at this node")
                .register(meters);
    }

    private void run() {
        long foundAt = System.nanoTime();
        while (running) {
            try {
                if (dispatch()) {
                    foundAt = System.nanoTime();
                } else {
                    await(foundAt);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("What is due to endpoints could not be read; it is tried again", e);
                pause();
            }
        }
    }

    /** What is due again after a while nobody tells: where there was something a moment ago, there may soon be more. */
    private void await(long foundAt) throws InterruptedException {
        boolean busy = System.nanoTime() - foundAt < STILL_BUSY.toNanos();
        news.tryAcquire((busy ? BUSY : IDLE).toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
    }

    /** @return whether something was found, so that there may be more */
    private boolean dispatch() {
        if (slots.free() == 0) {
            return false;
        }
        List<Endpoint> due = claims.due(ENDPOINTS);
        Map<WebhookId, Integer> wishes = slots.share(due);
        DeliveryClaims.Claimed claimed = claims.claim(wishes, lease);
        if (!claimed.claims().isEmpty()) {
            start(due, claimed.claims());
        }
        return claimed.found() > 0;
    }

    private void start(List<Endpoint> due, List<Claim> claimed) {
        Map<WebhookId, Endpoint> endpoints =
                due.stream().collect(Collectors.toMap(Endpoint::webhookId, Function.identity()));
        Map<Long, RecordedEvent> told = new LinkedHashMap<>();
        events.at(claimed.stream().map(Claim::position).distinct().toList())
                .forEach(event -> told.put(event.position(), event));
        for (Claim claim : claimed) {
            Endpoint endpoint = endpoints.get(claim.webhookId());
            RecordedEvent event = told.get(claim.position());
            if (endpoint != null && event != null) {
                slots.take(endpoint);
                Thread.ofVirtual().name("ledger-webhook").start(() -> deliver(endpoint, claim, event));
            }
        }
    }

    private void deliver(Endpoint endpoint, Claim claim, RecordedEvent event) {
        try {
            settling.add(delivering.attempt(endpoint, claim, event));
        } catch (RuntimeException e) {
            LOG.error(
                    "Delivery {} to {} could not be tried; it will be again", claim.messageId(), claim.webhookId(), e);
        } finally {
            slots.giveBack(endpoint);
            news.release();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_A_FAULT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        running = true;
        settling.begin();
        if (wanted) {
            Thread.ofPlatform().name("ledger-webhooks").daemon().start(this::run);
        }
    }

    /** What is under way may end; what does not in time is sent again by whoever comes next. */
    @Override
    public void stop() {
        running = false;
        news.release();
        long deadline = System.nanoTime() + TO_END.toNanos();
        while (slots.taken() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        settling.end();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
