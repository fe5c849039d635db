package org.commissionledger.projection.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A series of intervals, each made up of buckets and of what no bucket covers; as columns for {@code unnest}, so that one statement reads
 * all of them.
 */
public final class Cut {

    /** A part of the interval with the number {@code interval}, counted from 0. */
    private record Part(int interval, String grain, Instant from, Instant to, Instant begin) {}

    private final List<Part> buckets = new ArrayList<>();
    private final List<Part> rest = new ArrayList<>();

    private Cut() {}

    /**
     * @param bounds the starts of the intervals in order, and the end of the last one
     * @param grains that there are figures in, the largest first
     */
    public static Cut of(List<Instant> bounds, List<Grain> grains) {
        Cut cut = new Cut();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            Instant begin = bounds.get(i);
            TimeCover cover = TimeCover.of(begin, bounds.get(i + 1), grains);
            int interval = i;
            cover.buckets()
                    .forEach(b -> cut.buckets.add(new Part(interval, b.grain().name(), b.from(), b.to(), begin)));
            cover.rest().forEach(s -> cut.rest.add(new Part(interval, "", s.from(), s.to(), begin)));
        }
        return cut;
    }

    public boolean isAllBuckets() {
        return rest.isEmpty();
    }

    /** For {@code unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[]) as p(i, grain, start, stop)}. */
    public List<Object> buckets() {
        return List.of(
                array(buckets, p -> p.interval()),
                array(buckets, Part::grain),
                array(buckets, Part::from),
                array(buckets, Part::to));
    }

    /**
     * The buckets without their intervals, those of one grain that follow each other taken together; for {@code unnest(?::text[],
     * ?::timestamptz[], ?::timestamptz[]) as p(grain, start, stop)}.
     */
    public List<Object> runs() {
        List<Part> runs = new ArrayList<>();
        for (Part part : buckets) {
            Part last = runs.isEmpty() ? null : runs.getLast();
            if (last != null && last.grain().equals(part.grain()) && last.to().equals(part.from())) {
                runs.removeLast();
                runs.add(new Part(last.interval(), last.grain(), last.from(), part.to(), last.begin()));
            } else {
                runs.add(part);
            }
        }
        return List.of(array(runs, Part::grain), array(runs, Part::from), array(runs, Part::to));
    }

    /**
     * For {@code unnest(?::int[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[]) as p(i, start, stop, begin)}; the last is where
     * the interval begins that the part is of.
     */
    public List<Object> rest() {
        return List.of(
                array(rest, p -> p.interval()),
                array(rest, Part::from),
                array(rest, Part::to),
                array(rest, Part::begin));
    }

    /** As PostgreSQL reads an array. */
    private static String array(List<Part> parts, Function<Part, Object> value) {
        return parts.stream().map(p -> value.apply(p).toString()).collect(Collectors.joining(",", "{", "}"));
    }
}
