package org.commissionledger.api.reports;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/** Moments as the clocks of a timezone show them. */
final class LocalTimes {

    private final ZoneRules rules;

    LocalTimes(ZoneId zone) {
        this.rules = zone.getRules();
    }

    LocalDateTime local(Instant at) {
        return LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), rules.getOffset(at));
    }

    /** {@code 2011-03-01T09:00:00+00:00}, with six decimals where the second is not whole. */
    String text(Instant at) {
        ZoneOffset offset = rules.getOffset(at);
        LocalDateTime local = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), offset);
        StringBuilder text = new StringBuilder(32);
        number(text, local.getYear(), 4).append('-');
        number(text, local.getMonthValue(), 2).append('-');
        number(text, local.getDayOfMonth(), 2).append('T');
        number(text, local.getHour(), 2).append(':');
        number(text, local.getMinute(), 2).append(':');
        number(text, local.getSecond(), 2);
        if (local.getNano() != 0) {
            number(text.append('.'), local.getNano() / 1_000, 6);
        }
        return offset.getTotalSeconds() == 0
                ? text.append("+00:00").toString()
                : text.append(offset.getId()).toString();
    }

    private static StringBuilder number(StringBuilder text, int value, int digits) {
        for (int power = (int) Math.pow(10, digits - 1); power > 0; power /= 10) {
            text.append((char) ('0' + value / power % 10));
        }
        return text;
    }
}
