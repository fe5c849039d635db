package org.commissionledger.period;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which months of an organisation were closed, and from which position on. Where an event is booked follows from the history before it alone:
 * whoever folds it, whenever, comes to the same.
 */
public final class Closings {

    public static final Closings NONE = new Closings(List.of());

    private final Map<Period, Long> positions = new HashMap<>();

    /** A month and the position of the event that closed it. */
    public record Closing(Period period, long position) {}

    public Closings(List<Closing> closings) {
        closings.forEach(closing -> positions.put(closing.period(), closing.position()));
    }

    /**
     * An event of a month that was closed before it is booked in the first month behind it that was open then, a microsecond behind its beginning:
     * what is asked as of that beginning is what there was at the end of the month before, and no late news of that month changes it. Months that are not over cannot be
     * closed, so there always is one.
     *
     * @param at when it happened
     * @param position where it stands
     */
    public Booking book(Instant at, long position) {
        if (positions.isEmpty()) {
            return new Booking(at, null);
        }
        Period happened = Period.of(at);
        Period open = happened;
        while (positions.getOrDefault(open, Long.MAX_VALUE) < position) {
            open = Period.of(open.end());
        }
        return open.equals(happened)
                ? new Booking(at, null)
                : new Booking(open.start().plus(1, ChronoUnit.MICROS), happened);
    }
}
