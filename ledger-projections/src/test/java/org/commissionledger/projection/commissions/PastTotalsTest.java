package org.commissionledger.projection.commissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.Standing;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.commissions.Explanation.Change;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.commissionledger.projection.past.Moment;
import org.commissionledger.testing.RandomOrders;
import org.commissionledger.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Random histories, with news that come late and out of order, and random questions of both times: against a model that goes through all
 * events. Positions have gaps, as those of one organisation among others do, so that few events make blocks of several levels.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PastTotalsTest {

    private static final int EVENTS = Integer.getInteger("ledger.test.past.events", 1_200);
    private static final int QUESTIONS = 30;
    private static final String SCHEMA = "ledger_commissions";
    private static final String DEMO = "demo";
    private static final String KNOWN = "c-3";
    private static final List<String> ANONYMOUS = List.of("c-5", "c-6");

    private final long seed = Long.getLong("ledger.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final DataSource database = TestDatabase.migrated().service();
    private final JdbcClient sql = JdbcClient.create(database);
    private final PastTotals totals = new PastTotals(database);
    private final Explanation explanation = new Explanation(database);
    private final List<Happened> history = new ArrayList<>();
    private final List<Merged> merges = new ArrayList<>();

    private record Happened(long position, Instant effectiveAt, OrderEvent event) {}

    /** From then on what {@code anonymous} did is what {@code KNOWN} did. */
    private record Merged(long position, Instant effectiveAt, String anonymous) {}

    @BeforeAll
    void aHistory() throws SQLException {
        RandomOrders orders = new RandomOrders(random);
        long position = 0;
        while (history.size() < EVENTS) {
            for (OrderEvent event : orders.next()) {
                position += 1 + random.nextInt(120);
                Instant at = at(event).minus(Duration.ofHours(random.nextInt(4) == 0 ? random.nextInt(900) : 0));
                history.add(new Happened(position, at, event));
                if (merges.size() < ANONYMOUS.size() && history.size() > (merges.size() + 1) * EVENTS / 3) {
                    merges.add(new Merged(position + 1, sometime(), ANONYMOUS.get(merges.size())));
                    position += 2; // the streams of both say so
                }
            }
        }
        try (Connection connection = database.getConnection()) {
            store(connection);
            fold(connection, history);
        }
    }

    private Instant sometime() {
        return history.get(random.nextInt(history.size())).effectiveAt();
    }

    private static Instant at(OrderEvent event) {
        return switch (event) {
            case OrderPlaced e -> e.at();
            case OrderEvent.OrderSucceeded e -> e.at();
            case OrderEvent.OrderFailed e -> e.at();
            case OrderEvent.CommissionConfirmed e -> e.at();
            case OrderEvent.CommissionDeclined e -> e.at();
            case OrderEvent.CommissionAmended e -> e.at();
            case OrderEvent.CommissionReversed e -> e.at();
        };
    }

    private static RecordedEvent recorded(Happened h) {
        return new RecordedEvent(
                h.position(),
                new OrganisationId(DEMO),
                h.position(),
                UUID.nameUUIDFromBytes(Long.toString(h.position()).getBytes(StandardCharsets.UTF_8)),
                "order/" + h.event().order().orderId(),
                h.position(),
                "order.placed",
                1,
                h.effectiveAt(),
                Instant.EPOCH,
                "{}",
                "{}",
                new byte[32]);
    }

    private void store(Connection connection) throws SQLException {
        try (PreparedStatement event = connection.prepareStatement("""
                        insert into ledger.event (position, organisation, ledger_sequence, event_id, stream, stream_sequence, type,
                               revision, effective_at, recorded_at, payload, metadata, hash)
                        values (?, 'demo', ?, gen_random_uuid(), ?, ?, 'order.placed', 1, ?::timestamptz, now(), '{}', '{}', '')""")) {
            for (Happened h : history) {
                event.setLong(1, h.position());
                event.setLong(2, h.position());
                event.setString(3, "order/" + h.event().order().orderId());
                event.setLong(4, h.position());
                event.setString(5, h.effectiveAt().toString());
                event.addBatch();
            }
            event.executeBatch();
        }
        for (Merged m : merges) {
            store(m.position(), m.effectiveAt(), KNOWN, "customer.merged", "anonymousId", m.anonymous());
            store(m.position() + 1, m.effectiveAt(), m.anonymous(), "customer.merged-into", "knownId", KNOWN);
        }
        sql.sql("""
                        insert into ledger_orders.order_row
                        select 'demo', substr(stream, 7), '', '', '', 0, '', 0, 0, 0, 0, 0, '', '', '', '',
                               'c-' || (hashtext(stream) & 7), now(), now(), '', 0
                          from ledger.event where stream like 'order/%' group by stream""").update();
    }

    private void store(long position, Instant at, String customer, String type, String field, String other) {
        sql.sql("""
                        insert into ledger.event (position, organisation, ledger_sequence, event_id, stream, stream_sequence, type,
                               revision, effective_at, recorded_at, payload, metadata, hash)
                        values (?, 'demo', ?, gen_random_uuid(), ?, ?, ?, 1, ?::timestamptz, now(), ?, '{}', '')""")
                .params(
                        position,
                        position,
                        "customer/" + customer,
                        position,
                        type,
                        at.toString(),
                        "{\"" + field + "\":\"" + other + "\"}")
                .update();
    }

    private static void fold(Connection connection, List<Happened> events) throws SQLException {
        Fold fold = new CommissionsProjection().newFold();
        events.forEach(h -> fold.add(recorded(h), h.event()));
        fold.write(connection, SCHEMA);
        fold.writeShared(connection, SCHEMA);
    }

    private void makeBlocks() throws SQLException {
        try (Connection connection = database.getConnection()) {
            while (MovementCells.SUMS.step(connection, SCHEMA, history.getLast().position())) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    /** Of all organisations, and of the only one as well. */
    private List<String> wrongCells() throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            MovementCells.SUMS.read(connection, SCHEMA, null, wrong::add);
            List<String> ofOne = new ArrayList<>();
            MovementCells.SUMS.read(connection, SCHEMA, new OrganisationId(DEMO), ofOne::add);
            assertThat(ofOne).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(wrong);
        }
        return wrong;
    }

    @Test
    void areWhatTheEventsAddUpToWhateverBlocksAreMade() throws SQLException {
        ask();
        makeBlocks();
        assertThat(sql.sql("select count(distinct level) from ledger_commissions.block")
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        ask();
        forgetSome();
        ask();
        makeBlocks();
        assertThat(wrongCells()).as("seed %d", seed).isEmpty();
        ask();
        sql.sql("update ledger_commissions.movement_cell set paid = paid + 1 where ctid = (select min(ctid) from"
                        + " ledger_commissions.movement_cell where level = 1)")
                .update();
        assertThat(wrongCells()).isNotEmpty();
        try (Connection connection = database.getConnection()) {
            MovementCells.SUMS.read(connection, SCHEMA, new OrganisationId("nobody"), line -> fail(line));
        }
        sql.sql("truncate ledger_commissions.movement_cell, ledger_commissions.block")
                .update();
    }

    private void forgetSome() throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (int i = 0; i < 3; i++) {
                long late = history.get(random.nextInt(EVENTS)).position();
                MovementCells.SUMS.forget(connection, SCHEMA, late);
            }
        }
    }

    private void ask() {
        for (int i = 0; i < QUESTIONS; i++) {
            OrderFilter filter = filter();
            Moment moment = moment();
            assertThat(totals.totals(DEMO, filter, moment))
                    .as("seed %d, %s, %s", seed, filter, moment)
                    .isEqualTo(model(filter, moment));
        }
    }

    @Test
    void differByTheEventsThatExplainIt() {
        for (int i = 0; i < QUESTIONS; i++) {
            OrderFilter filter = filter();
            Moment from = i % 5 == 0 ? Moment.BEGINNING : moment();
            Moment to = moment();
            Sums difference = new Sums();
            model(filter, to).forEach(t -> difference.add(t, 1));
            model(filter, from).forEach(t -> difference.add(t, -1));
            Sums explained = new Sums();
            int page = 1 + random.nextInt(400);
            long after = 0;
            List<Change> changes = explanation.changes(DEMO, filter, from, to, after, page);
            while (!changes.isEmpty()) {
                changes.forEach(c -> explained.add(total(c), 1));
                after = changes.getLast().position();
                changes = explanation.changes(DEMO, filter, from, to, after, page);
            }
            assertThat(explained.totals())
                    .as("seed %d, %s, %s to %s", seed, filter, from, to)
                    .isEqualTo(difference.totals());
        }
    }

    private static Total total(Change c) {
        return new Total(
                c.currency(), c.orders(), big(c.pending()), big(c.paid()), big(c.declined()), big(c.reversed()));
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    @Test
    void areNothingBeforeTheFirstEvent() {
        assertThat(totals.totals(DEMO, OrderFilter.ALL, Moment.BEGINNING)).isEmpty();
        assertThat(totals.totals(DEMO, OrderFilter.ALL, new Moment(1 << 30, Instant.EPOCH)))
                .isEmpty();
        assertThat(totals.totals("nobody", OrderFilter.ALL, new Moment(1 << 30, null)))
                .isEmpty();
    }

    /** As often as not the very time of an event, which counts, or the last moment before it. */
    private @Nullable Instant time() {
        Happened some = history.get(random.nextInt(EVENTS));
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> some.effectiveAt();
            case 2 -> some.effectiveAt().minusNanos(1_000);
            case 3 -> some.effectiveAt().plusSeconds(random.nextInt(1_000_000));
            default -> some.event().order().placedAt();
        };
    }

    private Moment moment() {
        long position = history.get(random.nextInt(EVENTS)).position();
        return new Moment(random.nextInt(6) == 0 ? history.getLast().position() : position, time());
    }

    private OrderFilter filter() {
        Instant from = random.nextBoolean() ? null : time();
        Instant to = random.nextBoolean() ? null : time();
        return new OrderFilter(
                from,
                to != null && from != null && to.isBefore(from) ? null : to,
                random.nextInt(4) == 0 ? OrderStatus.values()[random.nextInt(3)].name() : null,
                random.nextInt(4) == 0 ? List.of("N/A", "PENDING", "SUCCESSFUL").get(random.nextInt(3)) : null,
                random.nextInt(8) == 0 ? "gifts" : null,
                random.nextInt(4) == 0 ? "japan" : null,
                random.nextInt(8) == 0 ? "product-germany" : null,
                random.nextInt(8) == 0 ? "web-shop" : null,
                random.nextInt(3) == 0 ? List.of(KNOWN, "c-5", "c-6", "c-7").get(random.nextInt(4)) : null);
    }

    private List<Total> model(OrderFilter filter, Moment moment) {
        Sums sums = new Sums();
        List<String> ofCustomer = sql.sql("select order_id from ledger_orders.order_row where customer_id in (:ids)")
                .param("ids", ids(filter.customerId(), moment))
                .query(String.class)
                .list();
        for (Happened h : history) {
            boolean known = h.position() <= moment.position();
            boolean happened = happened(h.effectiveAt(), moment);
            boolean customer = filter.customerId() == null
                    || ofCustomer.contains(h.event().order().orderId().value());
            if (known && happened && customer && meant(h.event(), filter)) {
                Standing before = h.event().before();
                add(sums, filter, new Standing(h.event().status(), h.event().commission()), 1);
                if (before != null) {
                    add(sums, filter, before, -1);
                }
            }
        }
        return sums.totals();
    }

    private static boolean happened(Instant effectiveAt, Moment moment) {
        return moment.effectiveAsOf() == null || !effectiveAt.isAfter(moment.effectiveAsOf());
    }

    /** Every id that stood for the customer by then; that one alone while it was nobody else's. */
    private Set<String> ids(@Nullable String customer, Moment moment) {
        List<String> merged = merges.stream()
                .filter(m -> m.position() <= moment.position() && happened(m.effectiveAt(), moment))
                .map(Merged::anonymous)
                .toList();
        Set<String> ids = new HashSet<>(Set.of(customer == null ? "" : customer));
        if (KNOWN.equals(customer) || merged.contains(customer)) {
            ids.add(KNOWN);
            ids.addAll(merged);
        }
        return ids;
    }

    private static boolean meant(OrderEvent event, OrderFilter filter) {
        Instant placed = event.order().placedAt();
        return (filter.from() == null || !placed.isBefore(filter.from()))
                && (filter.to() == null || placed.isBefore(filter.to()))
                && is(filter.categoryId(), event.order().categoryId().value())
                && is(filter.providerId(), event.order().providerId().value())
                && is(filter.productId(), event.order().productId().value())
                && is(filter.integrationId(), event.order().integrationId().value());
    }

    private static boolean is(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    private static void add(Sums sums, OrderFilter filter, Standing standing, int sign) {
        Commission c = standing.commission();
        if (is(filter.status(), standing.status().name())
                && is(filter.commissionStatus(), c.status().toString())) {
            sums.add(
                    new Total(
                            c.currency().getCurrencyCode(),
                            1,
                            big(c.pending()),
                            big(c.paid()),
                            big(c.declined()),
                            big(c.reversed())),
                    sign);
        }
    }

    /** Totals by currency, without those of nothing. */
    private static final class Sums {
        private final Map<String, Total> all = new TreeMap<>();

        void add(Total t, int sign) {
            BigInteger by = big(sign);
            all.merge(
                    t.currency(),
                    new Total(
                            t.currency(),
                            sign * t.orders(),
                            t.pending().multiply(by),
                            t.paid().multiply(by),
                            t.declined().multiply(by),
                            t.reversed().multiply(by)),
                    (a, b) -> new Total(
                            a.currency(),
                            a.orders() + b.orders(),
                            a.pending().add(b.pending()),
                            a.paid().add(b.paid()),
                            a.declined().add(b.declined()),
                            a.reversed().add(b.reversed())));
        }

        List<Total> totals() {
            return all.values().stream()
                    .filter(t -> t.orders() != 0
                            || t.pending().signum() != 0
                            || t.paid().signum() != 0
                            || t.declined().signum() != 0
                            || t.reversed().signum() != 0)
                    .toList();
        }
    }
}
