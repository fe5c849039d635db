package org.commissionledger.credit;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What is left of one top-up. Of an expired one, what was left when it expired and no late usage has taken since. */
final class Lot {

    static final Comparator<Lot> BY_END = Comparator.comparing(Lot::end).thenComparingLong(lot -> lot.number);

    final TopUp topUp;
    final Instant at;

    /** How many top-ups the account had before it. */
    final long number;

    private long left;

    Lot(TopUp topUp, Instant at, long number, long left) {
        this.topUp = topUp;
        this.at = at;
        this.number = number;
        this.left = left;
    }

    long left() {
        return left;
    }

    /** @return whether it is used up */
    boolean take(long amount) {
        if (amount > left) {
            throw new IllegalStateException("more was taken from " + topUp.topUpId() + " than was left");
        }
        left -= amount;
        return left == 0;
    }

    boolean isUsableAt(Instant time) {
        return time.isBefore(end());
    }

    boolean expires() {
        return topUp.expiresAt() != null;
    }

    /** Later than any time for one that never expires. */
    Instant end() {
        @Nullable Instant end = topUp.expiresAt();
        return end == null ? Instant.MAX : end;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Lot lot
                && number == lot.number
                && left == lot.left
                && topUp.equals(lot.topUp)
                && at.equals(lot.at);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
