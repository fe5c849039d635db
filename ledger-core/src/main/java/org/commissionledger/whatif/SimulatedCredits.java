package org.commissionledger.whatif;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.commissionledger.credit.BurnOrder;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.CreditReplay;
import org.commissionledger.eventstore.LedgerEvent;
import org.jspecify.annotations.Nullable;

/** Goes through the credit accounts of an organisation, one after another. What happened before the range is replayed, not counted. */
final class SimulatedCredits {

    private final Scenario scenario;
    private final BurnOrder burnOrder;
    private final Instant end;
    final Comparison<CreditSums> totals = new Comparison<>(CreditSums.NONE, CreditSums::minus);
    private @Nullable CreditEvent last;
    private @Nullable CreditReplay replay;

    /** As it was, when the range ends before the history does: what is stored counts what came in later as well. */
    private @Nullable CreditReplay standard;

    private long refusedBefore;

    /** @param end by when everything has run out that does */
    SimulatedCredits(Scenario scenario, BurnOrder burnOrder, Instant end) {
        this.scenario = scenario;
        this.burnOrder = burnOrder;
        this.end = scenario.to() != null && !scenario.to().isAfter(end) ? lastBefore(scenario.to()) : end;
    }

    /** Times have microseconds. */
    private static Instant lastBefore(Instant to) {
        return to.minus(1, ChronoUnit.MICROS);
    }

    void next(LedgerEvent event, Instant recordedAt) {
        if (event instanceof AccountOpened opened) {
            finish();
            replay = new CreditReplay(opened, recordedAt, burnOrder, end);
            standard = scenario.to() == null ? null : new CreditReplay(opened, recordedAt, BurnOrder.STANDARD, end);
            refusedBefore = 0;
            last = opened;
        } else if (replay != null && event instanceof CreditEvent move && !scenario.isBehind(move.at())) {
            List<CreditEvent> instead = replay.next(move, recordedAt);
            if (standard != null) {
                standard.next(move, recordedAt);
            }
            if (!scenario.covers(move.at())) {
                refusedBefore = replay.refused();
            }
            count(List.of(move), instead);
            last = move;
        }
    }

    private void count(List<CreditEvent> actual, List<CreditEvent> simulated) {
        if (last != null) {
            totals.add("", currency(last), sums -> sum(sums, actual), sums -> sum(sums, simulated));
        }
    }

    private CreditSums sum(CreditSums sums, List<CreditEvent> events) {
        CreditSums sum = sums;
        for (CreditEvent event : events) {
            sum = scenario.covers(event.at()) ? sum.plus(event) : sum;
        }
        return sum;
    }

    private static String currency(CreditEvent event) {
        return event.account().currency().getCurrencyCode();
    }

    /** Counts how the account that came last stands in the end. */
    void finish() {
        CreditReplay done = replay;
        CreditEvent newest = last;
        if (done == null || newest == null) {
            return;
        }
        count(List.of(), done.until(end));
        CreditFigures actual = actual(newest);
        totals.add(
                "",
                currency(newest),
                sums -> sums.closing(actual, 0),
                sums -> sums.closing(done.figures(), done.refused() - refusedBefore));
        replay = null;
        standard = null;
    }

    /** How it stood; when the range ends before the history does, what came in later is not in it. */
    private CreditFigures actual(CreditEvent newest) {
        CreditReplay asItWas = standard;
        if (asItWas == null) {
            return newest.figures();
        }
        asItWas.until(end);
        return asItWas.figures();
    }
}
