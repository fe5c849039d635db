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
        String behind = after == null ? "" : " and (e.at, e.position) < (?, ?)";
        List<Object> values =
                new ArrayList<>(List.of(organisation, customerId, organisation, customerId, organisation));
        if (after != null) {
            values.add(CustomerQueries.timestamp(after.at()));
            values.add(after.position());
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
                        ) e order by e.at desc, e.position desc limit ?""".formatted(behind))
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
