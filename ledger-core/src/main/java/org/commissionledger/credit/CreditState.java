package org.commissionledger.credit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.Usage.Consumed;
import org.jspecify.annotations.Nullable;

/**
 * A credit account as decisions need it: its figures, what is left of its top-ups, its open holds. It changes in place, by events
 * alone: an account may have thousands of top-ups, and thousands of usages a second.
 */
final class CreditState {

    private static final Comparator<Hold> BY_END = Comparator.comparing(CreditState::end)
            .thenComparing(hold -> hold.holdId().value());

    private final AccountFacts account;
    private String name;
    private CreditFigures figures;
    private long topUps;
    private final Lots lots;
    private final Map<HoldId, Hold> holds = new HashMap<>();
    private final TreeSet<Hold> endingHolds = new TreeSet<>(BY_END);

    CreditState(AccountOpened opened) {
        this(opened, new Lots());
    }

    /** For a replay alone: {@link #after} and snapshots know the ledger's own order only. */
    CreditState(AccountOpened opened, BurnOrder order) {
        this(opened, new Lots(order.comparator()));
    }

    private CreditState(AccountOpened opened, Lots lots) {
        this.account = opened.account();
        this.name = opened.name();
        this.figures = opened.figures();
        this.lots = lots;
    }

    private CreditState(CreditSnapshot snapshot) {
        account = snapshot.account();
        name = snapshot.name();
        figures = snapshot.figures();
        topUps = snapshot.topUps();
        lots = Lots.of(snapshot.open(), snapshot.expired());
        snapshot.holds().forEach(this::add);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static CreditState of(CreditSnapshot snapshot) {
        return new CreditState(snapshot);
    }

    @JsonValue
    CreditSnapshot snapshot() {
        List<Hold> open = holds.values().stream().sorted(BY_END).toList();
        return new CreditSnapshot(account, name, figures, topUps, lots.openParts(), lots.expiredParts(), open);
    }

    /** This account when all that has run out by {@code now} is booked; itself where nothing has. */
    CreditState after(List<CreditEvent> due) {
        if (due.isEmpty()) {
            return this;
        }
        CreditState booked = of(snapshot());
        due.forEach(booked::evolve);
        return booked;
    }

    /** What has run out by {@code now}, in the order in which it did; holds before top-ups of the same moment. */
    List<CreditEvent> due(Instant now) {
        List<Due> due = new ArrayList<>();
        for (Hold hold : endingHolds) {
            if (end(hold).isAfter(now)) {
                break;
            }
            due.add(new Due(end(hold), hold, null));
        }
        for (Lot lot : lots.due(now)) {
            due.add(new Due(lot.end(), null, lot));
        }
        due.sort(Comparator.comparing(Due::at));
        List<CreditEvent> events = new ArrayList<>(due.size());
        CreditFigures after = figures;
        for (Due each : due) {
            CreditEvent event = each.event(account, after);
            events.add(event);
            after = event.figures();
        }
        return events;
    }

    /** Something that has run out: a hold or what is left of a top-up. */
    private record Due(
            Instant at, @Nullable Hold hold, @Nullable Lot lot) {

        CreditEvent event(AccountFacts account, CreditFigures before) {
            if (hold != null) {
                return new HoldReleased(account, hold, ReleaseReason.EXPIRED, before.holding(-hold.amount()), at);
            }
            if (lot == null) {
                throw new IllegalStateException("neither a hold nor a top-up");
            }
            TopUp topUp = lot.topUp;
            CreditFigures after = before.without(topUp.category(), lot.left());
            return new TopUpExpired(account, topUp.topUpId(), topUp.category(), lot.left(), after, at);
        }
    }

    /** By how much less has expired than was booked when this account is used so: each counts when that top-up expired. */
    List<CreditEvent> reducedBy(CreditEvent event) {
        if (!(event instanceof Used used)) {
            return List.of();
        }
        List<CreditEvent> reduced = new ArrayList<>();
        CreditFigures after = figures;
        for (Consumed consumed : used.usage().consumed()) {
            if (consumed.afterExpiry()) {
                after = after.without(consumed.category(), -consumed.amount());
                reduced.add(new TopUpExpiryReduced(
                        account,
                        consumed.topUpId(),
                        consumed.category(),
                        consumed.amount(),
                        after,
                        lots.require(consumed.topUpId()).end()));
            }
        }
        return reduced;
    }

    void evolve(CreditEvent event) {
        figures = event.figures();
        switch (event) {
            case AccountOpened e -> throw new IllegalStateException("the account was opened before");
            case AccountChanged e -> name = e.name();
            case CreditToppedUp e -> add(e);
            case CreditUsed e -> e.usage().consumed().forEach(lots::take);
            case CreditHeld e -> add(e.hold());
            case HoldCaptured e -> {
                remove(e.hold());
                e.usage().consumed().forEach(lots::take);
            }
            case HoldReleased e -> remove(e.hold());
            case TopUpExpired e -> lots.expire(e.topUpId());
            case TopUpExpiryReduced e -> {} // the usage takes it
            case TopUpVoided e -> lots.withdraw(e.topUpId());
        }
    }

    private void add(CreditToppedUp event) {
        Lot lot = new Lot(event.topUp(), event.at(), topUps++, event.left());
        if (event.left() > 0) {
            lots.add(lot);
        }
    }

    private void add(Hold hold) {
        holds.put(hold.holdId(), hold);
        if (hold.expiresAt() != null) {
            endingHolds.add(hold);
        }
    }

    private void remove(Hold hold) {
        holds.remove(hold.holdId());
        endingHolds.remove(hold);
    }

    private static Instant end(Hold hold) {
        return hold.expiresAt() == null ? Instant.MAX : hold.expiresAt();
    }

    /** Null when it was closed, or never placed. */
    @Nullable
    Hold hold(HoldId id) {
        return holds.get(id);
    }

    AccountFacts account() {
        return account;
    }

    String name() {
        return name;
    }

    CreditFigures figures() {
        return figures;
    }

    Lots lots() {
        return lots;
    }

    /** How many things it remembers. */
    int size() {
        return lots.size() + holds.size();
    }
}
