package org.commissionledger.api.dashboard;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.commissionledger.api.web.Query;
import org.jspecify.annotations.Nullable;

/**
 * The days that a page shows, by the reader's calendar.
 *
 * @param from the first day; null is the beginning
 * @param to the last day, which belongs to the range; null is open
 */
public record DayRange(@Nullable LocalDate from, @Nullable LocalDate to, ZoneId zone) {

    /** The parameter that names a range. */
    static final String PRESET = "preset";

    /** A range that readers ask for often. */
    public record Preset(
            String name, @Nullable LocalDate from, @Nullable LocalDate to) {}

    /** Days that cannot be read are open ends: the form shows what was understood. */
    public static DayRange read(Query query, Formats formats) {
        LocalDate from = DateRange.day(query.text("from"));
        LocalDate to = DateRange.day(query.text("to"));
        String preset = query.text(PRESET);
        if (preset != null && from == null && to == null) {
            return named(preset, formats.zone());
        }
        boolean turned = from != null && to != null && to.isBefore(from);
        return new DayRange(turned ? to : from, turned ? from : to, formats.zone());
    }

    /** A range by the name that the first page gives it. */
    private static DayRange named(String preset, ZoneId zone) {
        DateRange range = DateRange.read(preset, null, null, DateRange.Preset.ALL, LocalDate.now(zone), zone);
        return new DayRange(range.first(), lastOf(range), zone);
    }

    /** What has no beginning has no end here either: what is yet to come is listed too. */
    private static @Nullable LocalDate lastOf(DateRange range) {
        return range.first() == null ? null : range.last();
    }

    public @Nullable Instant start() {
        return from == null ? null : from.atStartOfDay(zone).toInstant();
    }

    /** The first moment behind the last day. */
    public @Nullable Instant end() {
        return to == null ? null : to.plusDays(1).atStartOfDay(zone).toInstant();
    }

    public boolean is(Preset preset) {
        return Objects.equals(from, preset.from()) && Objects.equals(to, preset.to());
    }

    /** @param today where the reader is */
    public List<Preset> presets(LocalDate today) {
        return DateRange.presets().stream()
                .map(preset -> {
                    DateRange range = DateRange.of(preset, today, zone);
                    return new Preset(preset.title(), range.first(), lastOf(range));
                })
                .toList();
    }
}
