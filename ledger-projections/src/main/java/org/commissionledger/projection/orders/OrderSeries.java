package org.commissionledger.projection.orders;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.commissionledger.projection.time.Cut;
import org.commissionledger.projection.time.Grain;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what was ordered, interval by interval. */
public final class OrderSeries {

    /** The buckets that series are kept in. */
    static final List<Grain> GRAINS = List.of(Grain.MONTH, Grain.DAY, Grain.HOUR, Grain.QUARTER_HOUR);

    /** In the place of the category, or of both category and integration, in cells of all of them. */
    static final String ANY = "*";

    private final JdbcClient sql;

    public OrderSeries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Sums in minor units over the orders of one currency that were placed in one interval, as they stand now. */
    public record Sum(
            String currency,
            long orders,
            long successfulOrders,
            BigInteger value,
            BigInteger pending,
            BigInteger paid) {}

    /**
     * One list an interval, by currency.
     *
     * @param categoryId of the orders; null for all
     * @param integrationId of the orders; null for all
     * @param bounds the starts of the intervals in order, and the end of the last one
     */
    public List<List<Sum>> sums(
            String organisation, @Nullable String categoryId, @Nullable String integrationId, List<Instant> bounds) {
        List<Map<String, Sum>> sums = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            sums.add(new TreeMap<>());
        }
        Cut cut = Cut.of(bounds, GRAINS);
        List<Object> values = new ArrayList<>();
        String parts = cells(organisation, categoryId, integrationId, cut, values);
        if (!cut.isAllBuckets()) {
            parts += " union all " + orders(organisation, categoryId, integrationId, cut, values);
        }
        // A part begins in the interval that it is of. The bounds are read once, by a select of their own, not for each
        // row.
        String numbered =
                "select width_bucket(start, (select ?::timestamptz[])) as i, currency, sum(orders), sum(successful), sum(value),"
                        + " sum(pending), sum(paid) from (" + parts + ") parts group by 1, 2";
        values.addFirst(bounds.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}")));
        sql.sql(numbered).params(values).query(r -> {
            Sum sum = new Sum(
                    r.getString(2),
                    r.getBigDecimal(3).longValueExact(),
                    r.getBigDecimal(4).longValueExact(),
                    r.getBigDecimal(5).toBigIntegerExact(),
                    r.getBigDecimal(6).toBigIntegerExact(),
                    r.getBigDecimal(7).toBigIntegerExact());
            sums.get(r.getInt(1) - 1).put(sum.currency(), sum);
        });
        return sums.stream().map(s -> List.copyOf(s.values())).toList();
    }

    // Grain: cell. Unit: minor. Range: the buckets that the intervals are made up of. Index: series_cell_pk, once for
    // each run of them.
    private static String cells(
            String organisation,
            @Nullable String categoryId,
            @Nullable String integrationId,
            Cut cut,
            List<Object> values) {
        values.addAll(cut.runs());
        values.add(organisation);
        values.add(categoryId == null ? ANY : categoryId);
        String integration = "";
        if (integrationId != null || categoryId == null) {
            integration = " and c.integration_id = ?";
            values.add(integrationId == null ? ANY : integrationId);
        }
        return """
                select c.bucket as start, c.currency, c.orders, c.successful, c.value, c.pending, c.paid
                  from unnest(?::text[], ?::timestamptz[], ?::timestamptz[]) as p(grain, start, stop)
                 cross join lateral (select * from ledger_orders.series_cell c
                                      where c.organisation = ? and c.category_id = ?%s and c.grain = p.grain
                                        and c.bucket >= p.start and c.bucket < p.stop offset 0) c""".formatted(integration);
    }

    // Grain: order. Unit: minor. Range: what no bucket covers, less than a quarter of an hour at an end. Index:
    // order_row_placed.
    private static String orders(
            String organisation,
            @Nullable String categoryId,
            @Nullable String integrationId,
            Cut cut,
            List<Object> values) {
        values.addAll(cut.rest());
        values.addAll(Arrays.asList(organisation, categoryId, categoryId, integrationId, integrationId));
        return """
                select p.start, o.currency, 1, case when o.status = 'SUCCESSFUL' then 1 else 0 end, o.value, o.pending, o.paid
                  from unnest(?::int[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[]) as p(i, start, stop, begin)
                 cross join lateral (select * from ledger_orders.order_row o
                                      where o.organisation = ? and o.placed_at >= p.start and o.placed_at < p.stop
                                        and (?::text is null or o.category_id = ?) and (?::text is null or o.integration_id = ?)
                                     offset 0) o""";
    }

    /** The start of the month of the first order; nothing where there is none. */
    // Grain: one row. Index: series_cell_pk.
    public Optional<Instant> firstMonth(String organisation) {
        return sql.sql(
                        "select bucket from ledger_orders.series_cell where organisation = ? and category_id = '*' and grain = 'MONTH'"
                                + " order by bucket limit 1")
                .param(organisation)
                .query((r, n) -> r.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }
}
