package org.commissionledger.projection.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private static List<Long> hours(Interval interval, String from, String to, ZoneId zone) {
        List<Instant> starts = interval.starts(Instant.parse(from), Instant.parse(to), zone, 1_000);
        List<Long> minutes = new ArrayList<>();
        for (int i = 1; i < starts.size(); i++) {
            minutes.add(Duration.between(starts.get(i - 1), starts.get(i)).toMinutes());
        }
        return minutes;
    }

    @Test
    void aDayInSpringHas23HoursAndOneInAutumn25() {
        assertThat(hours(Interval.DAY, "2011-03-26T00:00:00Z", "2011-03-29T00:00:00Z", LONDON))
                .containsExactly(24 * 60L, 23 * 60L, 24 * 60L);
        assertThat(hours(Interval.DAY, "2011-10-28T23:00:00Z", "2011-11-01T01:00:00Z", LONDON))
                .containsExactly(24 * 60L, 25 * 60L, 24 * 60L);
    }

    @Test
    void hoursGoOnWhenClocksChangeByHalfAnHour() {
        ZoneId island = ZoneId.of("Australia/Lord_Howe");
        assertThat(hours(Interval.HOUR, "2011-04-02T12:00:00Z", "2011-04-02T18:00:00Z", island))
                .containsExactly(60L, 60L, 60L, 30L, 60L, 60L);
        assertThat(hours(Interval.HOUR, "2011-10-01T13:00:00Z", "2011-10-01T18:00:00Z", island))
                .containsExactly(60L, 60L, 60L, 30L, 60L);
    }

    @Test
    void weeksBeginOnMondayAndMonthsOnTheFirst() {
        Instant from = Instant.parse("2011-03-02T10:00:00Z");
        Instant to = Instant.parse("2011-04-02T10:00:00Z");
        assertThat(Interval.WEEK.starts(from, to, LONDON, 100))
                .startsWith(Instant.parse("2011-02-28T00:00:00Z"))
                .endsWith(Instant.parse("2011-03-27T23:00:00Z"));
        assertThat(Interval.MONTH.starts(from, to, LONDON, 100))
                .containsExactly(Instant.parse("2011-03-01T00:00:00Z"), Instant.parse("2011-03-31T23:00:00Z"));
        assertThat(Interval.HOUR.starts(from, to, LONDON, 10)).hasSize(11);
        assertThat(Interval.DAY.starts(from, from, LONDON, 10)).isEmpty();
    }
}
