package org.commissionledger.eventstore;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Times in UTC as RFC 3339 text, as {@link Instant#toString()} and {@link Instant#parse} have it, without the formatter's detours:
 * every event is written and read several times over, and each has two or three of them.
 */
public final class InstantText {

    private static final int SECONDS_LENGTH = "2011-03-01T00:00:00".length();
    private static final int DAY = 86_400;
    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final int NANO_DIGITS = 9;

    private InstantText() {}

    /** {@code 2011-03-01T00:00:00.000000Z}: always six decimals; what is finer is left out. */
    static String micros(Instant at) {
        long days = Math.floorDiv(at.getEpochSecond(), (long) DAY);
        if (days < FIRST || days > LAST) {
            String seconds = Instant.ofEpochSecond(at.getEpochSecond()).toString();
            String micros = Integer.toString(1_000_000 + at.getNano() / 1_000);
            return seconds.substring(0, seconds.length() - 1) + "." + micros.substring(1) + "Z";
        }
        char[] text = new char[SECONDS_LENGTH + 8];
        seconds(text, days, Math.floorMod(at.getEpochSecond(), DAY));
        text[SECONDS_LENGTH] = '.';
        digits(text, SECONDS_LENGTH + 1, 6, at.getNano() / 1_000);
        text[SECONDS_LENGTH + 7] = 'Z';
        return new String(text);
    }

    /** As {@link Instant#toString()}: no decimals, three, six or nine. */
    static String of(Instant at) {
        long days = Math.floorDiv(at.getEpochSecond(), (long) DAY);
        if (days < FIRST || days > LAST) {
            return at.toString();
        }
        int nano = at.getNano();
        int decimals = nano == 0 ? 0 : nano % 1_000_000 == 0 ? 3 : nano % 1_000 == 0 ? 6 : NANO_DIGITS;
        char[] text = new char[SECONDS_LENGTH + (decimals == 0 ? 0 : 1 + decimals) + 1];
        seconds(text, days, Math.floorMod(at.getEpochSecond(), DAY));
        if (decimals > 0) {
            text[SECONDS_LENGTH] = '.';
            digits(
                    text,
                    SECONDS_LENGTH + 1,
                    decimals,
                    decimals == 3 ? nano / 1_000_000 : decimals == 6 ? nano / 1_000 : nano);
        }
        text[text.length - 1] = 'Z';
        return new String(text);
    }

    private static void seconds(char[] text, long epochDay, int secondOfDay) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        digits(text, 0, 4, date.getYear());
        text[4] = '-';
        digits(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, secondOfDay / 3_600);
        text[13] = ':';
        digits(text, 14, 2, secondOfDay / 60 % 60);
        text[16] = ':';
        digits(text, 17, 2, secondOfDay % 60);
    }

    private static void digits(char[] text, int from, int count, int value) {
        int left = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (char) ('0' + left % 10);
            left /= 10;
        }
    }

    /** Any offset is understood; the form that {@link #of} writes is read at once. */
    public static Instant parse(String text) {
        Instant read = read(text);
        return read == null ? OffsetDateTime.parse(text).toInstant() : read;
    }

    private static @Nullable Instant read(String text) {
        int length = text.length();
        if (length <= SECONDS_LENGTH
                || length > SECONDS_LENGTH + 2 + NANO_DIGITS
                || length == SECONDS_LENGTH + 2
                || text.charAt(length - 1) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || length > SECONDS_LENGTH + 1 && text.charAt(SECONDS_LENGTH) != '.') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int decimals = Math.max(0, length - SECONDS_LENGTH - 2);
        int nano = decimals == 0 ? 0 : number(text, SECONDS_LENGTH + 1, length - 1);
        if ((year | month | day | hour | minute | second | nano) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()
                || hour > 23
                || minute > 59
                || second > 59) {
            return null;
        }
        for (int i = decimals; i < NANO_DIGITS; i++) {
            nano *= 10;
        }
        long epochDay = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(epochDay * DAY + hour * 3_600L + minute * 60L + second, nano);
    }

    /** -1 when there is anything but digits. */
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Jackson's times, in this form. */
    static SimpleModule module() {
        SimpleModule module = new SimpleModule("instants");
        module.addSerializer(Instant.class, new Writing());
        module.addDeserializer(Instant.class, new Reading());
        return module;
    }

    private static final class Writing extends StdSerializer<Instant> {
        Writing() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializationContext context) {
            json.writeString(of(value));
        }
    }

    private static final class Reading extends StdDeserializer<Instant> {
        Reading() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            return parse(json.getString());
        }
    }
}
