package org.commissionledger.projection.orders;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.projection.time.Cut;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what was ordered, interval by interval. */
public final class OrderSeries {

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
     * @param bounds the starts of the intervals in order, and the end of the last one
     * @param filter its from and to are not read
     */
    // Grain: interval x currency. Unit: minor. Range: [first bound, last bound), each interval made up of months, days,
    // hours and quarters of an hour, and single orders at ragged ends. Index: total_cell_pk, order_row_placed.
    public List<List<Sum>> sums(String organisation, OrderFilter filter, List<Instant> bounds) {
        Cut cut = Cut.of(bounds, TotalsQueries.GRAINS);
        List<Object> values = new ArrayList<>();
        String parts = cells(organisation, filter, cut, values);
        if (!cut.isAllBuckets()) {
            parts += " union all " + orders(organisation, filter, cut, values);
        }
        List<List<Sum>> sums = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            sums.add(new ArrayList<>());
        }
        sql.sql("select i, currency, sum(orders), sum(successful), sum(value), sum(pending), sum(paid) from (" + parts
                        + ") parts group by i, currency having sum(orders) <> 0 order by i, currency")
                .params(values)
                .query(r -> {
                    sums.get(r.getInt(1))
                            .add(new Sum(
                                    r.getString(2),
                                    r.getBigDecimal(3).longValueExact(),
                                    r.getBigDecimal(4).longValueExact(),
                                    r.getBigDecimal(5).toBigIntegerExact(),
                                    r.getBigDecimal(6).toBigIntegerExact(),
                                    r.getBigDecimal(7).toBigIntegerExact()));
                });
        return sums;
    }

    private static String cells(String organisation, OrderFilter filter, Cut cut, List<Object> values) {
        String part = """
                select p.i, c.currency, c.orders, case when c.status = 'SUCCESSFUL' then c.orders else 0 end as successful,
                       c.value, c.pending, c.paid
                  from unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[]) as p(i, grain, start, stop)
                 cross join lateral (select * from ledger_orders.total_cell c
                                      where c.organisation = ? and c.grain = p.grain
                                        and c.bucket >= p.start and c.bucket < p.stop%s offset 0) c""";
        values.addAll(cut.buckets());
        values.add(organisation);
        return part.formatted(dimensions(filter, values));
    }

    private static String orders(String organisation, OrderFilter filter, Cut cut, List<Object> values) {
        String part = """
                select p.i, o.currency, 1 as orders, case when o.status = 'SUCCESSFUL' then 1 else 0 end as successful,
                       o.value, o.pending, o.paid
                  from unnest(?::int[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[]) as p(i, start, stop, begin)
                 cross join lateral (select * from ledger_orders.order_row o
                                      where o.organisation = ? and o.placed_at >= p.start and o.placed_at < p.stop%s
                                     offset 0) o""";
        values.addAll(cut.rest());
        values.add(organisation);
        return part.formatted(dimensions(filter, values));
    }

    private static String dimensions(OrderFilter filter, List<Object> values) {
        StringBuilder conditions = new StringBuilder();
        filter.dimensions().forEach((column, value) -> {
            conditions.append(" and ").append(column).append(" = ?");
            values.add(value);
        });
        return conditions.toString();
    }

    /** The start of the month of the first order; nothing where there is none. */
    // Grain: one row. Index: total_cell_pk.
    public Optional<Instant> firstMonth(String organisation) {
        return sql.sql("select bucket from ledger_orders.total_cell where organisation = ? and grain = 'MONTH'"
                        + " order by bucket limit 1")
                .param(organisation)
                .query((r, n) -> r.getObject(1, OffsetDateTime.class).toInstant())
                .optional();
    }
}
