package org.commissionledger.projection.past;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two times at once: what the ledger knew when its history ended at {@code position}, of what had happened by {@code effectiveAsOf}.
 *
 * @param effectiveAsOf itself included; null for whatever was known to happen, also later
 */
public record Moment(long position, @Nullable Instant effectiveAsOf) {

    /** Before the first event. */
    public static final Moment BEGINNING = new Moment(0, null);

    /** Before and after everything that can be: ranges without an end are ranges between these. */
    public static final Instant EARLIEST =
            LocalDate.of(-4000, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    public static final Instant LATEST =
            LocalDate.of(9999, 12, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    /** What happened before this had happened: the tables hold microseconds. */
    public Instant effectiveEnd() {
        return effectiveAsOf == null
                ? LATEST
                : effectiveAsOf.truncatedTo(ChronoUnit.MICROS).plus(1, ChronoUnit.MICROS);
    }
}
