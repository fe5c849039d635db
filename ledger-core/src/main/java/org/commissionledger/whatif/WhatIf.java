package org.commissionledger.whatif;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamScan;
import org.commissionledger.organisation.OrganisationId;

/**
 * Replays an organisation's history under other rules, stream by stream: at any time there is one order or one account in memory. It has
 * nothing to write with.
 */
public final class WhatIf {

    private final StreamScan streams;
    private final EventReader reader;

    public WhatIf(StreamScan streams, EventReader reader) {
        this.streams = streams;
        this.reader = reader;
    }

    /**
     * @param through the position up to which the history is replayed
     * @throws StreamScan.TooLong when it takes longer than {@code atMost}
     */
    public Outcome run(OrganisationId organisation, Scenario scenario, long through, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        SimulatedCommissions commissions = new SimulatedCommissions(scenario);
        if (!scenario.plans().isEmpty()) {
            streams.each(organisation, "order", through, atMost, (stream, event, at) -> commissions.next(event));
            commissions.finish();
        }
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        return new Outcome(
                commissions.totals.lines(),
                commissions.byProvider.lines(),
                commissions.byProduct.lines(),
                commissions.otherCurrency(),
                credits(organisation, scenario, through, left));
    }

    private List<Outcome.Line<CreditSums>> credits(
            OrganisationId organisation, Scenario scenario, long through, Duration atMost) {
        if (scenario.burnOrder() == null) {
            return List.of();
        }
        Instant end = reader.newestUpTo(organisation, through)
                .map(RecordedEvent::recordedAt)
                .orElse(Instant.EPOCH);
        SimulatedCredits credits = new SimulatedCredits(scenario, scenario.burnOrder(), end);
        streams.each(organisation, "account", through, atMost, (stream, event, at) -> credits.next(event, at));
        credits.finish();
        return credits.totals.lines();
    }
}
