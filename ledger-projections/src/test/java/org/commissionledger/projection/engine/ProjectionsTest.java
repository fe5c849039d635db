package org.commissionledger.projection.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.GBP;
import static org.commissionledger.testing.TestLedger.MARCH;
import static org.commissionledger.testing.TestLedger.order;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.commissionledger.eventstore.ChainCheck;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.StandardProjections;
import org.commissionledger.projection.engine.Projections.Parked;
import org.commissionledger.projection.engine.Projections.Rebuilding;
import org.commissionledger.projection.journal.JournalQueries;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrderQueries;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProjectionsTest {

    private static final OrganisationId OTHER = new OrganisationId("other");

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestDatabase database = TestDatabase.migrated();
    private final TestLedger ledger = new TestLedger(database).withCatalogue(DEMO, "a", "b");
    private final List<Projections> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Projections::close);
        ledger.close();
    }

    private Projections start(List<Projection> projections, int segments) {
        return start(ledger, projections, segments);
    }

    private Projections start(TestLedger node, List<Projection> projections, int segments) {
        return start(node, projections, new Projections.Settings(100, segments));
    }

    private Projections start(TestLedger node, List<Projection> projections, Projections.Settings settings) {
        Projections running = new Projections(
                        projections, node.pool(), node.core, settings, Clock.systemUTC(), new SimpleMeterRegistry())
                .start();
        started.add(running);
        return running;
    }

    private Projections standard(int segments) {
        return start(StandardProjections.ledger(ledger.core.eventCodec()), segments);
    }

    private void place(int count, long seed) {
        place(ledger, count, seed);
    }

    private static void place(TestLedger node, int count, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            String provider = random.nextBoolean() ? "a" : "b";
            OrderStatus status = OrderStatus.values()[random.nextInt(3)];
            node.run(
                    DEMO,
                    order(
                            DEMO,
                            seed + "-" + i,
                            provider,
                            1 + random.nextInt(100_000),
                            status,
                            MARCH.plusSeconds(i * 977L)));
            if (random.nextInt(3) == 0) {
                node.run(DEMO, confirm(seed + "-" + random.nextInt(i + 1), random));
            }
        }
    }

    private static ConfirmCommission confirm(String id, Random random) {
        return new ConfirmCommission(
                OrderCommand.stream(DEMO, new OrderId(id)),
                null,
                random.nextBoolean() ? null : Money.ofMinor(1 + random.nextInt(500), GBP),
                random.nextBoolean(),
                random.nextBoolean(),
                null,
                MARCH);
    }

    private void caughtUp(Projections projections) {
        long head = ledger.core.reader().head();
        projections
                .names()
                .forEach(name -> assertThat(projections.await(name, head, SOON))
                        .as("%s reaches %d", name, head)
                        .isTrue());
    }

    /** V053 makes them of what an older version wrote. */
    @Test
    void seriesOfOldCellsAreThoseThatTheFoldMakes() throws IOException {
        Projections live = standard(1);
        place(200, 7);
        caughtUp(live);
        String folded = live.digest(OrdersProjection.NAME);
        for (var grain : Map.of("HOUR", "1 hour", "QUARTER_HOUR", "15 minutes").entrySet()) {
            database.asOwner("""
                    insert into ledger_orders.total_cell
                    select organisation, '%s', date_bin('%s', placed_at, timestamptz '2000-01-01 00:00:00Z'), currency, provider_id,
                           category_id, product_id, integration_id, status, commission_status, count(*), sum(value), sum(pending),
                           sum(paid), sum(declined), sum(reversed)
                      from ledger_orders.order_row group by 1, 3, 4, 5, 6, 7, 8, 9, 10""".formatted(grain.getKey(), grain.getValue()));
        }
        database.asOwner("drop table ledger_orders.series_cell");
        try (InputStream script = OrdersProjection.class.getResourceAsStream("V053__series_of_orders.sql")) {
            database.asOwner(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${service_role}", TestDatabase.SERVICE));
        }
        assertThat(live.digest(OrdersProjection.NAME)).isEqualTo(folded);
    }

    @Test
    void aRebuildGivesTheSameDigestAsTheLiveTablesWhateverTheSegments() {
        Projections live = standard(4);
        place(300, 42);
        caughtUp(live);
        for (String name : live.names()) {
            String before = live.digest(name);
            List<String> made = structure(name);
            live.rebuild(name);
            assertThat(live.digest(name)).as(name).isEqualTo(before);
            assertThat(structure(name)).as(name).isEqualTo(made);
        }
        place(50, 43);
        caughtUp(live);
        String grown = live.digest(OrdersProjection.NAME);
        live.rebuild(OrdersProjection.NAME);
        assertThat(live.digest(OrdersProjection.NAME)).isEqualTo(grown);
        assertThat(new JournalQueries(ledger.pool()).sums())
                .allSatisfy(sum -> assertThat(sum.balance()).isZero());
    }

    /** Indexes, how columns are kept and described to the planner, and what tables are told. */
    private List<String> structure(String projection) {
        String schema = "ledger_" + projection;
        return JdbcClient.create(ledger.pool())
                .sql("""
                        select indexdef from pg_indexes where schemaname = ?
                         union all
                        select concat_ws(' ', c.relname, a.attname, a.attstorage, nullif(a.attstattarget, -1))
                          from pg_attribute a join pg_class c on c.oid = a.attrelid
                         where c.relnamespace = to_regnamespace(?) and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                         union all
                        select concat_ws(' ', relname, reloptions) from pg_class
                         where relnamespace = to_regnamespace(?) and relkind = 'r'
                         order by 1""")
                .params(schema, schema, schema)
                .query(String.class)
                .list();
    }

    @Test
    void twoNodesUnderLoadLeaveNoGapOneChainAndProjectEachEventOnce() throws Exception {
        try (TestLedger other = new TestLedger(database)) {
            Projections first = standard(4);
            Projections second = start(other, StandardProjections.ledger(other.core.eventCodec()), 4);
            Thread here = Thread.ofVirtual().start(() -> place(ledger, 400, 7));
            Thread there = Thread.ofVirtual().start(() -> place(other, 400, 8));
            here.join();
            there.join();
            caughtUp(first);
            first.close();
            place(other, 100, 9);
            caughtUp(second);
            String before = second.digest(OrdersProjection.NAME) + second.digest("journal");
            second.rebuild(OrdersProjection.NAME);
            second.rebuild("journal");
            assertThat(second.digest(OrdersProjection.NAME) + second.digest("journal"))
                    .isEqualTo(before);
            second.close();
            started.clear();
        }
        List<RecordedEvent> history = ledger.core.reader().after(0, 10_000);
        assertThat(history).extracting(RecordedEvent::position).containsExactlyElementsOf(upTo(history.size()));
        ChainCheck.assertWhole(ledger.core.reader(), DEMO);
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void readsGoOnWhileAProjectionIsRebuilt() throws Exception {
        Projections live = standard(1);
        place(200, 1);
        caughtUp(live);
        OrderQueries queries = new OrderQueries(ledger.pool());
        AtomicBoolean stop = new AtomicBoolean();
        List<Integer> sizes = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                sizes.add(queries.list("demo", OrderFilter.ALL, null, 500).size());
            }
        });
        for (int i = 0; i < 3; i++) {
            live.rebuild(OrdersProjection.NAME);
        }
        stop.set(true);
        reader.join();
        assertThat(sizes).isNotEmpty().allMatch(size -> size == 200);
    }

    /** Cannot take the orders of one name. */
    private static final class Choosy implements Projection {
        private final Projection orders;
        private final boolean inDatabase;
        private final List<Long> rebuilt = new ArrayList<>();
        private final Set<String> poisonous = ConcurrentHashMap.newKeySet();
        private volatile long cutOffBehind = Long.MAX_VALUE;

        Choosy(Projection orders, boolean inDatabase) {
            this.orders = orders;
            this.inDatabase = inDatabase;
            poisonous.add("5-3");
        }

        @Override
        public String name() {
            return orders.name();
        }

        @Override
        public boolean handles(Class<? extends LedgerEvent> type) {
            return orders.handles(type);
        }

        @Override
        public String content(String schema, String table) {
            return orders.content(schema, table);
        }

        @Override
        public Fold newFold() {
            Fold fold = orders.newFold();
            boolean[] poison = new boolean[1];
            List<Long> taken = new ArrayList<>();
            return new Fold() {
                @Override
                public void add(RecordedEvent recorded, LedgerEvent event) {
                    taken.add(recorded.position());
                    if (poisonous.contains(
                            ((OrderEvent) event).order().orderId().value())) {
                        if (!inDatabase) {
                            throw new IllegalArgumentException("poison");
                        }
                        poison[0] = true;
                    }
                    fold.add(recorded, event);
                }

                @Override
                public void write(java.sql.Connection connection, String schema) throws java.sql.SQLException {
                    if (schema.endsWith("_next") && !taken.isEmpty() && taken.getLast() > cutOffBehind) {
                        throw new java.sql.SQLException("the connection was lost", "08006");
                    }
                    if (poison[0]) {
                        try (var statement = connection.createStatement()) {
                            statement.execute("select 1 / 0");
                        }
                    }
                    fold.write(connection, schema);
                    if (schema.endsWith("_next")) {
                        rebuilt.addAll(taken);
                    }
                }

                @Override
                public void writeShared(java.sql.Connection connection, String schema) throws java.sql.SQLException {
                    fold.writeShared(connection, schema);
                }
            };
        }
    }

    @Test
    void anEventThatTheFoldRefusesIsParkedWithItsStreamAndTheRestGoesOn() {
        parksAndHeals(false);
    }

    @Test
    void anEventThatTheDatabaseRefusesIsParkedWithItsStreamAndTheRestGoesOn() {
        parksAndHeals(true);
    }

    private void parksAndHeals(boolean inDatabase) {
        Choosy choosy = new Choosy(new OrdersProjection(ledger.core.eventCodec()), inDatabase);
        for (int i = 0; i < 10; i++) {
            ledger.run(DEMO, order(DEMO, "5-" + i, "a", 1_000, OrderStatus.SUCCESSFUL, MARCH));
        }
        ledger.run(DEMO, confirm("5-3", new Random(1)));
        ledger.withCatalogue(OTHER, "a");
        ledger.run(OTHER, order(OTHER, "5-3", "a", 1_000, OrderStatus.SUCCESSFUL, MARCH));
        Projections live = start(List.of(choosy), 1);
        caughtUp(live);
        OrderQueries queries = new OrderQueries(ledger.pool());
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(live.parked("orders", DEMO, 0, 10)).hasSize(2));
        Parked first = live.parked("orders", DEMO, 0, 1).getFirst();
        assertThat(first.stream()).isEqualTo("order/5-3");
        assertThat(first.cause()).isNotNull();
        assertThat(live.parked("orders", DEMO, first.position(), 10))
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.cause()).isNull());
        assertThat(live.status("orders", DEMO).parked()).isEqualTo(2);
        assertThat(live.status("orders", OTHER).parked()).isEqualTo(1);
        assertThat(queries.list("demo", OrderFilter.ALL, null, 100)).hasSize(9);

        assertThat(live.retryParked("orders", DEMO)).isEqualTo(2);
        choosy.poisonous.clear();
        assertThat(live.retryParked("orders", DEMO)).isZero();
        assertThat(live.status("orders", OTHER).parked())
                .as("each tries its own")
                .isEqualTo(1);
        assertThat(live.retryParked("orders", OTHER)).isZero();
        assertThat(queries.list("demo", OrderFilter.ALL, null, 100)).hasSize(10);
        assertThat(new TotalsQueries(ledger.pool())
                        .totals("demo", OrderFilter.ALL)
                        .totals())
                .singleElement()
                .satisfies(total -> assertThat(total.orders()).isEqualTo(10));
        String before = live.digest("orders");
        live.rebuild("orders");
        assertThat(live.digest("orders")).isEqualTo(before);
    }

    @Test
    void ofParkedStreamsEachIsTriedOnceAndByOneAtATime() throws Exception {
        Choosy choosy = new Choosy(new OrdersProjection(ledger.core.eventCodec()), false);
        choosy.poisonous.addAll(List.of("5-4", "5-5"));
        for (int i = 3; i < 6; i++) {
            ledger.run(DEMO, order(DEMO, "5-" + i, "a", 1_000, OrderStatus.SUCCESSFUL, MARCH));
            ledger.run(DEMO, confirm("5-" + i, new Random(1)));
        }
        Projections live = start(List.of(choosy), 1);
        caughtUp(live);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(live.status("orders", DEMO).parked()).isEqualTo(6));
        choosy.poisonous.removeAll(List.of("5-4", "5-5"));
        List<Future<Long>> left = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                left.add(threads.submit(() -> live.retryParked("orders", DEMO)));
            }
        }
        for (Future<Long> each : left) {
            assertThat(each.get()).isBetween(2L, 6L);
        }
        assertThat(live.retryParked("orders", DEMO)).as("one does not heal").isEqualTo(2);
        assertThat(new OrderQueries(ledger.pool()).list("demo", OrderFilter.ALL, null, 100))
                .hasSize(2);
        String before = live.digest("orders");
        live.rebuild("orders");
        assertThat(live.digest("orders")).as("nothing was counted twice").isEqualTo(before);
    }

    @Test
    void aRebuildThatWasCutOffGoesOnWhereItWas() {
        Choosy choosy = new Choosy(new OrdersProjection(ledger.core.eventCodec()), true);
        place(100, 5);
        ledger.run(DEMO, confirm("5-3", new Random(1)));
        Projections live = start(ledger, List.of(choosy), new Projections.Settings(5, 1));
        caughtUp(live);
        String before = live.digest("orders");
        choosy.cutOffBehind = 75;
        assertThatThrownBy(() -> live.rebuild("orders")).hasRootCauseMessage("the connection was lost");
        Rebuilding cutOff = Objects.requireNonNull(live.status("orders", DEMO).rebuild());
        assertThat(cutOff.running()).isFalse();
        assertThat(cutOff.position()).isBetween(25L, 75L);
        assertThat(live.status("orders", DEMO).state()).isEqualTo("RUNNING");
        choosy.cutOffBehind = Long.MAX_VALUE;
        choosy.rebuilt.clear();
        live.rebuild("orders");
        assertThat(choosy.rebuilt).isNotEmpty().allMatch(position -> position > cutOff.position());
        assertThat(live.status("orders", DEMO).rebuild()).isNull();
        assertThat(live.digest("orders")).isEqualTo(before);
        assertThat(live.parked("orders", DEMO, 0, 10))
                .isNotEmpty()
                .first()
                .satisfies(parked -> assertThat(parked.cause()).isNotNull());
    }

    @Test
    void aRebuildThatWasCutOffUnderOtherIndexesBeginsAnew() {
        Choosy choosy = new Choosy(new OrdersProjection(ledger.core.eventCodec()), true);
        place(100, 5);
        Projections live = start(ledger, List.of(choosy), new Projections.Settings(5, 1));
        caughtUp(live);
        String before = live.digest("orders");
        choosy.cutOffBehind = 75;
        assertThatThrownBy(() -> live.rebuild("orders")).hasRootCauseMessage("the connection was lost");
        database.asOwner("alter table ledger_orders.order_row drop constraint order_row_pk,"
                + " add constraint order_row_pk primary key (organisation, order_id)");
        choosy.cutOffBehind = Long.MAX_VALUE;
        choosy.rebuilt.clear();
        live.rebuild("orders");
        assertThat(choosy.rebuilt).anyMatch(position -> position < 25);
        assertThat(live.digest("orders")).isEqualTo(before);
        assertThat(structure("orders"))
                .anyMatch(index ->
                        index.endsWith("order_row_pk ON ledger_orders.order_row USING btree (organisation, order_id)"));
    }

    /** Its pages do not wait for the disk: that a crash took them is found before more is written behind the gap. */
    @ParameterizedTest
    @ValueSource(strings = {"old.position <= 50 and new.position > 50", "new.position = new.target"})
    void aRebuildWhosePagesTheDatabaseLostStopsAndCanBeBegunAgain(String lost) {
        place(100, 5);
        Projections live = start(
                ledger,
                List.of(new Choosy(new OrdersProjection(ledger.core.eventCodec()), true)),
                new Projections.Settings(5, 1));
        caughtUp(live);
        String before = live.digest("orders");
        database.asOwner("""
                create function public.lose_pages() returns trigger language plpgsql as $$
                begin
                    new.position := 0;
                    return new;
                end $$;
                create trigger lose_pages before update on ledger.rebuild
                    for each row when (%s) execute function public.lose_pages()""".formatted(lost));
        assertThatThrownBy(() -> live.rebuild("orders"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lost pages of the rebuild of orders")
                .hasMessageContaining("begin it again");
        assertThat(live.status("orders", DEMO).state()).isEqualTo("RUNNING");
        database.asOwner("drop trigger lose_pages on ledger.rebuild");
        live.rebuild("orders");
        assertThat(live.digest("orders")).isEqualTo(before);
    }

    /** A token may be lost in a crash of the database only where nothing is lost with it: the processor itself goes on behind it. */
    @Test
    void onlyATokenAloneDoesNotWaitForTheDisk() {
        database.asOwner("""
                create table public.token_moved (position bigint, durable boolean);
                create function public.token_moved() returns trigger language plpgsql security definer as $$
                begin
                    insert into public.token_moved values (new.position, current_setting('synchronous_commit') = 'on');
                    return new;
                end $$;
                create trigger token_moved after update on ledger.processor_token
                    for each row when (new.position > old.position) execute function public.token_moved()""");
        Projections live = start(List.of(new Choosy(new OrdersProjection(ledger.core.eventCodec()), false)), 1);
        assertThat(durable(live)).as("the catalogue is not of concern").isFalse();
        ledger.run(DEMO, order(DEMO, "5-1", "a", 1_000, OrderStatus.SUCCESSFUL, MARCH));
        assertThat(durable(live)).as("an order").isTrue();
        ledger.run(DEMO, order(DEMO, "5-3", "a", 1_000, OrderStatus.SUCCESSFUL, MARCH));
        assertThat(durable(live)).as("one that is parked").isTrue();
        ledger.run(DEMO, confirm("5-3", new Random(1)));
        assertThat(durable(live)).as("one that is parked behind it").isTrue();
        ledger.withCatalogue(DEMO, "c");
        assertThat(durable(live)).as("the catalogue again").isFalse();
    }

    /** How the token came to where it is. */
    private boolean durable(Projections live) {
        caughtUp(live);
        return JdbcClient.create(database.owner())
                .sql("select durable from public.token_moved order by position desc limit 1")
                .query(Boolean.class)
                .single();
    }

    @Test
    void twoRebuildsAtATimeAreOne() throws Exception {
        Projections live = standard(1);
        try (var holder = ledger.pool().getConnection();
                var statement = holder.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('ledger_orders_next', 0))");
            assertThatExceptionOfType(ProjectionBusyException.class).isThrownBy(() -> live.rebuild("orders"));
            statement.execute("select pg_advisory_unlock_all()");
        }
        live.rebuild("orders");
    }
}
