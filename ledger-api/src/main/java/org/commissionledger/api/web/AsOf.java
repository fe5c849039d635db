package org.commissionledger.api.web;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which moment a reader asks for. What is null was not asked for.
 *
 * @param asOf as the ledger knew it then
 * @param effectiveAsOf of what had happened by then
 * @param position as the ledger knew it at this position, in place of {@code asOf}
 * @param positionName the parameter that it was given as
 */
public record AsOf(
        @Nullable Instant asOf,
        @Nullable Instant effectiveAsOf,
        @Nullable Long position,
        String positionName) {

    private static final long NONE = -1;
    private static final String POSITION = "position";

    public AsOf(@Nullable Instant asOf, @Nullable Instant effectiveAsOf) {
        this(asOf, effectiveAsOf, null, POSITION);
    }

    public static AsOf read(Query query) {
        return new AsOf(query.time("asOf"), query.time("effectiveAsOf"), position(query, POSITION), POSITION);
    }

    static @Nullable Long position(Query query, String name) {
        long position = query.whole(name, NONE, 0, Long.MAX_VALUE, "request.invalid-position");
        return position == NONE ? null : position;
    }

    /** One of two moments; each parameter may also be written as in {@code from-as-of}. */
    public static AsOf read(Query query, String prefix) {
        return new AsOf(
                either(query, prefix + "AsOf", prefix + "-as-of"),
                either(query, prefix + "EffectiveAsOf", prefix + "-effective-as-of"),
                position(query, prefix + "Position"),
                prefix + "Position");
    }

    private static @Nullable Instant either(Query query, String name, String otherName) {
        Instant time = query.time(name);
        Instant other = query.time(otherName);
        if (time != null && other != null && !time.equals(other)) {
            query.error(otherName, "request.invalid-value", "The same as " + name + ", with another time.");
        }
        return time == null ? other : time;
    }

    public boolean isNow() {
        return asOf == null && effectiveAsOf == null && position == null;
    }

    /** The same at a position that was fixed before. */
    public AsOf at(long fixed) {
        return new AsOf(asOf, effectiveAsOf, fixed, positionName);
    }
}
