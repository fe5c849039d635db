package org.commissionledger.projection.orders;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
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
    // Grain: interval x currency. Unit: minor. Range: [first bound, last bound): cells of days or of quarters of an
    // hour, where
    // the intervals are made of them, and single orders at ragged ends. Index: total_cell_pk, order_row_placed.
    public List<List<Sum>> sums(String organisation, OrderFilter filter, List<Instant> bounds) {
        Instant from = bounds.getFirst();
        Instant to = bounds.getLast();
        List<Object> values = new ArrayList<>();
        values.add(bounds.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}")));
        List<String> parts = new ArrayList<>();
        Grain grain = grain(bounds);
        Instant first = Grain.QUARTER_HOUR.ceiling(from);
        Instant last = Grain.QUARTER_HOUR.floor(to);
        if (grain == Grain.MONTH || !first.isBefore(last)) {
            parts.add(orders(organisation, filter.placedWithin(from, to), values));
        } else {
            parts.add(cells(organisation, filter, new TimeCover.Buckets(grain, first, last), values));
            if (from.isBefore(first)) {
                parts.add(orders(organisation, filter.placedWithin(from, first), values));
            }
            if (last.isBefore(to)) {
                parts.add(orders(organisation, filter.placedWithin(last, to), values));
            }
        }
        List<List<Sum>> sums = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            sums.add(new ArrayList<>());
        }
        sql.sql("select width_bucket(at, ?::timestamptz[]) as i, currency, sum(orders), sum(successful), sum(value),"
                        + " sum(pending), sum(paid) from (" + String.join(" union all ", parts)
                        + ") parts group by i, currency having sum(orders) <> 0 order by i, currency")
                .params(values)
                .query(r -> {
                    sums.get(r.getInt(1) - 1)
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

    /** The largest bucket that all intervals are made of; MONTH when none is. The two ends may be ragged. */
    private static Grain grain(List<Instant> bounds) {
        if (bounds.stream().allMatch(b -> Grain.DAY.floor(b).equals(b))) {
            return Grain.DAY;
        }
        List<Instant> inner = bounds.subList(1, bounds.size() - 1);
        return inner.stream().allMatch(b -> Grain.QUARTER_HOUR.floor(b).equals(b)) ? Grain.QUARTER_HOUR : Grain.MONTH;
    }

    private static String cells(
            String organisation, OrderFilter filter, TimeCover.Buckets buckets, List<Object> values) {
        StringBuilder part = new StringBuilder("select bucket as at, currency, orders,"
                + " case when status = 'SUCCESSFUL' then orders else 0 end as successful, value, pending, paid"
                + " from ledger_orders.total_cell where organisation = ? and grain = ? and bucket >= ? and bucket < ?");
        values.addAll(List.of(
                organisation,
                buckets.grain().name(),
                OrderQueries.timestamp(buckets.from()),
                OrderQueries.timestamp(buckets.to())));
        for (Map.Entry<String, String> dimension : filter.dimensions().entrySet()) {
            part.append(" and ").append(dimension.getKey()).append(" = ?");
            values.add(dimension.getValue());
        }
        return part.toString();
    }

    private static String orders(String organisation, OrderFilter filter, List<Object> values) {
        StringBuilder where = new StringBuilder("organisation = ?");
        values.add(organisation);
        OrderQueries.appendConditions(filter, where, values);
        return "select placed_at as at, currency, 1 as orders, case when status = 'SUCCESSFUL' then 1 else 0 end as successful, value, pending, paid"
                + " from ledger_orders.order_row where " + where;
    }
}
