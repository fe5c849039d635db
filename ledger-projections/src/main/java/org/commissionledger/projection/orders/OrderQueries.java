package org.commissionledger.projection.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.order.Commission;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the order list. */
public final class OrderQueries {

    /** Every id that stands for the customer: orders are kept under the one that they were placed with. Index: customer_pk, customer_merged. */
    private static final String SAME_CUSTOMER = """
            select ?::text union select same.customer_id
              from ledger_customers.customer asked join ledger_customers.customer same
                on same.organisation = asked.organisation
               and coalesce(asked.merged_into, asked.customer_id) in (same.customer_id, same.merged_into)
             where asked.organisation = ? and asked.customer_id = ?""";

    private final JdbcClient sql;

    public OrderQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Where a page ended: the next one begins behind it. */
    public record Place(Instant placedAt, String orderId) {}

    // Grain: one order. Index: order_row_pk.
    public Optional<OrderRow> find(String organisation, String orderId) {
        return sql.sql("select * from ledger_orders.order_row where organisation = ? and order_id = ?")
                .params(organisation, orderId)
                .query(OrderQueries::row)
                .optional();
    }

    /**
     * Newest first, at most {@code limit}.
     *
     * @param after the end of the page before, null for the first
     */
    // Grain: one order. Range: [from, to) on placed_at. Index: order_row_placed, or order_row_provider,
    // order_row_customer,
    // order_row_unusual where they select better.
    public List<OrderRow> list(String organisation, OrderFilter filter, @Nullable Place after, int limit) {
        StringBuilder where = new StringBuilder("organisation = ?");
        List<Object> values = new ArrayList<>(List.of(organisation));
        appendConditions(filter, where, values);
        if (after != null) {
            where.append(" and (placed_at, order_id) < (?, ?)");
            values.add(Times.timestamp(after.placedAt()));
            values.add(after.orderId());
        }
        values.add(limit);
        return sql.sql("select * from ledger_orders.order_row where " + where
                        + " order by placed_at desc, order_id desc limit ?")
                .params(values)
                .query(OrderQueries::row)
                .list();
    }

    static void appendConditions(OrderFilter filter, StringBuilder where, List<Object> values) {
        filter.dimensions().forEach((column, value) -> {
            where.append(" and ").append(column).append(" = ?");
            values.add(value);
        });
        if (filter.customerId() != null) {
            where.append(" and customer_id = any(array(").append(SAME_CUSTOMER).append("))");
            values.addAll(List.of(filter.customerId(), values.getFirst(), filter.customerId()));
        }
        if (filter.from() != null) {
            where.append(" and placed_at >= ?");
            values.add(Times.timestamp(filter.from()));
        }
        if (filter.to() != null) {
            where.append(" and placed_at < ?");
            values.add(Times.timestamp(filter.to()));
        }
    }

    static OrderRow row(ResultSet r, int n) throws SQLException {
        Commission commission = new Commission(
                Currency.getInstance(r.getString("currency")),
                r.getLong("expected"),
                r.getLong("pending"),
                r.getLong("paid"),
                r.getLong("declined"),
                r.getLong("reversed"));
        return new OrderRow(
                r.getString("order_id"),
                r.getString("status"),
                r.getLong("value"),
                commission,
                r.getString("product_id"),
                r.getString("category_id"),
                r.getString("provider_id"),
                r.getString("integration_id"),
                r.getString("customer_id"),
                Times.time(r, "placed_at"),
                Times.time(r, "recorded_at"),
                r.getString("recorded_by"),
                r.getLong("position"));
    }
}
