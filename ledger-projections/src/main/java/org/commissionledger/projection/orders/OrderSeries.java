package org.commissionledger.projection.orders;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.commissionledger.projection.time.Cut;
import org.commissionledger.projection.time.Grain;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what was ordered, interval by interval. */
public final class OrderSeries {

    /** The buckets that series are kept in. */
    static final List<Grain> GRAINS = List.of(Grain.MONTH, Grain.DAY, Grain.HOUR, Grain.QUARTER_HOUR);

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
            BigInteger paid) {

        private Sum plus(Sum other) {
            return new Sum(
                    currency,
                    orders + other.orders,
                    successfulOrders + other.successfulOrders,
                    value.add(other.value),
                    pending.add(other.pending),
                    paid.add(other.paid));
        }
    }

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
        sql.sql(parts).params(values).query(r -> {
            Sum sum = new Sum(
                    r.getString(2),
                    r.getBigDecimal(3).longValueExact(),
                    r.getBigDecimal(4).longValueExact(),
                    r.getBigDecimal(5).toBigIntegerExact(),
                    r.getBigDecimal(6).toBigIntegerExact(),
                    r.getBigDecimal(7).toBigIntegerExact());
            sums.get(interval(bounds, r.getObject(1, OffsetDateTime.class).toInstant()))
                    .merge(sum.currency(), sum, Sum::plus);
        });
        return sums.stream().map(s -> List.copyOf(s.values())).toList();
    }

    /** The number of the interval that a time in it belongs to. */
    private static int interval(List<Instant> bounds, Instant at) {
        int found = Collections.binarySearch(bounds, at);
        return found >= 0 ? found : -found - 2;
    }

    // Grain: bucket x currency. Unit: minor. Range: the buckets that the intervals are made up of. Index:
    // series_cell_pk, once for
    // each run of them.
    private static String cells(
            String organisation,
            @Nullable String categoryId,
            @Nullable String integrationId,
            Cut cut,
            List<Object> values) {
        values.addAll(cut.runs());
        values.add(organisation);
        return """
                select c.bucket, c.currency, sum(c.orders), sum(c.successful), sum(c.value), sum(c.pending), sum(c.paid)
                  from unnest(?::text[], ?::timestamptz[], ?::timestamptz[]) as p(grain, start, stop)
                 cross join lateral (select * from ledger_orders.series_cell c
                                      where c.organisation = ? and c.grain = p.grain
                                        and c.bucket >= p.start and c.bucket < p.stop%s offset 0) c
                 group by c.bucket, c.currency""".formatted(conditions(categoryId, integrationId, values));
    }

    // Grain: interval x currency. Unit: minor. Range: what no bucket covers, less than a quarter of an hour at an end.
    // Index:
    // order_row_placed.
    private static String orders(
            String organisation,
            @Nullable String categoryId,
            @Nullable String integrationId,
            Cut cut,
            List<Object> values) {
        values.addAll(cut.rest());
        values.add(organisation);
        return """
                select p.begin, o.currency, count(*), count(*) filter (where o.status = 'SUCCESSFUL'), sum(o.value), sum(o.pending),
                       sum(o.paid)
                  from unnest(?::int[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[]) as p(i, start, stop, begin)
                 cross join lateral (select * from ledger_orders.order_row o
                                      where o.organisation = ? and o.placed_at >= p.start and o.placed_at < p.stop%s
                                     offset 0) o
                 group by p.begin, o.currency""".formatted(conditions(categoryId, integrationId, values));
    }

    private static String conditions(@Nullable String categoryId, @Nullable String integrationId, List<Object> values) {
        String conditions = "";
        if (categoryId != null) {
            conditions += " and category_id = ?";
            values.add(categoryId);
        }
        if (integrationId != null) {
            conditions += " and integration_id = ?";
            values.add(integrationId);
        }
        return conditions;
    }

    /** The start of the month of the first order; nothing where there is none. */
    // Grain: one row. Index: series_cell_pk.
    public Optional<Instant> firstMonth(String organisation) {
        return sql.sql("select bucket from ledger_orders.series_cell where organisation = ? and grain = 'MONTH'"
                        + " order by bucket limit 1")
                .param(organisation)
                .query((r, n) -> r.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }
}
