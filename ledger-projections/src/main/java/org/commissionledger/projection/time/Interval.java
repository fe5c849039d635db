package org.commissionledger.projection.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** What a series is cut into, by the clocks of a timezone: days have 23, 24 or 25 hours, weeks begin on Monday. */
public enum Interval {
    HOUR,
    DAY,
    WEEK,
    MONTH;

    /**
     * The starts of all intervals that have a part in [from, to), in order: the first may be before {@code from}.
     *
     * @param most where to stop: one more than this are as good as any number more
     */
    public List<Instant> starts(Instant from, Instant to, ZoneId zone, int most) {
        List<Instant> starts = new ArrayList<>();
        if (!from.isBefore(to)) {
            return starts;
        }
        Instant start = floor(from.atZone(zone));
        while (start.isBefore(to) && starts.size() <= most) {
            starts.add(start);
            start = next(start.atZone(zone));
        }
        return starts;
    }

    private Instant floor(ZonedDateTime at) {
        return this == HOUR
                ? at.truncatedTo(ChronoUnit.HOURS).toInstant()
                : day(at.toLocalDate()).atStartOfDay(at.getZone()).toInstant();
    }

    private LocalDate day(LocalDate date) {
        return switch (this) {
            case HOUR, DAY -> date;
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1);
        };
    }

    private Instant next(ZonedDateTime start) {
        return switch (this) {
            case HOUR -> nextHour(start.toInstant(), start.getZone());
            case DAY ->
                start.toLocalDate().plusDays(1).atStartOfDay(start.getZone()).toInstant();
            case WEEK ->
                start.toLocalDate().plusWeeks(1).atStartOfDay(start.getZone()).toInstant();
            case MONTH ->
                start.toLocalDate().plusMonths(1).atStartOfDay(start.getZone()).toInstant();
        };
    }

    /** Where clocks change by half an hour, an hour of the clock is cut short or goes on. */
    private static Instant nextHour(Instant start, ZoneId zone) {
        Instant later = start.plus(Duration.ofHours(1));
        Instant floor = later.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
        return floor.isAfter(start) ? floor : later;
    }
}
