package org.commissionledger.eventstore;

import java.time.Instant;

/** Times as whole microseconds since 1970, which is how they go to PostgreSQL by the thousand. */
public final class Micros {

    private Micros() {}

    /** What is finer is cut off. */
    public static long of(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }

    /** SQL that turns those in column {@code name} back into a time. */
    public static String time(String name) {
        return "'epoch'::timestamptz + " + name + " * interval '1 microsecond'";
    }
}
