package org.commissionledger.projection.customers;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Who of one category and integration was there in which quarter of an hour, counted from the start of a day: from them follows how many
 * customers there were in stretches of any length.
 */
final class Presences {

    /** Of whoever was not seen for the first time since. */
    static final int BEFORE = -1;

    private long[] all = new long[256];
    private int size;

    void add(int number, int quarter) {
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        all[size++] = (long) number << Integer.SIZE | quarter;
    }

    /**
     * A customer is in all stretches that begin less than their length before a presence, and counts once in each: what one presence
     * adds are the stretches that the one before did not reach.
     *
     * @param starts how many stretches there are: they begin at the quarters 0, 1, …
     * @param length of each, in quarters
     * @param first gives the quarter in which a customer was first seen, or {@link #BEFORE}
     */
    SpanCounts counts(int starts, int length, IntUnaryOperator first) {
        Arrays.sort(all, 0, size);
        int[] there = new int[starts + 1];
        int[] fresh = new int[starts + 1];
        int number = -1;
        int reached = -1;
        for (int i = 0; i < size; i++) {
            int quarter = (int) all[i];
            if (number != (int) (all[i] >>> Integer.SIZE)) {
                number = (int) (all[i] >>> Integer.SIZE);
                reached = -1;
                // Nobody was there before they were first seen, so this is their first presence since.
                add(fresh, quarter - length + 1, Math.min(first.applyAsInt(number), starts - 1));
            }
            int last = Math.min(quarter, starts - 1);
            add(there, Math.max(quarter - length, reached) + 1, last);
            reached = last;
        }
        return new SpanCounts(summedUp(there), summedUp(fresh));
    }

    /** One more in [from, last]; as what changes from each to the next. */
    private static void add(int[] changes, int from, int last) {
        int start = Math.max(from, 0);
        if (start <= last) {
            changes[start]++;
            changes[last + 1]--;
        }
    }

    private static int[] summedUp(int[] changes) {
        Arrays.parallelPrefix(changes, Integer::sum);
        return Arrays.copyOf(changes, changes.length - 1);
    }
}
