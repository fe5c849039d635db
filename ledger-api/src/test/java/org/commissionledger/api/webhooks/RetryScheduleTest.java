package org.commissionledger.api.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final RetrySchedule schedule =
            new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofHours(1)), new Random(7));

    @Test
    void spreadsEachPauseByATenthAndEnds() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(schedule.after(1, Duration.ZERO)).isBetween(Duration.ofMillis(4_500), Duration.ofMillis(5_500));
            assertThat(schedule.after(2, Duration.ZERO)).isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));
        }
        assertThat(schedule.after(3, Duration.ZERO)).isNull();
    }

    @Test
    void isNotEarlierThanTheServerAskedFor() {
        assertThat(schedule.after(1, Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
        assertThat(schedule.after(2, Duration.ofMinutes(2))).isGreaterThan(Duration.ofMinutes(50));
        assertThat(schedule.after(3, Duration.ofMinutes(2))).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    120                           | PT2M
                    0                             | PT0S
                    999999999                     | PT24H
                    9999999999999                 | PT0S
                    -5                            | PT0S
                    Sun, 22 Nov 2026 10:00:30 GMT | PT30S
                    Sun, 22 Nov 2026 09:00:00 GMT | PT0S
                    Wed, 22 Nov 2028 10:00:30 GMT | PT24H
                    soon                          | PT0S
                    """)
    void readsWhatAServerAsksFor(String header, Duration asked) {
        assertThat(RetrySchedule.asked(header, NOW)).isEqualTo(asked);
        assertThat(RetrySchedule.asked(null, NOW)).isZero();
    }
}
