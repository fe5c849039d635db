package org.commissionledger.projection.orders;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderId;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.ReadSnapshot;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads many orders of one provider as they stand at one position. */
public final class ProviderOrders {

    private static final int FETCHED = 1_000;

    private final JdbcClient sql;
    private final ReadSnapshot snapshot;

    public ProviderOrders(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.snapshot = new ReadSnapshot(dataSource);
    }

    /** Takes one order that is pending. */
    @FunctionalInterface
    public interface Each {
        /** @param pending minor units */
        void order(OrderId order, Currency currency, long pending);
    }

    /** All that {@code reading} reads is of one position. */
    public <T> T read(String organisation, String provider, Function<Standing, T> reading) {
        return snapshot.read(() -> reading.apply(new Standing(organisation, provider)));
    }

    /** The provider's orders at one position; good within the reading that it was given to. */
    public final class Standing {

        private final String organisation;
        private final String provider;

        private Standing(String organisation, String provider) {
            this.organisation = organisation;
            this.provider = provider;
        }

        /** The events that it shows: all up to and with this one. */
        public long position() {
            return snapshot.position(Projection.LEDGER);
        }

        /** Those of the orders that are there. */
        // Grain: one order. Unit: minor. Index: order_row_pk.
        public Map<OrderId, Commission> commissions(Collection<OrderId> orders) {
            Map<OrderId, Commission> found = new HashMap<>();
            sql.sql(
                            "select order_id, currency, expected, pending, paid, declined, reversed from ledger_orders.order_row"
                                    + " where organisation = ? and order_id = any(?) and provider_id = ?")
                    .params(organisation, orders.stream().map(OrderId::value).toArray(String[]::new), provider)
                    .query(row -> {
                        found.put(
                                new OrderId(row.getString(1)),
                                new Commission(
                                        Currency.getInstance(row.getString(2)),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7)));
                    });
            return found;
        }

        /** In the order in which they were placed; never more than a thousand of them are in memory. */
        // Grain: one order. Unit: minor. Range: [from, to) on placed_at. Index: order_row_provider.
        public void eachPending(@Nullable Instant from, @Nullable Instant to, Each each) {
            sql.sql("select order_id, currency, pending from ledger_orders.order_row where organisation = ?"
                            + " and provider_id = ? and placed_at >= ? and placed_at < ? and pending > 0"
                            + " order by placed_at, order_id")
                    .params(
                            organisation,
                            provider,
                            from == null ? OffsetDateTime.MIN : Times.timestamp(from),
                            to == null ? OffsetDateTime.MAX : Times.timestamp(to))
                    .withFetchSize(FETCHED)
                    .query(row -> {
                        each.order(
                                new OrderId(row.getString(1)), Currency.getInstance(row.getString(2)), row.getLong(3));
                    });
        }
    }
}
