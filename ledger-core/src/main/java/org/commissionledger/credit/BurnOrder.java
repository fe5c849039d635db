package org.commissionledger.credit;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

/**
 * In which order top-ups burn: by the first key, among equals by the second, and so on; what is equal in all burns in the order in which
 * it came in.
 */
public record BurnOrder(List<Key> keys) {

    /** As the ledger burns. */
    public static final BurnOrder STANDARD = new BurnOrder(List.of(Key.PRIORITY, Key.EXPIRY, Key.CATEGORY, Key.AGE));

    /** What top-ups are told apart by. */
    public enum Key {
        /** The lower first. */
        PRIORITY,
        /** What expires soonest first, what never does last. */
        EXPIRY,
        /** PROMOTIONAL before PAID. */
        CATEGORY,
        /** The oldest first. */
        AGE
    }

    /** @throws IllegalArgumentException when a key is missing or there twice */
    public BurnOrder {
        keys = List.copyOf(keys);
        if (keys.size() != Key.values().length || EnumSet.copyOf(keys).size() != keys.size()) {
            throw new IllegalArgumentException("each of the keys is needed once");
        }
    }

    Comparator<Lot> comparator() {
        Comparator<Lot> order = by(keys.getFirst());
        for (Key key : keys.subList(1, keys.size())) {
            order = order.thenComparing(by(key));
        }
        return order.thenComparingLong(lot -> lot.number);
    }

    private static Comparator<Lot> by(Key key) {
        return switch (key) {
            case PRIORITY -> Comparator.comparingInt(lot -> lot.topUp.priority());
            case EXPIRY -> Comparator.comparing(Lot::end);
            case CATEGORY -> Comparator.comparing(lot -> lot.topUp.category() == TopUpCategory.PAID);
            case AGE -> Comparator.comparing(lot -> lot.at);
        };
    }
}
