package org.commissionledger.period;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/** A calendar month in UTC, written {@code 2011-03}. */
public record Period(@JsonValue String value) {

    private static final Pattern WRITTEN = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Period {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a month: " + value);
        }
    }

    /** Months of the years 1 to 9998. */
    public static boolean isValid(String text) {
        return WRITTEN.matcher(text).matches() && !text.startsWith("0000") && !text.startsWith("9999");
    }

    /** The month that {@code at} is in. */
    public static Period of(Instant at) {
        return new Period(YearMonth.from(at.atOffset(ZoneOffset.UTC)).toString());
    }

    /** The first moment of it. */
    public Instant start() {
        return start(month());
    }

    /** The first moment behind it. */
    public Instant end() {
        return start(month().plusMonths(1));
    }

    private YearMonth month() {
        return YearMonth.parse(value);
    }

    private static Instant start(YearMonth month) {
        LocalDate first = month.atDay(1);
        return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public String toString() {
        return value;
    }
}
