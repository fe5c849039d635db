package org.commissionledger.projection.customers;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All stretches of time of one length that begin on one day of UTC, at any of its quarters of an hour: whatever timezone an hour, a day,
 * a week or a month is of, it is one of them, unless clocks change within a day or a week.
 *
 * @param quarters their length, in quarters of an hour
 */
record Span(LocalDate firstDay, int quarters) {

    /** Quarters of an hour of a day. */
    static final int DAY = 96;

    private static final int HOUR = 4;
    private static final int WEEK = 7 * DAY;

    /** By how many quarters a month is longer when clocks change in it. Changes within days and weeks are counted from the sets. */
    private static final List<Integer> CLOCKS = List.of(0, -HOUR, -HOUR / 2, HOUR / 2, HOUR);

    /** The longest is a month, and reaches into the day behind it. */
    static final int MOST_DAYS = 32;

    private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

    /** One of a span's stretches, from its {@code quarter} on. */
    record Stretch(Span span, int quarter) {}

    /** Nothing for what neither begins nor ends with a quarter of an hour, or has a length that is not kept. */
    static Optional<Stretch> stretch(Instant from, Instant to) {
        long start = from.getEpochSecond();
        long length = to.getEpochSecond() - start;
        boolean whole = start % QUARTER == 0 && length % QUARTER == 0 && from.getNano() == 0 && to.getNano() == 0;
        long quarters = length / QUARTER;
        if (!whole || !isKept(quarters)) {
            return Optional.empty();
        }
        LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
        return Optional.of(
                new Stretch(new Span(day, (int) quarters), (int) (Math.floorMod(start, DAY * QUARTER) / QUARTER)));
    }

    private static boolean isKept(long quarters) {
        return quarters == HOUR || quarters == DAY || quarters == WEEK || isMonth(quarters);
    }

    private static boolean isMonth(long quarters) {
        long days = (quarters + HOUR) / DAY;
        return days >= 28 && days <= 31 && CLOCKS.contains((int) (quarters - days * DAY));
    }

    /** All that a day lies in. */
    static List<Span> with(LocalDate day) {
        return Stream.iterate(day.minusDays(MOST_DAYS), d -> !d.isAfter(day), d -> d.plusDays(1))
                .flatMap(d -> beginningOn(d).stream())
                .filter(span -> !span.lastDay().isBefore(day))
                .toList();
    }

    /**
     * Hours and days, and the weeks and months that begin on a day anywhere on earth: Mondays and firsts of the month begin in the east while it is still
     * the day before in UTC.
     */
    private static List<Span> beginningOn(LocalDate firstDay) {
        List<Span> spans = new ArrayList<>(List.of(new Span(firstDay, HOUR), new Span(firstDay, DAY)));
        LocalDate next = firstDay.plusDays(1);
        if (firstDay.getDayOfWeek() == DayOfWeek.MONDAY || next.getDayOfWeek() == DayOfWeek.MONDAY) {
            spans.add(new Span(firstDay, WEEK));
        }
        for (LocalDate first : List.of(firstDay, next)) {
            if (first.getDayOfMonth() == 1) {
                CLOCKS.forEach(more -> spans.add(new Span(firstDay, DAY * first.lengthOfMonth() + more)));
            }
        }
        return spans;
    }

    /** Whether its stretches reach no further than into the next day. */
    boolean isShort() {
        return quarters <= DAY;
    }

    /** The first day in which one of the stretches ends; it holds no more of that day than up to there. */
    LocalDate firstEnd() {
        return firstDay.plusDays(quarters / DAY);
    }

    /** The last day that one of the stretches reaches into. */
    LocalDate lastDay() {
        return firstDay.plusDays((DAY - 1 + quarters - 1) / DAY);
    }
}
