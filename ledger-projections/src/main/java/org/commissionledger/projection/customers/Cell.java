package org.commissionledger.projection.customers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.commissionledger.projection.time.Grain;
import org.jspecify.annotations.Nullable;

/**
 * What all customers of one set have in common: they did {@code what} within the bucket, in a category and an integration.
 *
 * @param category {@link #ANY} for whatever category, and for none
 * @param integration {@link #ANY} for whatever integration, and for none
 * @param what see {@link #did} and {@link #FIRST_SEEN}
 */
record Cell(String organisation, Grain grain, String category, String integration, Instant bucket, int what) {

    /** The buckets that there are sets for. */
    static final List<Grain> GRAINS = List.of(Grain.MONTH, Grain.DAY, Grain.HOUR);

    /** No identifier is written so. */
    static final String ANY = "*";

    /** The set of those who were never seen before. */
    static final int FIRST_SEEN = 20;

    /** The set of all who were there within an hour, whatever for: days of other timezones than UTC are made up of many hours. */
    static final int THERE = 21;

    /** Added to what was done for a customer, who was not there. */
    private static final int NOT_SEEN = 10;

    /** All that a customer was there for. */
    private static final List<Integer> SEEN =
            IntStream.rangeClosed(0, Stage.values().length).boxed().toList();

    /** The sets whose union is all who were there, in an hour, and in a longer time. */
    static List<Integer> there(Grain grain) {
        return grain == Grain.HOUR ? List.of(THERE) : SEEN;
    }

    /** All that shows a stage of the funnel. */
    static final List<Integer> IN_FUNNEL = IntStream.rangeClosed(1, Stage.values().length)
            .flatMap(stage -> IntStream.of(stage, did(stage, false)))
            .boxed()
            .toList();

    /** @param stage 0 for behaviour */
    static int did(int stage, boolean seen) {
        return seen ? stage : stage + NOT_SEEN;
    }

    /** 0 for behaviour. */
    static int stage(int what) {
        return what % NOT_SEEN;
    }

    /** Every cell that something falls into. */
    static List<Cell> all(
            String organisation, Instant at, @Nullable String category, @Nullable String integration, int what) {
        List<Cell> cells = new ArrayList<>();
        for (Grain grain : GRAINS) {
            Instant bucket = grain.floor(at);
            for (String c : category == null ? List.of(ANY) : List.of(ANY, category)) {
                for (String i : integration == null ? List.of(ANY) : List.of(ANY, integration)) {
                    cells.add(new Cell(organisation, grain, c, i, bucket, what));
                    if (grain == Grain.HOUR && SEEN.contains(what)) {
                        cells.add(new Cell(organisation, grain, c, i, bucket, THERE));
                    }
                }
            }
        }
        return cells;
    }

    static List<Cell> firstSeen(String organisation, Instant at) {
        return all(organisation, at, null, null, FIRST_SEEN);
    }
}
