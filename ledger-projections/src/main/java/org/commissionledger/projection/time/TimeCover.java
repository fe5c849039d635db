package org.commissionledger.projection.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A time range as the fewest buckets that make it up, with what no bucket covers at its two ends: the largest buckets in the middle,
 * smaller ones around them, and less than the smallest at each end, to be counted one by one.
 */
public record TimeCover(List<Buckets> buckets, List<Span> rest) {

    /** All buckets of one grain that start in [from, to). */
    public record Buckets(Grain grain, Instant from, Instant to) {}

    /** [from, to). */
    public record Span(Instant from, Instant to) {}

    /** @param grains that there are figures in, the largest first */
    public static TimeCover of(Instant from, Instant to, List<Grain> grains) {
        TimeCover cover = new TimeCover(new ArrayList<>(), new ArrayList<>());
        cover.fill(from, to, grains);
        return cover;
    }

    private void fill(Instant from, Instant to, List<Grain> grains) {
        if (!from.isBefore(to)) {
            return;
        }
        if (grains.isEmpty()) {
            rest.add(new Span(from, to));
            return;
        }
        Grain largest = grains.getFirst();
        List<Grain> smaller = grains.subList(1, grains.size());
        Instant first = largest.ceiling(from);
        Instant last = largest.floor(to);
        if (!first.isBefore(last)) {
            fill(from, to, smaller);
            return;
        }
        fill(from, first, smaller);
        buckets.add(new Buckets(largest, first, last));
        fill(last, to, smaller);
    }
}
