package org.commissionledger.api.webhooks;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to try again. Each pause is up to a tenth shorter or longer, so that what failed together does not come back together.
 *
 * @param pauses behind the first attempt, behind the second, …; behind the last of them there is one attempt more
 */
record RetrySchedule(List<Duration> pauses, RandomGenerator random) {

    /** A server may ask for no more than this. */
    static final Duration LONGEST_ASKED = Duration.ofHours(24);

    private static final double SPREAD = 0.1;

    /**
     * @param tries attempts so far, at least 1
     * @param asked what the server asked for: it is not called earlier than that
     * @return null when that was the last one
     */
    @Nullable
    Duration after(int tries, Duration asked) {
        if (tries > pauses.size()) {
            return null;
        }
        double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
        Duration pause = Duration.ofMillis(Math.round(pauses.get(tries - 1).toMillis() * factor));
        return pause.compareTo(asked) < 0 ? asked : pause;
    }

    /** What the header Retry-After asks for: seconds or a date, at most {@link #LONGEST_ASKED}, nothing for what is neither. */
    static Duration asked(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Duration.ZERO;
        }
        String text = retryAfter.strip();
        Duration asked = Duration.ZERO;
        if (text.matches("[0-9]{1,9}")) {
            asked = Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                asked = Duration.between(
                        now,
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeException e) {
                // not a date: nothing was asked for
            }
        }
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
    }
}
