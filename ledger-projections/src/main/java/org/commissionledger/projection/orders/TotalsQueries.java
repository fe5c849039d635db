package org.commissionledger.projection.orders;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.ReadSnapshot;
import org.commissionledger.projection.engine.Times;
import org.commissionledger.projection.time.Grain;
import org.commissionledger.projection.time.TimeCover;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the commission totals: sums of cells, and order by order only what no cell covers. */
public final class TotalsQueries {

    /** The buckets that totals are kept in. */
    static final List<Grain> GRAINS = List.of(Grain.MONTH, Grain.DAY);

    /** Before and after every order that can be: ranges without an end are ranges between these. */
    private static final Instant BEGINNING =
            LocalDate.of(-4000, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private static final Instant END =
            LocalDate.of(9999, 12, 1).atStartOfDay(ZoneOffset.UTC).toInstant();

    private final JdbcClient sql;
    private final ReadSnapshot snapshot;

    public TotalsQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.snapshot = new ReadSnapshot(dataSource);
    }

    /** Sums in minor units of {@code currency} over {@code orders} orders. */
    public record Total(
            String currency,
            long orders,
            BigInteger pending,
            BigInteger paid,
            BigInteger declined,
            BigInteger reversed) {}

    /** @param position the events that the totals are made of: all up to and with this one */
    public record Totals(long position, List<Total> totals) {}

    /** One total a currency, by currency. */
    public Totals totals(String organisation, OrderFilter filter) {
        return snapshot.read(() -> read(organisation, filter));
    }

    private Totals read(String organisation, OrderFilter filter) {
        long position = snapshot.position(Projection.LEDGER);
        List<Object> values = new ArrayList<>();
        String parts = filter.customerId() == null
                ? cells(organisation, filter, values)
                : orders(organisation, filter, values);
        List<Total> totals = sql.sql(
                        "select currency, sum(orders), sum(pending), sum(paid), sum(declined), sum(reversed) from ("
                                + parts + ") parts group by currency having sum(orders) <> 0 order by currency")
                .params(values)
                .query((r, n) -> new Total(
                        r.getString(1),
                        r.getBigDecimal(2).longValueExact(),
                        whole(r.getBigDecimal(3)),
                        whole(r.getBigDecimal(4)),
                        whole(r.getBigDecimal(5)),
                        whole(r.getBigDecimal(6))))
                .list();
        return new Totals(position, totals);
    }

    private static BigInteger whole(BigDecimal sum) {
        return sum.toBigIntegerExact();
    }

    // Grain: organisation x bucket x currency x dimensions. Unit: minor. Range: [from, to) made up of months and days,
    // and at
    // each end less than a day of single orders. Index: total_cell_pk, order_row_placed.
    private static String cells(String organisation, OrderFilter filter, List<Object> values) {
        Instant from = filter.from() == null ? BEGINNING : filter.from();
        Instant to = filter.to() == null ? END : filter.to();
        TimeCover cover = TimeCover.of(from, to, GRAINS);
        List<String> parts = new ArrayList<>();
        for (TimeCover.Buckets buckets : cover.buckets()) {
            StringBuilder part = new StringBuilder(
                    "select currency, orders, pending, paid, declined, reversed from ledger_orders.total_cell"
                            + " where organisation = ? and grain = ? and bucket >= ? and bucket < ?");
            values.addAll(List.of(
                    organisation,
                    buckets.grain().name(),
                    Times.timestamp(buckets.from()),
                    Times.timestamp(buckets.to())));
            for (Map.Entry<String, String> dimension : filter.dimensions().entrySet()) {
                part.append(" and ").append(dimension.getKey()).append(" = ?");
                values.add(dimension.getValue());
            }
            parts.add(part.toString());
        }
        for (TimeCover.Span span : cover.rest()) {
            parts.add(orders(organisation, filter.placedWithin(span.from(), span.to()), values));
        }
        return parts.isEmpty()
                ? orders(organisation, filter.placedWithin(END, END), values)
                : String.join(" union all ", parts);
    }

    // Grain: one order. Unit: minor. Index: order_row_customer, order_row_placed.
    private static String orders(String organisation, OrderFilter filter, List<Object> values) {
        StringBuilder where = new StringBuilder("organisation = ?");
        values.add(organisation);
        OrderQueries.appendConditions(filter, where, values);
        return "select currency, 1 as orders, pending, paid, declined, reversed from ledger_orders.order_row where "
                + where;
    }
}
