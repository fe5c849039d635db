package org.commissionledger.projection.time;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The time buckets that figures are kept in, in UTC, from the largest to the smallest. A quarter of an hour is the largest bucket that
 * the days of every timezone in use are made of.
 */
public enum Grain {
    MONTH,
    DAY,
    HOUR,
    QUARTER_HOUR;

    private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

    /** The start of the bucket that {@code at} is in. */
    public Instant floor(Instant at) {
        return switch (this) {
            case MONTH -> month(at).toInstant();
            case DAY -> at.truncatedTo(ChronoUnit.DAYS);
            case HOUR -> at.truncatedTo(ChronoUnit.HOURS);
            case QUARTER_HOUR -> Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), QUARTER) * QUARTER);
        };
    }

    /** The start of the first bucket that begins at {@code at} or later. */
    public Instant ceiling(Instant at) {
        Instant floor = floor(at);
        if (floor.equals(at)) {
            return at;
        }
        return switch (this) {
            case MONTH -> month(floor).plusMonths(1).toInstant();
            case DAY -> floor.plus(1, ChronoUnit.DAYS);
            case HOUR -> floor.plus(1, ChronoUnit.HOURS);
            case QUARTER_HOUR -> floor.plusSeconds(QUARTER);
        };
    }

    private static OffsetDateTime month(Instant at) {
        return at.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    }
}
