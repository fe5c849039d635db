package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.TestLedger.GBP;
import static org.commissionledger.testing.TestLedger.context;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.Channel;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerCommand.ErasePersonalData;
import org.commissionledger.customer.CustomerEvent.EventRecorded;
import org.commissionledger.customer.CustomerEventId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.EventName;
import org.commissionledger.customer.Identification;
import org.commissionledger.customer.PersonalDetails;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.NewEvent;
import org.commissionledger.eventstore.OnceKeys;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.ChangeStatus;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.PersonName;
import org.commissionledger.projection.StandardProjections;
import org.commissionledger.projection.engine.Comparison;
import org.commissionledger.projection.engine.Difference;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.time.Interval;
import org.commissionledger.pseudonym.Places;
import org.commissionledger.pseudonym.Pseudonym;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The customers, their timelines and the funnel over real histories, held against counting by hand. */
class CustomersTest {

    private static final Instant START = Instant.parse("2011-02-26T00:00:00Z");
    private static final long SPAN = Duration.ofDays(70).toSeconds();
    private static final List<ZoneId> ZONES = Stream.of(
                    "UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
            .map(ZoneId::of)
            .toList();
    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();

    @TempDir
    private static Path directory;

    private static TestLedger ledger;
    private static PersonKeys keys;
    private static Projections projections;
    private static AnalyticsQueries analytics;
    private static CustomerQueries customers;
    private static TimelineQueries timelines;

    @BeforeAll
    static void start() {
        ledger = new TestLedger(TestDatabase.migrated());
        keys = PersonKeys.withKeyFile(ledger.pool(), ledger.core.watcher(), directory.resolve("keys"));
        projections = new Projections(
                        StandardProjections.all(ledger.core.eventCodec(), keys),
                        ledger.pool(),
                        ledger.core,
                        new Projections.Settings(100, 3),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry())
                .start();
        analytics = new AnalyticsQueries(ledger.pool());
        customers = new CustomerQueries(ledger.pool());
        timelines = new TimelineQueries(ledger.pool(), LedgerCore.codec());
    }

    @AfterAll
    static void close() {
        projections.close();
        ledger.close();
    }

    private static void caughtUp() {
        long head = ledger.core.reader().head();
        for (String name : projections.names()) {
            assertThat(projections.await(name, head, Duration.ofSeconds(60))).isTrue();
        }
        assertThat(JdbcClient.create(ledger.pool())
                        .sql("select count(*) from ledger.parked_event")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** What the slow model knows of one event. */
    private record Fact(
            String customer,
            Instant at,
            int stage,
            boolean seen,
            @Nullable String category,
            @Nullable String integration) {}

    /** One organisation's history, and the slow model of it. */
    private static final class History {
        final OrganisationId organisation = new OrganisationId("org-" + ORGANISATIONS.incrementAndGet());
        final List<Fact> facts = new ArrayList<>();
        final Set<String> sent = new HashSet<>();
        final Map<String, String> merged = new HashMap<>();
        int orders;

        void happens(
                String customer,
                String eventId,
                String type,
                Instant at,
                @Nullable String category,
                @Nullable String integration) {
            EventRecorded event = new EventRecorded(
                    new CustomerId(customer),
                    new CustomerEventId(eventId),
                    new EventName(type),
                    category == null ? null : new ProductId("product-" + category),
                    category == null ? null : new CategoryId(category),
                    integration == null ? null : new IntegrationId(integration),
                    integration == null ? null : Channel.WEB,
                    Map.of("page", 1L),
                    at);
            NewEvent written = new NewEvent(
                    UuidV7.next(),
                    CustomerCommand.eventsStream(organisation, event.customerId()).stream(),
                    NewEvent.AT_END,
                    "customer.event-recorded",
                    1,
                    at,
                    ledger.core.eventCodec().encode(event),
                    "{}",
                    new OnceKeys().of(CustomerCommand.eventsStream(organisation, event.customerId()), eventId));
            ledger.core
                    .appender()
                    .submit(new Append(organisation, List.of(written), Map.of(), null))
                    .join();
            if (sent.add(customer + " " + eventId)) {
                int stage =
                        List.of("VISITED", "JOURNEY_STARTED", "PRODUCT_VIEWED").indexOf(type) + 1;
                facts.add(new Fact(customer, at, stage, true, category, integration));
            }
        }

        void orders(String customer, OrderStatus status, Instant at, String category, @Nullable Instant succeeds) {
            OrderId id = new OrderId("o-" + ++orders);
            Money value = Money.ofMinor(1_000, GBP);
            ledger.run(
                    organisation,
                    new PlaceOrder(
                            OrderCommand.stream(organisation, id),
                            id,
                            new IntegrationId("web"),
                            new ProductId("product-" + category),
                            new CategoryId(category),
                            new ProviderId("p"),
                            new CustomerId(customer),
                            false,
                            value,
                            status,
                            value.share(500),
                            false,
                            at,
                            true));
            facts.add(new Fact(customer, at, status == OrderStatus.SUCCESSFUL ? 5 : 4, true, category, "web"));
            if (succeeds != null) {
                ledger.run(
                        organisation,
                        new ChangeStatus(
                                OrderCommand.stream(organisation, id), null, OrderStatus.SUCCESSFUL, null, succeeds));
                facts.add(new Fact(customer, succeeds, 5, false, category, "web"));
            }
        }

        void identifies(String customer, Instant at, String... anonymous) {
            List<CustomerId> from = Stream.of(anonymous).map(CustomerId::new).toList();
            PersonalDetails details = new PersonalDetails(
                    new EmailAddress(customer + "." + organisation + "@Example.org"),
                    new PersonName("Ada " + customer));
            boolean first = sent.add("identified " + customer);
            ledger.ledger()
                    .executeGroup(
                            context(organisation),
                            new Identification(organisation, new CustomerId(customer), details, from, at).items(keys),
                            true,
                            null,
                            (results, receipt) -> new StoredAnswer(200, null, ""));
            if (first) {
                facts.add(new Fact(customer, at, 0, true, null, null));
            }
            for (String one : anonymous) {
                merged.put(one, customer);
            }
        }

        String root(String customer) {
            return merged.getOrDefault(customer, customer);
        }

        boolean keeps(Fact f, AnalyticsQueries.Filter filter) {
            return (filter.from() == null || !f.at().isBefore(filter.from()))
                    && (filter.to() == null || f.at().isBefore(filter.to()))
                    && (filter.categoryId() == null || filter.categoryId().equals(f.category()))
                    && (filter.integrationId() == null || filter.integrationId().equals(f.integration()));
        }

        List<Long> funnel(AnalyticsQueries.Filter filter) {
            Map<String, Integer> furthest = new HashMap<>();
            facts.stream()
                    .filter(f -> keeps(f, filter))
                    .forEach(f -> furthest.merge(root(f.customer()), f.stage(), Math::max));
            return Stream.of(1, 2, 3, 4, 5)
                    .map(stage -> furthest.values().stream()
                            .filter(far -> far >= stage)
                            .count())
                    .toList();
        }

        AnalyticsQueries.Seen seen(AnalyticsQueries.Filter filter) {
            Set<String> there = new HashSet<>();
            facts.stream().filter(f -> f.seen() && keeps(f, filter)).forEach(f -> there.add(root(f.customer())));
            long fresh = there.stream()
                    .filter(c -> facts.stream()
                            .noneMatch(f -> f.seen() && root(f.customer()).equals(c) && f.at().isBefore(filter.from())))
                    .count();
            return new AnalyticsQueries.Seen(there.size(), fresh);
        }
    }

    private static History random(long seed) {
        Random random = new Random(seed);
        History history = new History();
        int size = 4 + random.nextInt(20);
        for (int i = 0; i < size; i++) {
            step(history, random);
        }
        return history;
    }

    private static void step(History history, Random random) {
        String customer = "c-" + random.nextInt(8);
        Instant at = START.plusSeconds(
                random.nextInt(4) == 0 ? random.nextInt(70) * 86_400L : (long) (random.nextDouble() * SPAN));
        String category = random.nextInt(3) == 0 ? null : "cat-" + random.nextInt(2);
        String integration = random.nextInt(3) == 0 ? null : random.nextBoolean() ? "web" : "app";
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                OrderStatus status = random.nextBoolean() ? OrderStatus.SUCCESSFUL : OrderStatus.PENDING;
                boolean later = status == OrderStatus.PENDING && random.nextBoolean();
                Instant succeeds = later ? at.plusSeconds(random.nextInt(20 * 86_400)) : null;
                history.orders(customer, status, at, "cat-" + random.nextInt(2), succeeds);
            }
            case 2 -> {
                int known = random.nextInt(2);
                String anonymous = "c-" + (2 + random.nextInt(6));
                boolean free = history.root(anonymous).equals(anonymous);
                history.identifies("c-" + known, at, free ? new String[] {anonymous} : new String[0]);
            }
            default -> {
                String type = List.of("VISITED", "JOURNEY_STARTED", "PRODUCT_VIEWED", "SEARCHED")
                        .get(random.nextInt(4));
                history.happens(customer, "e-" + random.nextInt(30), type, at, category, integration);
            }
        }
    }

    private static AnalyticsQueries.Filter filter(Random random) {
        Instant one = START.plusSeconds((long) (random.nextDouble() * SPAN));
        Instant two = START.plusSeconds((long) (random.nextDouble() * SPAN));
        if (random.nextInt(3) == 0) {
            one = one.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
        }
        return new AnalyticsQueries.Filter(
                random.nextInt(5) == 0 ? null : one.isBefore(two) ? one : two,
                random.nextInt(5) == 0 ? null : one.isBefore(two) ? two : one,
                random.nextInt(3) == 0 ? "cat-" + random.nextInt(2) : null,
                random.nextInt(3) == 0 ? "web" : null);
    }

    private static List<Long> funnel(History history, AnalyticsQueries.Filter filter) {
        return analytics.funnel(history.organisation.value(), filter).stream()
                .map(AnalyticsQueries.Reached::customers)
                .toList();
    }

    @Test
    void countsWhatASlowModelCountsOverRandomHistories() {
        long first = Long.getLong("seed", System.nanoTime());
        Map<Long, History> histories = new ConcurrentHashMap<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(16)) {
            for (long n = 0; n < 2_000; n++) {
                long seed = first + n;
                writers.submit(() -> histories.put(seed, random(seed)));
            }
        }
        assertThat(histories).hasSize(2_000);
        caughtUp();
        histories.forEach(CustomersTest::assertCounts);
        String live = projections.digest(CustomersProjection.NAME);
        projections.rebuild(CustomersProjection.NAME);
        assertThat(projections.digest(CustomersProjection.NAME))
                .as("seed " + first)
                .isEqualTo(live);
    }

    private static void assertCounts(long seed, History history) {
        Random random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            AnalyticsQueries.Filter filter = filter(random);
            assertThat(funnel(history, filter)).as("seed %d %s", seed, filter).isEqualTo(history.funnel(filter));
        }
        ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
        Interval interval = Interval.values()[random.nextInt(4)];
        Instant from = LocalDate.of(2011, 3, 10).atStartOfDay(zone).toInstant();
        Instant to = LocalDate.of(2011, 4, 6).atStartOfDay(zone).toInstant();
        List<Instant> bounds = new ArrayList<>(interval.starts(from, to, zone, 10_000));
        bounds.set(0, from);
        bounds.add(to);
        AnalyticsQueries.Filter dimensions = filter(random);
        List<AnalyticsQueries.Seen> expected = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            expected.add(history.seen(new AnalyticsQueries.Filter(
                    bounds.get(i - 1), bounds.get(i), dimensions.categoryId(), dimensions.integrationId())));
        }
        assertThat(analytics.seen(history.organisation.value(), dimensions, bounds))
                .as("seed %d %s %s", seed, interval, zone)
                .isEqualTo(expected);
    }

    @Test
    void itDoesNotMatterWhenAMergeBecomesKnown() {
        List<History> histories = new ArrayList<>();
        for (List<Integer> order : orders(List.of(0, 1, 2, 3))) {
            History history = new History();
            for (int step : order) {
                switch (step) {
                    case 0 -> history.happens("a", "1", "VISITED", START, null, "web");
                    case 1 -> history.orders("b", OrderStatus.SUCCESSFUL, START.plusSeconds(60), "cat-0", null);
                    case 2 -> history.identifies("k", START.plusSeconds(120), "a");
                    default -> history.identifies("k", START.plusSeconds(120), "b");
                }
            }
            histories.add(history);
        }
        caughtUp();
        AnalyticsQueries.Filter all = new AnalyticsQueries.Filter(null, null, null, null);
        for (History history : histories) {
            String organisation = history.organisation.value();
            assertThat(funnel(history, all)).containsExactly(1L, 1L, 1L, 1L, 1L);
            CustomerRow known = customers.find(organisation, "a").orElseThrow();
            assertThat(known.customerId()).isEqualTo("k");
            assertThat(known.events()).isEqualTo(1);
            assertThat(known.firstSeen()).isEqualTo(START);
            assertThat(known.lastSeen()).isEqualTo(START.plusSeconds(120));
            assertThat(timelines.list(organisation, "k", null, 10))
                    .extracting(TimelineQueries.Entry::type)
                    .containsExactly("IDENTIFIED", "COMMISSION_ACCRUED", "ORDER_SUCCESSFUL", "ORDER_PLACED", "VISITED");
            assertThat(customers.mergedInto(organisation, "k")).containsExactly("a", "b");
            assertThat(customers.orders(organisation, List.of("k")).get("k"))
                    .singleElement()
                    .satisfies(total -> assertThat(total.value()).isEqualTo(1_000));
        }
    }

    private static List<List<Integer>> orders(List<Integer> steps) {
        if (steps.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (Integer first : steps) {
            List<Integer> rest = steps.stream().filter(s -> !s.equals(first)).toList();
            orders(rest)
                    .forEach(more -> all.add(
                            Stream.concat(Stream.of(first), more.stream()).toList()));
        }
        return all;
    }

    @Test
    void whoWasForgottenIsNotFoundByTheirAddress() {
        History history = new History();
        history.happens("k", "1", "VISITED", START, null, null);
        history.identifies("k", START, "a");
        String organisation = history.organisation.value();
        caughtUp();
        CustomerQueries.Filter byEmail = new CustomerQueries.Filter(
                keys.emailHash(history.organisation, new EmailAddress("K." + organisation + "@example.ORG")),
                null,
                null,
                null);
        assertThat(customers.list(organisation, byEmail, null, 10))
                .singleElement()
                .satisfies(row -> assertThat(row.customerId()).isEqualTo("k"));
        CustomerId known = new CustomerId("k");
        ledger.run(
                history.organisation,
                new ErasePersonalData(CustomerCommand.stream(history.organisation, known), known, true, START));
        caughtUp();
        assertThat(customers.list(organisation, byEmail, null, 10)).isEmpty();
        assertThat(customers.find(organisation, "a").orElseThrow()).satisfies(row -> {
            assertThat(row.erased()).isTrue();
            assertThat(row.email()).isNull();
            assertThat(row.name()).isNull();
        });
    }

    @Test
    void customersAreFoundByTheirWordsBeforeAndAfterItIsKnownWhoTheyAre() {
        History history = new History();
        for (String customer : List.of("a", "b", "k")) {
            history.happens(customer, "1", "VISITED", START, null, "web");
        }
        new History().happens("a", "1", "VISITED", START, null, "web");
        caughtUp();
        assertThat(foundByWords(history, "a")).containsExactly("a");
        assertThat(foundByWords(history, "b")).containsExactly("b");
        history.identifies("k", START.plusSeconds(60), "a");
        caughtUp();
        assertThat(foundByWords(history, "a")).containsExactly("k");
        assertThat(foundByWords(history, "k")).containsExactly("k");
        assertThat(foundByWords(new History(), "b")).isEmpty();
        assertThat(differences(history)).isEmpty();
    }

    private static List<Difference> differences(History history) {
        Comparison comparison = projections
                .compare(List.of(CustomersProjection.NAME), history.organisation, 5)
                .getFirst();
        assertThat(comparison.fault()).isNull();
        return comparison.differences();
    }

    @Test
    void wordsThatAreNotTheCustomersAreADifference() {
        History history = new History();
        history.happens("a", "1", "VISITED", START, null, "web");
        caughtUp();
        JdbcClient.create(ledger.pool())
                .sql("update ledger_customers.customer set words = words - 1 where organisation = ?")
                .param(history.organisation.value())
                .update();
        assertThat(differences(history))
                .hasSize(2)
                .allMatch(difference -> difference.table().equals("ledger_customers.customer"));
        JdbcClient.create(ledger.pool())
                .sql("update ledger_customers.customer set words = words + 1 where organisation = ?")
                .param(history.organisation.value())
                .update();
        assertThat(differences(history)).isEmpty();
    }

    private static List<String> foundByWords(History history, String customer) {
        String words = Pseudonym.of(history.organisation, new CustomerId(customer));
        CustomerQueries.Filter filter =
                new CustomerQueries.Filter(null, Places.beginningWith(words).orElseThrow(), null, null);
        return customers.list(history.organisation.value(), filter, null, 10).stream()
                .map(CustomerRow::customerId)
                .toList();
    }

    @Test
    void aLateEventIsSeenOnItsOwnDayAndOneThatCameTwiceOnce() {
        History history = new History();
        history.happens("a", "2", "SEARCHED", START.plusSeconds(86_400 * 3), null, "app");
        history.happens("a", "1", "VISITED", START, "cat-0", "web");
        history.happens("a", "1", "VISITED", START.plusSeconds(86_400), "cat-0", "web");
        caughtUp();
        String organisation = history.organisation.value();
        assertThat(customers.visits(organisation, "a", ZoneOffset.UTC))
                .containsExactly(new CustomerQueries.Visits(LocalDate.of(2011, 2, 26), 1));
        assertThat(customers.visits(organisation, "a", ZoneId.of("America/New_York")))
                .containsExactly(new CustomerQueries.Visits(LocalDate.of(2011, 2, 25), 1));
        assertThat(customers.visits(organisation, "a", ZoneId.of("-05:30")))
                .containsExactly(new CustomerQueries.Visits(LocalDate.of(2011, 2, 25), 1));
        assertThat(customers.integrations(organisation, "a"))
                .extracting(CustomerQueries.Visited::integrationId)
                .containsExactly("app", "web");
        List<TimelineQueries.Entry> newest = timelines.list(organisation, "a", null, 1);
        assertThat(newest).singleElement().satisfies(e -> assertThat(e.funnel()).isFalse());
        TimelineQueries.Place place = new TimelineQueries.Place(
                newest.getFirst().at(), newest.getFirst().position(), 0);
        assertThat(timelines.list(organisation, "a", place, 10))
                .singleElement()
                .satisfies(e -> assertThat(e.eventId()).isEqualTo("1"));
        CustomerQueries.Filter app = new CustomerQueries.Filter(null, null, null, "app");
        assertThat(customers.list(organisation, app, null, 10)).hasSize(1);
        assertThat(customers.list(organisation, new CustomerQueries.Filter(null, null, "cat-1", null), null, 10))
                .isEmpty();
    }
}
