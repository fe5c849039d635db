package org.commissionledger.projection.orders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A time range as the fewest buckets that make it up, with what no bucket covers at its two ends: months in the middle, days around
 * them, quarters of an hour around those, and at most a quarter of an hour at each end to be counted order by order.
 */
record TimeCover(List<Buckets> buckets, List<Span> rest) {

    /** All buckets of one grain that start in [from, to). */
    record Buckets(Grain grain, Instant from, Instant to) {}

    /** [from, to). */
    record Span(Instant from, Instant to) {}

    static TimeCover of(Instant from, Instant to) {
        TimeCover cover = new TimeCover(new ArrayList<>(), new ArrayList<>());
        cover.fill(from, to, 0);
        return cover;
    }

    private void fill(Instant from, Instant to, int grain) {
        if (!from.isBefore(to)) {
            return;
        }
        if (grain == Grain.values().length) {
            rest.add(new Span(from, to));
            return;
        }
        Grain current = Grain.values()[grain];
        Instant first = current.ceiling(from);
        Instant last = current.floor(to);
        if (!first.isBefore(last)) {
            fill(from, to, grain + 1);
            return;
        }
        fill(from, first, grain + 1);
        buckets.add(new Buckets(current, first, last));
        fill(last, to, grain + 1);
    }
}
