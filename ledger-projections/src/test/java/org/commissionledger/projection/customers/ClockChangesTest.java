package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.projection.customers.CustomersNode.visit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.commissionledger.customer.Occurrence;
import org.commissionledger.projection.time.Interval;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted around the changes of clocks, held against looking at the clock for every single event. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClockChangesTest {

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final AnalyticsQueries.Filter ALL = new AnalyticsQueries.Filter(null, null, null, null);

    @TempDir
    private static Path directory;

    private CustomersNode node;
    private AnalyticsQueries analytics;

    @BeforeAll
    void start() {
        node = new CustomersNode(TestDatabase.migrated(), directory.resolve("keys"));
        analytics = new AnalyticsQueries(node.ledger.pool());
    }

    @AfterAll
    void close() {
        node.close();
    }

    /** Two days around the change, a customer every five minutes. */
    private List<Instant> visitsAround(ZoneId zone, LocalDate change) {
        Instant from = change.minusDays(1).atStartOfDay(zone).toInstant();
        Instant to = change.plusDays(2).atStartOfDay(zone).toInstant();
        List<Instant> visits = new ArrayList<>();
        List<Occurrence> occurrences = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(STEP)) {
            visits.add(at);
            occurrences.add(visit("at-" + at.getEpochSecond(), "1", at, null));
        }
        node.record(occurrences);
        node.caughtUp();
        return visits;
    }

    private static List<Long> counted(List<Instant> visits, Function<Instant, Object> clock) {
        Map<Object, Long> counts = new LinkedHashMap<>();
        visits.forEach(at -> counts.merge(clock.apply(at), 1L, Long::sum));
        return List.copyOf(counts.values());
    }

    private void assertCounts(Interval interval, ZoneId zone, List<Instant> visits, List<Long> expected) {
        Instant to = visits.getLast().plus(STEP);
        List<Instant> bounds = new ArrayList<>(interval.starts(visits.getFirst(), to, zone, 1_000));
        bounds.add(to);
        List<AnalyticsQueries.Seen> seen = analytics.seen("demo", ALL, bounds);
        assertThat(seen).extracting(AnalyticsQueries.Seen::customers).isEqualTo(expected);
        assertThat(seen).extracting(AnalyticsQueries.Seen::newCustomers).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/London,       2011-03-27, 23:00, 276",
        "Europe/London,       2011-10-30, 25:00, 300",
        "America/New_York,    2011-03-13, 23:00, 276",
        "America/New_York,    2011-11-06, 25:00, 300",
        "Australia/Lord_Howe, 2011-04-03, 24:30, 294",
        "Australia/Lord_Howe, 2011-10-02, 23:30, 282",
        "Asia/Kathmandu,      2011-06-15, 24:00, 288",
        "Asia/Kathmandu,      1985-12-31, 24:00, 288",
        "Asia/Kathmandu,      1986-01-05, 24:00, 288"
    })
    void daysAndHoursAreThoseOfTheClock(ZoneId zone, LocalDate change, String length, long onThatDay) {
        List<Instant> visits = visitsAround(zone, change);
        List<Long> days = counted(visits, at -> at.atZone(zone).toLocalDate());
        assertThat(days).as("%s %s has %s hours", zone, change, length).hasSize(3);
        assertThat(days.get(1)).isEqualTo(onThatDay);
        assertCounts(Interval.DAY, zone, visits, days);
        List<Long> hours = counted(visits, at -> {
            ZonedDateTime local = at.atZone(zone);
            return List.of(local.toLocalDate(), local.getHour(), local.getOffset());
        });
        assertCounts(Interval.HOUR, zone, visits, hours);
    }

    @Test
    void aDayIsTheSameInTheProfile() {
        ZoneId zone = ZoneId.of("Australia/Lord_Howe");
        ZonedDateTime last = LocalDate.of(2012, 4, 1).atTime(23, 59, 59).atZone(zone);
        node.record(List.of(
                visit("late", "1", last.toInstant(), null),
                visit("late", "2", last.plusSeconds(1).toInstant(), null)));
        node.caughtUp();
        assertThat(node.customers.visits("demo", "late", zone))
                .containsExactlyInAnyOrder(
                        new CustomerQueries.Visits(LocalDate.of(2012, 4, 1), 1),
                        new CustomerQueries.Visits(LocalDate.of(2012, 4, 2), 1));
    }
}
