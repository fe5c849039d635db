package org.commissionledger.projection.orders;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the orders whose commission has been pending for long. */
public final class OverdueQueries {

    private final JdbcClient sql;

    public OverdueQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Which orders are meant; null is any. */
    public record Filter(
            @Nullable String providerId, @Nullable String categoryId) {}

    /** Where a page ended: the next one begins behind it. */
    public record Place(Instant placedAt, String orderId) {}

    // Grain: one order. Range: placed before. Index: order_row_pending.
    /** Oldest first. */
    public List<OrderRow> list(String organisation, Filter filter, Instant before, @Nullable Place after, int limit) {
        OffsetDateTime at = after == null ? null : Times.timestamp(after.placedAt());
        String id = after == null ? null : after.orderId();
        return sql.sql("select * from ledger_orders.order_row where organisation = ? and commission_status = 'PENDING'"
                        + " and placed_at < ? and (?::text is null or provider_id = ?)"
                        + " and (?::text is null or category_id = ?)"
                        + " and (?::timestamptz is null or (placed_at, order_id) > (?::timestamptz, ?::text))"
                        + " order by placed_at, order_id limit ?")
                .params(Arrays.asList(
                        organisation,
                        Times.timestamp(before),
                        filter.providerId(),
                        filter.providerId(),
                        filter.categoryId(),
                        filter.categoryId(),
                        at,
                        at,
                        id,
                        limit))
                .query(OrderQueries::row)
                .list();
    }
}
