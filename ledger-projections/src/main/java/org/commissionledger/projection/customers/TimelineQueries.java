package org.commissionledger.projection.customers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.projection.past.KnownCustomers;
import org.commissionledger.projection.past.Moment;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what a customer did and what became of their orders. */
public final class TimelineQueries {

    private static final String SAME_NOW = """
            select number from ledger_customers.customer where organisation = ? and customer_id = ?
            union all
            select number from ledger_customers.customer where organisation = ? and merged_into = ?""";

    private static final String SAME_THEN =
            "select number from ledger_customers.customer where organisation = ? and customer_id = any(?)";

    private final DataSource dataSource;
    private final JdbcClient sql;
    private final EventCodec codec;

    public TimelineQueries(DataSource dataSource, EventCodec codec) {
        this.dataSource = dataSource;
        this.sql = JdbcClient.create(dataSource);
        this.codec = codec;
    }

    /** Where a page ended. */
    public record Place(Instant at, long position, int step) {}

    /**
     * Which entries are meant; what is null does not filter.
     *
     * @param funnel those that show a stage of the funnel, or those that do not
     */
    public record Filter(@Nullable Boolean funnel, @Nullable String type, Part part) {

        public static final Filter ALL = new Filter(null, null, Part.ALL);

        /** @param kind FUNNEL or BEHAVIOUR */
        public static Filter of(@Nullable String kind, @Nullable String type, Part part) {
            return new Filter(kind == null ? null : kind.equals("FUNNEL"), type, part);
        }

        boolean passes(Entry entry) {
            return (funnel == null || funnel == entry.funnel()) && (type == null || type.equals(entry.type()));
        }
    }

    /**
     * Which part of a timeline; what is null does not filter.
     *
     * @param from happened at or after
     * @param to happened before
     * @param position known there
     */
    public record Part(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String categoryId,
            @Nullable String integrationId,
            @Nullable Long position) {

        public static final Part ALL = new Part(null, null, null, null, null);

        private void addTo(StringBuilder conditions, List<Object> values) {
            and(conditions, values, "e.at >= ?", from == null ? null : CustomerQueries.timestamp(from));
            and(conditions, values, "e.at < ?", to == null ? null : CustomerQueries.timestamp(to));
            and(conditions, values, "e.category_id = ?", categoryId);
            and(conditions, values, "e.integration_id = ?", integrationId);
            and(conditions, values, "e.position <= ?", position);
        }

        private static void and(
                StringBuilder conditions, List<Object> values, String condition, @Nullable Object value) {
            if (value != null) {
                conditions.append(" and ").append(condition);
                values.add(value);
            }
        }
    }

    /**
     * One entry.
     *
     * @param step where one event shows as several entries: in which order they came
     * @param funnel whether it shows a stage of the funnel; otherwise it is behaviour
     * @param customerId the id that it was recorded with
     * @param amount minor units, of the order or of the commission's move
     * @param properties the JSON text that was recorded
     */
    public record Entry(
            String customerId,
            Instant at,
            long position,
            int step,
            Instant recordedAt,
            String type,
            boolean funnel,
            @Nullable String eventId,
            @Nullable String orderId,
            @Nullable String productId,
            @Nullable String categoryId,
            @Nullable String integrationId,
            @Nullable String channel,
            @Nullable Long amount,
            @Nullable String currency,
            @Nullable String properties) {

        /** What else the same event shows. */
        Entry also(
                int laterStep,
                String otherType,
                boolean ofFunnel,
                @Nullable Long otherAmount,
                @Nullable String otherCurrency) {
            return new Entry(
                    customerId,
                    at,
                    position,
                    laterStep,
                    recordedAt,
                    otherType,
                    ofFunnel,
                    eventId,
                    orderId,
                    productId,
                    categoryId,
                    integrationId,
                    channel,
                    otherAmount,
                    otherCurrency,
                    null);
        }
    }

    /**
     * Newest first in business time, with those of all ids that were merged into the customer.
     *
     * @param customerId one that is not merged
     * @param after the end of the page before, null for the first
     */
    // Grain: one entry. Index: customer_pk and customer_merged for the ids, then entry_pk for at most limit entries of
    // each, and event_position for what they accrued.
    public List<Entry> list(String organisation, String customerId, @Nullable Place after, int limit) {
        return list(organisation, customerId, Filter.ALL, after, limit);
    }

    /** The same of those entries that pass the filter. */
    public List<Entry> list(String organisation, String customerId, Filter filter, @Nullable Place after, int limit) {
        List<Entry> found = new ArrayList<>();
        Place place = after;
        while (true) {
            List<Entry> entries = read(organisation, customerId, filter, place, limit);
            entries.stream().filter(filter::passes).limit(limit - found.size()).forEach(found::add);
            if (entries.size() < limit || found.size() == limit) {
                return found;
            }
            Entry last = entries.getLast();
            place = new Place(last.at(), last.position(), last.step());
        }
    }

    /** Some more than pass the filter: what an order's event also says is told apart only when it is read. */
    private List<Entry> read(String organisation, String customerId, Filter filter, @Nullable Place after, int limit) {
        List<Object> values = new ArrayList<>();
        String ids = ids(organisation, customerId, filter.part(), values);
        values.add(organisation);
        StringBuilder conditions = new StringBuilder();
        if (after != null) {
            conditions.append(" and (e.at, e.position) <= (?, ?)");
            values.add(CustomerQueries.timestamp(after.at()));
            values.add(after.position());
        }
        if (filter.funnel() != null) {
            conditions.append(filter.funnel() ? " and e.stage > 0" : " and e.stage in (0, 5)");
        }
        if (filter.type() != null) {
            conditions.append(" and (e.type = ? or e.stage = 5)");
            values.add(filter.type());
        }
        filter.part().addTo(conditions, values);
        values.add(limit + 1);
        values.add(limit + 1);
        return sql.sql("""
                        select e.*, ev.type as event_type, ev.revision, ev.payload from (
                            %s
                        ) ids cross join lateral (
                            select * from ledger_customers.entry e
                             where e.organisation = ? and e.number = ids.number%s
                             order by e.at desc, e.position desc limit ?
                        ) e left join ledger.event ev on ev.position = e.position and e.stage = 5
                        order by e.at desc, e.position desc limit ?""".formatted(ids, conditions)).params(values).query((r, n) -> entries(r)).list().stream()
                .flatMap(List::stream)
                .filter(entry -> after == null || isBehind(entry, after))
                .limit(limit)
                .toList();
    }

    private String ids(String organisation, String customerId, Part part, List<Object> values) {
        if (part.position() == null) {
            values.addAll(List.of(organisation, customerId, organisation, customerId));
            return SAME_NOW;
        }
        try (Connection connection = dataSource.getConnection()) {
            Moment moment = new Moment(part.position(), null);
            values.add(organisation);
            values.add(KnownCustomers.sameAs(connection, organisation, customerId, moment)
                    .toArray(String[]::new));
            return SAME_THEN;
        } catch (SQLException e) {
            throw new UncategorizedSQLException("customers who are the same", null, e);
        }
    }

    private static boolean isBehind(Entry entry, Place place) {
        return !entry.at().equals(place.at()) || entry.position() != place.position() || entry.step() < place.step();
    }

    /** An order that was placed as successful was placed, succeeded and accrued its commission with one event. Newest first. */
    private List<Entry> entries(ResultSet r) throws SQLException {
        Entry entry = entry(r);
        String type = r.getString("event_type");
        if (type == null) {
            return List.of(entry);
        }
        OrderEvent event = (OrderEvent) codec.decode(type, r.getInt("revision"), r.getString("payload"));
        List<Entry> entries = new ArrayList<>();
        Commission commission = event.commission();
        if (commission.pending() > 0) {
            entries.add(entry.also(
                    2,
                    "COMMISSION_ACCRUED",
                    false,
                    commission.pending(),
                    commission.currency().getCurrencyCode()));
        }
        if (event instanceof OrderPlaced) {
            entries.add(entry.also(1, "ORDER_SUCCESSFUL", true, null, null));
        }
        entries.add(entry);
        return entries;
    }

    private static Entry entry(ResultSet r) throws SQLException {
        return new Entry(
                r.getString("customer_id"),
                r.getObject("at", OffsetDateTime.class).toInstant(),
                r.getLong("position"),
                0,
                r.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                r.getString("type"),
                r.getInt("stage") > 0,
                r.getString("event_id"),
                r.getString("order_id"),
                r.getString("product_id"),
                r.getString("category_id"),
                r.getString("integration_id"),
                r.getString("channel"),
                r.getObject("amount", Long.class),
                r.getString("currency"),
                r.getString("properties"));
    }
}
