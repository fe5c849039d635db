package org.commissionledger.api.webhooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.commissionledger.projection.webhooks.DeliveriesUnavailableException;
import org.commissionledger.projection.webhooks.DeliverySettlements;
import org.commissionledger.projection.webhooks.Settlement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes down what attempts came to, as many as there are in one go. Those who wait to get theirs in hold their slots: nothing is sent faster
 * than it is written down, or leases would run out meanwhile.
 */
@Component
class Settling {

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private static final int AT_A_TIME = 500;
    private static final int ATTEMPTS = 3;

    private final BlockingQueue<Settlement> waiting = new ArrayBlockingQueue<>(AT_A_TIME);
    private final DeliverySettlements settlements;
    private final Disabling disabling;
    private final Thread thread =
            Thread.ofPlatform().name("ledger-webhook-log").daemon().unstarted(this::run);
    private volatile boolean running;

    Settling(DeliverySettlements settlements, Disabling disabling) {
        this.settlements = settlements;
        this.disabling = disabling;
    }

    void add(Settlement settlement) {
        try {
            waiting.put(settlement);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Settlement> batch = new ArrayList<>();
        while (running || !waiting.isEmpty()) {
            try {
                Settlement first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, AT_A_TIME - 1);
                    settle(batch);
                    batch.clear();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("{} attempts could not be written down; they will be made again", batch.size(), e);
                batch.clear();
            }
        }
    }

    private void settle(List<Settlement> batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                disabling.after(batch, settlements.settle(batch));
                return;
            } catch (DeliveriesUnavailableException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    void begin() {
        running = true;
        thread.start();
    }

    /** When all that was added is written. */
    void end() {
        running = false;
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
