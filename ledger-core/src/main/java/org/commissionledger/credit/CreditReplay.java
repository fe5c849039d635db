package org.commissionledger.credit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.credit.CreditEvent.AccountChanged;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.CreditUsed;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.ReleaseReason;
import org.commissionledger.credit.CreditEvent.TopUpExpired;
import org.commissionledger.credit.CreditEvent.TopUpExpiryReduced;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.jspecify.annotations.Nullable;

/**
 * What would have become of one account if its top-ups had burned in another order. Everything that was asked for is asked for again, at
 * the same time and for the same amount; what it takes, what expires and what the overdraft takes is decided anew, by the same rules. What
 * the account would not have had the credit for is left out and counted.
 */
public final class CreditReplay {

    private final CreditState state;
    private final Instant end;
    private Instant passed;
    private long refused;

    public CreditReplay(AccountOpened opened, Instant recordedAt, BurnOrder order) {
        this(opened, recordedAt, order, Instant.MAX);
    }

    /** @param end what runs out later has not run out, also where the ledger knew of it when it learned of what happened before */
    public CreditReplay(AccountOpened opened, Instant recordedAt, BurnOrder order, Instant end) {
        state = new CreditState(opened, order);
        passed = recordedAt;
        this.end = end;
    }

    public CreditFigures figures() {
        return state.figures();
    }

    /** Usages and holds that the account would not have had the credit for. */
    public long refused() {
        return refused;
    }

    /** What would have happened in place of this event of the account: first what has run out by itself. */
    public List<CreditEvent> next(CreditEvent happened, Instant recordedAt) {
        List<CreditEvent> events = new ArrayList<>(until(booked(happened)));
        CreditEvent instead = instead(happened);
        if (instead != null) {
            events.addAll(state.reducedBy(instead));
            state.evolve(instead);
            events.add(instead);
        }
        passed = recordedAt;
        return events;
    }

    /** What runs out by that time, after all that happened. */
    public List<CreditEvent> until(Instant time) {
        List<CreditEvent> due = state.due(time.isAfter(end) ? end : time);
        due.forEach(state::evolve);
        return due;
    }

    /** By when everything is known to have been booked: when the event before was recorded, or what this one books ran out. */
    private Instant booked(CreditEvent happened) {
        return isBooking(happened) && happened.at().isAfter(passed) ? happened.at() : passed;
    }

    private static boolean isBooking(CreditEvent event) {
        return event instanceof TopUpExpired || event instanceof HoldReleased e && e.reason() == ReleaseReason.EXPIRED;
    }

    private @Nullable CreditEvent instead(CreditEvent happened) {
        CreditFigures figures = state.figures();
        return switch (happened) {
            case AccountOpened e -> throw new IllegalStateException("an account is opened once");
            case AccountChanged e ->
                new AccountChanged(
                        e.account(), e.name(), figures.limitedTo(e.figures().overdraftLimit()), e.at());
            case CreditToppedUp e -> toppedUp(e);
            case CreditUsed e -> used(e);
            case CreditHeld e -> held(e);
            case HoldCaptured e -> captured(e);
            case HoldReleased e -> released(e);
            case TopUpExpired e -> null;
            case TopUpExpiryReduced e -> null;
            case TopUpVoided e -> voided(e);
        };
    }

    private CreditEvent toppedUp(CreditToppedUp e) {
        TopUp topUp = e.topUp();
        long settled = Math.min(topUp.amount(), state.figures().overdrawn());
        CreditFigures after = state.figures().toppedUp(topUp.category(), topUp.amount(), settled);
        return new CreditToppedUp(e.account(), topUp, settled, after, e.at());
    }

    private @Nullable CreditEvent used(CreditUsed e) {
        Usage usage = usage(e.usage(), e.at(), 0);
        return usage == null
                ? null
                : new CreditUsed(e.account(), usage, state.figures().using(usage), e.at());
    }

    private @Nullable CreditEvent held(CreditHeld e) {
        CreditFigures before = state.figures();
        if (e.hold().amount() > before.available() + before.overdraftLimit()) {
            refused++;
            return null;
        }
        return new CreditHeld(e.account(), e.hold(), before.holding(e.hold().amount()), e.at());
    }

    private @Nullable CreditEvent captured(HoldCaptured e) {
        Hold hold = state.hold(e.hold().holdId());
        Usage usage = hold == null ? null : usage(e.usage(), e.at(), hold.amount());
        if (hold == null || usage == null) {
            refused += hold == null ? 1 : 0;
            return null;
        }
        CreditFigures after = state.figures().holding(-hold.amount()).using(usage);
        return new HoldCaptured(e.account(), hold, usage, after, e.at());
    }

    private @Nullable CreditEvent released(HoldReleased e) {
        Hold hold = state.hold(e.hold().holdId());
        return hold == null
                ? null
                : new HoldReleased(
                        e.account(), hold, e.reason(), state.figures().holding(-hold.amount()), e.at());
    }

    private @Nullable CreditEvent voided(TopUpVoided e) {
        Lot lot = state.lots().open(e.topUpId());
        if (lot == null) {
            return null;
        }
        CreditFigures after = state.figures().without(e.category(), lot.left());
        return new TopUpVoided(
                e.account(), e.topUpId(), e.category(), lot.left(), e.reasonCode(), e.note(), after, e.at());
    }

    /** The same usage as it would have been; null when the credit would not have sufficed. */
    private @Nullable Usage usage(Usage was, Instant at, long freed) {
        try {
            Spending spending = Spending.of(state, was.net(), at, freed);
            return new Usage(
                    was.usageId(),
                    was.productId(),
                    was.quantity(),
                    was.gross(),
                    was.discount(),
                    was.net(),
                    spending.consumed(),
                    spending.overdraft());
        } catch (InsufficientCredit e) {
            refused++;
            return null;
        }
    }
}
