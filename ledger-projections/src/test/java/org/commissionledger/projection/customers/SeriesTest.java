package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.projection.customers.CustomersNode.DEMO;
import static org.commissionledger.projection.customers.CustomersNode.MARCH;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.Channel;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerEvent.EventRecorded;
import org.commissionledger.customer.CustomerEventId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.EventName;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.NewEvent;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.projection.customers.AnalyticsQueries.Filter;
import org.commissionledger.projection.customers.AnalyticsQueries.Seen;
import org.commissionledger.projection.time.Interval;
import org.commissionledger.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Series of what the upkeep has counted, of what it has not and of what no longer holds, held against looking at every event. There are
 * fewer customers than the upkeep of the node minds, so that this test says when it runs.
 */
class SeriesTest {

    private static final LocalDate FIRST = LocalDate.of(2011, 1, 20);
    private static final int DAYS = 90;
    private static final int CUSTOMERS = 60;
    private static final List<ZoneId> ZONES = Stream.of(
                    "UTC",
                    "Europe/London",
                    "America/New_York",
                    "Australia/Lord_Howe",
                    "Asia/Kathmandu",
                    "Pacific/Kiritimati",
                    "Pacific/Pago_Pago")
            .map(ZoneId::of)
            .toList();

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, String> merged = new HashMap<>();
    private int events;

    private record Fact(
            String customer,
            Instant at,
            @Nullable String category,
            @Nullable String integration) {}

    @Test
    void countsTheSameFromSpansAndFromSets() throws SQLException {
        try (CustomersNode node = new CustomersNode(TestDatabase.migrated(), directory.resolve("keys"))) {
            happens(node, 1_500);
            merge(node);
            assertSeries(node);
            countSpans(node);
            assertThat(counted(node)).isGreaterThan(150);
            assertSeries(node);
            happens(node, 5);
            merge(node);
            assertSeries(node);
            countSpans(node);
            assertSeries(node);
            assertThat(node.differences()).as("seed %d", seed).isEmpty();
            node.assertEqualsItsRebuild("seed " + seed);
            assertThat(counted(node)).isZero();
            countSpans(node);
            assertSeries(node);
            assertThat(node.differences()).isEmpty();
            assertChangedCountIsFound(node);
        }
    }

    private static void assertChangedCountIsFound(CustomersNode node) {
        JdbcClient.create(node.ledger.pool()).sql("""
                        update ledger_customers.span_count set customers = fresh
                         where ctid = (select c.ctid from ledger_customers.span_count c
                                         join ledger_customers.span s using (organisation, first_day, quarters)
                                        where s.made and c.customers <> c.fresh limit 1)""").update();
        assertThat(node.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.table()).isEqualTo("ledger_customers.span_count"));
    }

    /** Some within an hour, some on the stroke of a quarter, on few days many; some are there but once, about the turn of a month. */
    private void happens(CustomersNode node, int count) {
        List<NewEvent> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean once = random.nextInt(6) == 0;
            LocalDate day = FIRST.plusDays(random.nextInt(3) == 0 ? random.nextInt(5) : random.nextInt(DAYS));
            long seconds = random.nextInt(3) == 0 ? 900L * random.nextInt(96) : random.nextInt(86_400);
            Instant turn = LocalDate.of(2011, 2 + random.nextInt(3), 1)
                    .atStartOfDay(ZoneId.of("UTC"))
                    .toInstant();
            Fact fact = new Fact(
                    once ? "once-" + events : "c-" + random.nextInt(CUSTOMERS),
                    once
                            ? turn.plusSeconds(900L * (random.nextInt(64) - 32) + random.nextInt(900))
                            : day.atStartOfDay(ZoneId.of("UTC")).toInstant().plusSeconds(seconds),
                    random.nextBoolean() ? null : "cat-" + random.nextInt(2),
                    random.nextInt(3) == 0 ? null : random.nextBoolean() ? "web" : "app");
            facts.add(fact);
            written.add(event(node, fact));
        }
        node.ledger
                .core
                .appender()
                .submit(new Append(DEMO, written, Map.of(), null))
                .join();
        node.caughtUp();
    }

    private NewEvent event(CustomersNode node, Fact fact) {
        EventRecorded event = new EventRecorded(
                new CustomerId(fact.customer()),
                new CustomerEventId("e-" + ++events),
                new EventName(random.nextBoolean() ? "VISITED" : "SEARCHED"),
                fact.category() == null ? null : new ProductId("product"),
                fact.category() == null ? null : new CategoryId(fact.category()),
                fact.integration() == null ? null : new IntegrationId(fact.integration()),
                fact.integration() == null ? null : Channel.WEB,
                Map.of(),
                fact.at());
        return new NewEvent(
                UuidV7.next(),
                CustomerCommand.eventsStream(DEMO, event.customerId()).stream(),
                NewEvent.AT_END,
                "customer.event-recorded",
                1,
                fact.at(),
                node.ledger.core.eventCodec().encode(event),
                "{}",
                null);
    }

    /** Four more turn out to be one of two known ones, who were there when they said so. */
    private void merge(CustomersNode node) {
        for (int i = 0; i < 4; i++) {
            String known = "known-" + i % 2;
            String anonymous = "c-" + merged.size();
            if (!merged.containsValue(known)) {
                facts.add(new Fact(known, MARCH, null, null));
            }
            merged.put(anonymous, known);
            assertThat(node.identifies(known, "Ada", anonymous)).isTrue();
        }
        node.caughtUp();
    }

    private static void countSpans(CustomersNode node) throws SQLException {
        SpanUpkeep upkeep = new SpanUpkeep(Duration.ZERO, 0);
        try (Connection connection = node.ledger.pool().getConnection()) {
            lock(connection, "pg_advisory_lock"); // the session may take it again, the node's own upkeep not
            connection.setAutoCommit(false);
            boolean more = true;
            while (more) {
                more = upkeep.step(
                        connection,
                        "ledger_customers",
                        node.ledger.core.reader().head());
                connection.commit();
            }
            connection.setAutoCommit(true);
            lock(connection, "pg_advisory_unlock");
        }
    }

    private static void lock(Connection connection, String function) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select " + function + "(hashtextextended(?, 0))")) {
            statement.setString(1, CustomersFold.lock("ledger_customers"));
            statement.execute();
        }
    }

    private static long counted(CustomersNode node) {
        return JdbcClient.create(node.ledger.pool())
                .sql("select count(*) from ledger_customers.span where made")
                .query(Long.class)
                .single();
    }

    private void assertSeries(CustomersNode node) {
        AnalyticsQueries analytics = new AnalyticsQueries(node.ledger.pool());
        for (int i = 0; i < 60; i++) {
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            Interval interval = Interval.values()[i % 4];
            LocalDate day = FIRST.minusDays(3).plusDays(random.nextInt(DAYS));
            Instant from = day.atStartOfDay(zone).toInstant();
            Instant to = day.plusDays(interval == Interval.HOUR ? 6 : 1 + random.nextInt(DAYS))
                    .atStartOfDay(zone)
                    .toInstant();
            List<Instant> bounds = new ArrayList<>(interval.starts(from, to, zone, 10_000));
            bounds.set(0, from); // the first interval may be cut short, the last one too
            bounds.add(to);
            Filter filter = new Filter(
                    null,
                    null,
                    random.nextInt(3) == 0 ? "cat-" + random.nextInt(3) : null,
                    random.nextInt(3) == 0 ? "web" : null);
            assertThat(analytics.seen("demo", filter, bounds))
                    .as("seed %d: %s of %s from %s to %s, %s", seed, interval, zone, from, to, filter)
                    .isEqualTo(seen(filter, bounds));
        }
    }

    private List<Seen> seen(Filter filter, List<Instant> bounds) {
        Map<String, Instant> first =
                facts.stream().collect(Collectors.toMap(this::customer, Fact::at, (a, b) -> a.isBefore(b) ? a : b));
        return IntStream.range(0, bounds.size() - 1)
                .mapToObj(i -> {
                    Set<String> there = facts.stream()
                            .filter(f -> !f.at().isBefore(bounds.get(i)) && f.at().isBefore(bounds.get(i + 1)))
                            .filter(f -> keeps(filter.categoryId(), f.category())
                                    && keeps(filter.integrationId(), f.integration()))
                            .map(this::customer)
                            .collect(Collectors.toSet());
                    long fresh = there.stream()
                            .filter(c -> !first.getOrDefault(c, Instant.MIN).isBefore(bounds.get(i)))
                            .count();
                    return new Seen(there.size(), fresh);
                })
                .toList();
    }

    private static boolean keeps(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }

    private String customer(Fact fact) {
        return Optional.ofNullable(merged.get(fact.customer())).orElse(fact.customer());
    }
}
