package org.commissionledger.api.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.commissionledger.eventstore.InstantText;

/** A moment as clients write it: a time in RFC 3339, or a day, which is when it begins. */
final class WrittenTime {

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private WrittenTime() {}

    /**
     * @param zone by whose clocks a day begins
     * @throws DateTimeException when it is neither
     */
    static Instant parse(String text, ZoneId zone) {
        return DAY.matcher(text).matches()
                ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                : InstantText.parse(text);
    }
}
