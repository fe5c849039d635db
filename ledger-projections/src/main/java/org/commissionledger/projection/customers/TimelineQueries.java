package org.commissionledger.projection.customers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what a customer did and what became of their orders. */
public final class TimelineQueries {

    private final JdbcClient sql;

    public TimelineQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Where a page ended. */
    public record Place(Instant at, long position) {}

    /**
     * Which entries are meant; what is null does not filter.
     *
     * @param funnel those that show a stage of the funnel, or those that do not
     */
    public record Filter(
            @Nullable Boolean funnel, @Nullable String type) {

        public static final Filter ALL = new Filter(null, null);
    }

    /**
     * One entry.
     *
     * @param funnel whether it shows a stage of the funnel; otherwise it is behaviour
     * @param customerId the id that it was recorded with
     * @param amount minor units, of the order or of the commission's move
     * @param properties the JSON text that was recorded
     */
    public record Entry(
            String customerId,
            Instant at,
            long position,
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
            @Nullable String properties) {}

    /**
     * Newest first in business time, with those of all ids that were merged into the customer.
     *
     * @param customerId one that is not merged
     * @param after the end of the page before, null for the first
     */
    // Grain: one entry. Index: customer_pk and customer_merged for the ids, then entry_pk for at most limit entries of
    // each.
    public List<Entry> list(String organisation, String customerId, @Nullable Place after, int limit) {
        return list(organisation, customerId, Filter.ALL, after, limit);
    }

    /** The same of those entries that pass the filter. */
    // Grain: one entry. Index: as above; entries that do not pass are read past.
    public List<Entry> list(
            String organisation, String customerId, Filter filter, @Nullable Place after, int limit) {
        List<Object> values =
                new ArrayList<>(List.of(organisation, customerId, organisation, customerId, organisation));
        StringBuilder conditions = new StringBuilder();
        if (after != null) {
            conditions.append(" and (e.at, e.position) < (?, ?)");
            values.add(CustomerQueries.timestamp(after.at()));
            values.add(after.position());
        }
        if (filter.funnel() != null) {
            conditions.append(filter.funnel() ? " and e.stage > 0" : " and e.stage = 0");
        }
        if (filter.type() != null) {
            conditions.append(" and e.type = ?");
            values.add(filter.type());
        }
        values.add(limit);
        values.add(limit);
        return sql.sql("""
                        select e.* from (
                            select customer_id from ledger_customers.customer where organisation = ? and customer_id = ?
                            union all
                            select customer_id from ledger_customers.customer where organisation = ? and merged_into = ?
                        ) ids cross join lateral (
                            select * from ledger_customers.entry e
                             where e.organisation = ? and e.customer_id = ids.customer_id%s
                             order by e.at desc, e.position desc limit ?
                        ) e order by e.at desc, e.position desc limit ?""".formatted(conditions))
                .params(values)
                .query(TimelineQueries::entry)
                .list();
    }

    private static Entry entry(ResultSet r, int n) throws SQLException {
        return new Entry(
                r.getString("customer_id"),
                r.getObject("at", OffsetDateTime.class).toInstant(),
                r.getLong("position"),
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
