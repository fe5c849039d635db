package org.commissionledger.payout;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.payout.PayoutCommand.ApprovePayout;
import org.commissionledger.payout.PayoutCommand.CancelPayout;
import org.commissionledger.payout.PayoutCommand.DraftPayout;
import org.commissionledger.payout.PayoutCommand.FailPayout;
import org.commissionledger.payout.PayoutCommand.SettlePayout;
import org.commissionledger.payout.PayoutEvent.Failure;
import org.commissionledger.payout.PayoutEvent.LinesGathered;
import org.commissionledger.payout.PayoutEvent.PayoutApproved;
import org.commissionledger.payout.PayoutEvent.PayoutCancelled;
import org.commissionledger.payout.PayoutEvent.PayoutDrafted;
import org.commissionledger.payout.PayoutEvent.PayoutFailed;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.payout.PayoutEvent.PayoutSettled;
import org.jspecify.annotations.Nullable;

/** A payout. It remembers what it comes to, not its lines: those are read from its stream by whoever needs them. */
public final class Payout {

    /** Some 50 KB: an event that every reader of the history can hold. */
    static final int LINES_AN_EVENT = 500;

    @AggregateIdentifier
    private final String stream;

    private @Nullable PayoutState state;

    public Payout(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    PayoutState draft(DraftPayout c) {
        if (state != null) {
            throw new DuplicatePayout();
        }
        Gathered gathered = Gathered.of(c.lines());
        List<PayoutLine> lines = gathered.lines();
        PayoutFacts facts = new PayoutFacts(
                c.payoutId(),
                c.number(),
                c.providerId(),
                c.from(),
                c.to(),
                lines.size(),
                gathered.shares(),
                c.by(),
                c.at());
        apply(new PayoutDrafted(facts, c.at()));
        for (int first = 0; first < lines.size(); first += LINES_AN_EVENT) {
            List<PayoutLine> part = lines.subList(first, Math.min(first + LINES_AN_EVENT, lines.size()));
            apply(new LinesGathered(c.payoutId(), first, List.copyOf(part), c.at()));
        }
        return current();
    }

    /** By another than its maker, also when it is tried again. */
    @CommandHandler
    PayoutState approve(ApprovePayout c) {
        PayoutState now = movable(PayoutStatus.APPROVED);
        if (now.facts().createdBy().equals(c.by())) {
            throw new PayoutNeedsAnother();
        }
        apply(new PayoutApproved(now.facts(), c.by(), c.at()));
        return current();
    }

    @CommandHandler
    PayoutState settle(SettlePayout c) {
        PayoutState now = movable(PayoutStatus.SETTLED);
        apply(new PayoutSettled(now.facts(), approval(now), c.reference(), c.at()));
        return current();
    }

    @CommandHandler
    PayoutState fail(FailPayout c) {
        PayoutState now = movable(PayoutStatus.FAILED);
        apply(new PayoutFailed(now.facts(), approval(now), c.reason(), c.at()));
        return current();
    }

    @CommandHandler
    PayoutState cancel(CancelPayout c) {
        PayoutState now = movable(PayoutStatus.CANCELLED);
        Failure failure =
                now.failedAt() == null ? null : new Failure(approval(now), now.failureReason(), now.failedAt());
        apply(new PayoutCancelled(now.facts(), failure, c.at()));
        return current();
    }

    private PayoutState movable(PayoutStatus to) {
        PayoutState now = current();
        if (!now.status().next().contains(to)) {
            throw new IllegalPayoutTransition(now.status(), to);
        }
        return now;
    }

    private Approval approval(PayoutState of) {
        if (of.approval() == null) {
            throw new IllegalStateException(stream + " is " + of.status() + " without having been approved");
        }
        return of.approval();
    }

    private PayoutState current() {
        if (state == null) {
            throw new UnknownPayout();
        }
        return state;
    }

    @EventSourcingHandler
    void evolve(PayoutEvent event) {
        switch (event) {
            case PayoutMoved e -> state = e.state();
            case LinesGathered e -> {}
        }
    }
}
