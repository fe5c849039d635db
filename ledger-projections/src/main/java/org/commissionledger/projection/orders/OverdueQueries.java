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

    private static final OffsetDateTime EARLIEST = OffsetDateTime.parse("0001-01-02T00:00:00Z");

    private final JdbcClient sql;

    public OverdueQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Which orders are meant; null is any. */
    public record Filter(
            @Nullable String providerId, @Nullable String categoryId) {}

    /** Where a page ended: the next one begins behind it. */
    public record Place(Instant placedAt, String orderId) {}

    /**
     * Whether anything of a day is pending, its cells of the totals tell: only days that have some are looked through, the oldest first, until
     * there are enough for a page. An index of what is pending would make every confirmation touch it.
     */
    // Grain: one order. Range: placed before. Index: total_cell_pk, order_row_placed.
    private static final String LIST = """
            select o.* from (
                 select bucket, sum(case when bucket > ?::timestamptz then n else 0 end)
                                over (order by bucket rows between unbounded preceding and 1 preceding) as earlier
                   from (select bucket, sum(orders) as n from ledger_orders.total_cell
                          where organisation = ? and grain = 'DAY' and bucket < ? and bucket >= ?::timestamptz - interval '1 day'
                            and commission_status = 'PENDING' and (?::text is null or provider_id = ?)
                            and (?::text is null or category_id = ?)
                          group by bucket having sum(orders) > 0) days) d
             cross join lateral (
                 select * from ledger_orders.order_row r
                  where r.organisation = ? and r.placed_at >= d.bucket and r.placed_at < d.bucket + interval '1 day'
                    and r.placed_at < ? and r.commission_status = 'PENDING' and (?::text is null or r.provider_id = ?)
                    and (?::text is null or r.category_id = ?)
                    and (r.placed_at, r.order_id) > (?::timestamptz, ?::text)) o
             where coalesce(d.earlier, 0) < ?
             order by o.placed_at, o.order_id limit ?""";

    /** Oldest first. */
    public List<OrderRow> list(String organisation, Filter filter, Instant before, @Nullable Place after, int limit) {
        OffsetDateTime until = Times.timestamp(before);
        OffsetDateTime at = after == null ? EARLIEST : Times.timestamp(after.placedAt());
        String provider = filter.providerId();
        String category = filter.categoryId();
        return sql.sql(LIST)
                .params(Arrays.asList(
                        at,
                        organisation,
                        until,
                        at,
                        provider,
                        provider,
                        category,
                        category,
                        organisation,
                        until,
                        provider,
                        provider,
                        category,
                        category,
                        at,
                        after == null ? "" : after.orderId(),
                        limit,
                        limit))
                .query(OrderQueries::row)
                .list();
    }
}
