package org.commissionledger.order;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commissionledger.payout.PayoutId;

/**
 * What was paid of a commission and taken back, until a payout has it. A movement is named by its place in the order's stream, is in minor
 * units, and negative when it was taken back. None of the maps is ever changed.
 *
 * @param open in no approved payout
 * @param frozen in one that is neither settled nor failed; settled ones are forgotten
 */
record Movements(Map<Long, Long> open, Map<PayoutId, Map<Long, Long>> frozen) {

    /** Shared by all orders that nothing was paid of. */
    static final Movements NONE = new Movements(Map.of(), Map.of());

    Movements moved(long place, long amount) {
        Map<Long, Long> more = new HashMap<>(open);
        more.put(place, amount);
        return new Movements(Map.copyOf(more), frozen);
    }

    /** Whether all of them are open, none twice, and add up to {@code amount}. */
    boolean areOpen(List<Long> places, long amount) {
        if (places.isEmpty()
                || !open.keySet().containsAll(places)
                || places.stream().distinct().count() < places.size()) {
            return false;
        }
        return places.stream().map(open::get).reduce(0L, Math::addExact) == amount;
    }

    Movements frozenBy(PayoutId payout, List<Long> places) {
        Map<Long, Long> left = new HashMap<>(open);
        Map<Long, Long> taken = new HashMap<>(open);
        taken.keySet().retainAll(places);
        left.keySet().removeAll(places);
        Map<PayoutId, Map<Long, Long>> more = new LinkedHashMap<>(frozen);
        more.put(payout, Map.copyOf(taken));
        return new Movements(Map.copyOf(left), Map.copyOf(more));
    }

    Movements thawed(PayoutId payout, boolean paidOut) {
        Map<PayoutId, Map<Long, Long>> fewer = new HashMap<>(frozen);
        Map<Long, Long> released = fewer.remove(payout);
        Map<Long, Long> back = new HashMap<>(open);
        if (!paidOut && released != null) {
            back.putAll(released);
        }
        return new Movements(Map.copyOf(back), Map.copyOf(fewer));
    }

    /** The payout that keeps what is paid from being taken back; of several, the first by name. */
    Optional<PayoutId> freezer() {
        return frozen.keySet().stream().min((a, b) -> a.value().compareTo(b.value()));
    }
}
