package org.commissionledger.projection.orders;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The time buckets that totals are kept in, in UTC. A quarter of an hour is the largest bucket that the days of every timezone in use
 * are made of.
 */
enum Grain {
    MONTH,
    DAY,
    QUARTER_HOUR;

    private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

    /** The start of the bucket that {@code at} is in. */
    Instant floor(Instant at) {
        return switch (this) {
            case MONTH -> month(at).toInstant();
            case DAY -> at.truncatedTo(ChronoUnit.DAYS);
            case QUARTER_HOUR -> Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), QUARTER) * QUARTER);
        };
    }

    /** The start of the first bucket that begins at {@code at} or later. */
    Instant ceiling(Instant at) {
        Instant floor = floor(at);
        if (floor.equals(at)) {
            return at;
        }
        return switch (this) {
            case MONTH -> month(floor).plusMonths(1).toInstant();
            case DAY -> floor.plus(1, ChronoUnit.DAYS);
            case QUARTER_HOUR -> floor.plusSeconds(QUARTER);
        };
    }

    private static OffsetDateTime month(Instant at) {
        return at.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    }
}
