package org.commissionledger.eventstore;

import java.time.Duration;

/**
 * @param batchEvents events in one transaction at the most, 1 to 10,000, but always at least one whole request
 * @param queueRequests requests that may wait, 1 to 1,000,000: more are refused with 503
 * @param resolveTimeout how long to look for the outcome of a lost commit before calling it unknown
 */
public record AppenderSettings(int batchEvents, int queueRequests, Duration resolveTimeout) {

    public static final AppenderSettings DEFAULT = new AppenderSettings(2_000, 10_000, Duration.ofSeconds(60));

    public AppenderSettings {
        if (batchEvents < 1 || batchEvents > 10_000 || queueRequests < 1 || queueRequests > 1_000_000) {
            throw new IllegalArgumentException(
                    "ledger.appender: batch 1 to 10,000 events, queue 1 to 1,000,000 requests");
        }
    }
}
