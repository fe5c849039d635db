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

    /** {@code 2011-03-01T09:00:00Z}, or with the zone's offset, with six decimals where the second is not whole. */
    String text(Instant at) {
        ZoneOffset offset = rules.getOffset(at);
        LocalDateTime local = LocalDateTime.ofEpochSecond(at.getEpochSecond(), at.getNano(), offset);
        StringBuilder text = new StringBuilder(32);
        two(text, local.getYear() / 100);
        two(text, local.getYear() % 100).append('-');
        two(text, local.getMonthValue()).append('-');
        two(text, local.getDayOfMonth()).append('T');
        two(text, local.getHour()).append(':');
        two(text, local.getMinute()).append(':');
        two(text, local.getSecond());
        if (local.getNano() != 0) {
            int micros = local.getNano() / 1_000;
            two(text.append('.'), micros / 10_000);
            two(text, micros / 100 % 100);
            two(text, micros % 100);
        }
        return offset.getTotalSeconds() == 0
                ? text.append('Z').toString()
                : text.append(offset.getId()).toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
