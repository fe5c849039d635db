package org.commissionledger.credit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.commissionledger.credit.CreditSnapshot.Part;
import org.commissionledger.credit.Usage.Consumed;
import org.jspecify.annotations.Nullable;

/**
 * The top-ups of an account that anything can still be taken from. One that is used up or was voided is forgotten.
 *
 * <p>An expired one is kept for usage from before its expiry that comes in late. At most {@link #EXPIRED_KEPT} of these are kept; of
 * more, those that expired longest ago are forgotten, and a late usage that would need them finds too little credit.
 */
final class Lots {

    static final int EXPIRED_KEPT = 1_000;

    private static final Comparator<Lot> STANDARD = BurnOrder.STANDARD.comparator();

    private final Comparator<Lot> burnOrder;
    private final NavigableSet<Lot> open;
    private final NavigableSet<Lot> expiring = new TreeSet<>(Lot.BY_END);
    private final NavigableSet<Lot> expired = new TreeSet<>(Lot.BY_END);
    private final Map<TopUpId, Lot> byId = new HashMap<>();

    Lots() {
        this(STANDARD);
    }

    /** @param burnOrder in which they are taken from */
    Lots(Comparator<Lot> burnOrder) {
        this.burnOrder = burnOrder;
        this.open = new TreeSet<>(burnOrder);
    }

    static Lots of(Collection<Part> open, Collection<Part> expired) {
        Lots lots = new Lots();
        open.forEach(part -> lots.add(part.lot()));
        expired.forEach(part -> lots.keepExpired(part.lot()));
        return lots;
    }

    void add(Lot lot) {
        open.add(lot);
        if (lot.expires()) {
            expiring.add(lot);
        }
        byId.put(lot.topUp.topUpId(), lot);
    }

    private void keepExpired(Lot lot) {
        expired.add(lot);
        byId.put(lot.topUp.topUpId(), lot);
        if (expired.size() > EXPIRED_KEPT) {
            forget(expired.first());
        }
    }

    private void forget(Lot lot) {
        open.remove(lot);
        expiring.remove(lot);
        expired.remove(lot);
        byId.remove(lot.topUp.topUpId());
    }

    void take(Consumed consumed) {
        Lot lot = require(consumed.topUpId());
        if (lot.take(consumed.amount())) {
            forget(lot);
        }
    }

    void expire(TopUpId topUp) {
        Lot lot = require(topUp);
        forget(lot);
        keepExpired(lot);
    }

    void withdraw(TopUpId topUp) {
        forget(require(topUp));
    }

    Lot require(TopUpId topUp) {
        Lot lot = byId.get(topUp);
        if (lot == null) {
            throw new IllegalStateException("nothing is left of " + topUp);
        }
        return lot;
    }

    /** Null when it is used up, expired, voided, or never was. */
    @Nullable
    Lot open(TopUpId topUp) {
        Lot lot = byId.get(topUp);
        return lot != null && open.contains(lot) ? lot : null;
    }

    /** Whose time is over by {@code now} and not booked so, the one first that ended first. */
    List<Lot> due(Instant now) {
        List<Lot> due = new ArrayList<>();
        for (Lot lot : expiring) {
            if (lot.isUsableAt(now)) {
                break;
            }
            due.add(lot);
        }
        return due;
    }

    /** What is left in open ones that will have ended by that time. */
    long endedBy(Instant time) {
        long left = 0;
        for (Lot lot : due(time)) {
            left += lot.left();
        }
        return left;
    }

    boolean isOpen(Lot lot) {
        return !expired.contains(lot);
    }

    /** Whether a usage at that time may take from top-ups that have expired. */
    boolean hasExpiredSince(Instant time) {
        return !expired.isEmpty() && expired.last().isUsableAt(time);
    }

    /** What a usage at that time may take from, in the order in which it burns. */
    Iterator<Lot> usableAt(Instant time) {
        boolean all = expiring.isEmpty() || expiring.first().isUsableAt(time);
        if (all && !hasExpiredSince(time)) {
            return open.iterator();
        }
        NavigableSet<Lot> usable = new TreeSet<>(burnOrder);
        for (Lot lot : expired.descendingSet()) {
            if (!lot.isUsableAt(time)) {
                break;
            }
            usable.add(lot);
        }
        open.stream().filter(lot -> lot.isUsableAt(time)).forEach(usable::add);
        return usable.iterator();
    }

    int size() {
        return byId.size();
    }

    List<Part> openParts() {
        return open.stream().map(Part::of).toList();
    }

    List<Part> expiredParts() {
        return expired.stream().map(Part::of).toList();
    }
}
