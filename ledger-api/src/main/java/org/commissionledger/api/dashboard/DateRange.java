package org.commissionledger.api.dashboard;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.commissionledger.projection.time.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The days that a reader wants to see, as the address of the page holds them: either the name of a {@link Preset}, or the first and the last day.
 *
 * @param preset null when the reader chose the days
 * @param first null for everything up to {@code last}
 * @param last the last day itself belongs to the range
 */
public record DateRange(@Nullable Preset preset, @Nullable LocalDate first, LocalDate last, ZoneId zone) {

    /** Ranges with a name. */
    public enum Preset {
        TODAY("today", "Today", today -> today),
        WEEK("7d", "7 days", today -> today.minusDays(6)),
        THIRTY("30d", "30 days", today -> today.minusDays(29)),
        MONTH("month", "This month", today -> today.withDayOfMonth(1)),
        LAST_MONTH("last-month", "Last month", today -> today.minusMonths(1).withDayOfMonth(1)),
        YEAR("year", "This year", today -> today.withDayOfYear(1)),
        ALL("all", "All", today -> null);

        private final String text;
        private final String title;
        private final Function<LocalDate, @Nullable LocalDate> first;

        Preset(String text, String title, Function<LocalDate, @Nullable LocalDate> first) {
            this.text = text;
            this.title = title;
            this.first = first;
        }

        public String text() {
            return text;
        }

        public String title() {
            return title;
        }

        private static Optional<Preset> named(@Nullable String text) {
            return Arrays.stream(values()).filter(p -> p.text.equals(text)).findFirst();
        }
    }

    /** For links to each. */
    public static List<Preset> presets() {
        return List.of(Preset.values());
    }

    /**
     * From the parameters of a page; what cannot be understood is as if it had not been given.
     *
     * @param otherwise when no range is given
     */
    public static DateRange read(
            @Nullable String preset,
            @Nullable String from,
            @Nullable String to,
            Preset otherwise,
            LocalDate today,
            ZoneId zone) {
        LocalDate first = day(from);
        LocalDate last = day(to);
        Optional<Preset> named = Preset.named(preset);
        if (named.isEmpty() && (first != null || last != null)) {
            LocalDate end = last == null ? today : last;
            return first != null && first.isAfter(end)
                    ? new DateRange(null, end, first, zone)
                    : new DateRange(null, first, end, zone);
        }
        return of(named.orElse(otherwise), today, zone);
    }

    static DateRange of(Preset preset, LocalDate today, ZoneId zone) {
        LocalDate last = preset == Preset.LAST_MONTH ? today.withDayOfMonth(1).minusDays(1) : today;
        return new DateRange(preset, preset.first.apply(today), last, zone);
    }

    /** A day of the years 1 to 9998, so that there is one before and one behind it; null when it is none. */
    static @Nullable LocalDate day(@Nullable String text) {
        try {
            LocalDate day = text == null || text.isBlank() ? null : LocalDate.parse(text);
            return day == null || day.getYear() < 1 || day.getYear() >= 9999 ? null : day;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The start of the first day; null for the beginning of time. */
    public @Nullable Instant from() {
        return first == null ? null : first.atStartOfDay(zone).toInstant();
    }

    /** The end of the last day, which does not belong to the range any more. */
    public Instant to() {
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** What a chart of the range is cut into, so that it has some dozens of points. */
    public Interval interval() {
        long days = first == null ? Long.MAX_VALUE : ChronoUnit.DAYS.between(first, last) + 1;
        if (days <= 2) {
            return Interval.HOUR;
        }
        if (days <= 93) {
            return Interval.DAY;
        }
        return days <= 750 ? Interval.WEEK : Interval.MONTH;
    }

    /** The same beginning on a day, for everything up to {@code last}. */
    public DateRange beginning(LocalDate earliest) {
        return new DateRange(preset, earliest.isAfter(last) ? last : earliest, last, zone);
    }

    /** The same, but never behind that day. */
    public DateRange until(LocalDate day) {
        return last.isAfter(day)
                ? new DateRange(preset, first != null && first.isAfter(day) ? day : first, day, zone)
                : this;
    }

    /** As parameters of another page: {@code preset=30d} or {@code from=…&to=…}. */
    public String query() {
        if (preset != null) {
            return "preset=" + preset.text();
        }
        return (first == null ? "" : "from=" + first + "&") + "to=" + last;
    }
}
