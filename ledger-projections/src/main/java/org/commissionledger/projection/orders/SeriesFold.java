package org.commissionledger.projection.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.Standing;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.ExactSum;
import org.commissionledger.projection.time.Grain;

/** What events change in the cells that series of orders are made of. An order never leaves its cells; what it comes to changes. */
final class SeriesFold {

    private final Map<Key, Cell> cells = new HashMap<>();

    private record Key(
            String organisation, Grain grain, long bucket, String category, String integration, String currency) {

        static final Comparator<Key> ORDER = Comparator.comparing(Key::organisation)
                .thenComparing(Key::category)
                .thenComparing(Key::grain)
                .thenComparingLong(Key::bucket)
                .thenComparing(Key::integration)
                .thenComparing(Key::currency);
    }

    private static final class Cell {
        long orders;
        long successful;
        final ExactSum value = new ExactSum();
        final ExactSum pending = new ExactSum();
        final ExactSum paid = new ExactSum();

        void enter(long worth, OrderStatus status, Commission commission) {
            orders++;
            successful += status == OrderStatus.SUCCESSFUL ? 1 : 0;
            value.add(worth);
            pending.add(commission.pending());
            paid.add(commission.paid());
        }

        void leave(long worth, OrderStatus status, Commission commission) {
            orders--;
            successful -= status == OrderStatus.SUCCESSFUL ? 1 : 0;
            value.subtract(worth);
            pending.subtract(commission.pending());
            paid.subtract(commission.paid());
        }

        boolean isNothing() {
            return orders == 0 && successful == 0 && value.isZero() && pending.isZero() && paid.isZero();
        }
    }

    void add(OrganisationId organisation, OrderEvent event) {
        OrderFacts facts = event.order();
        String category = facts.categoryId().value();
        String integration = facts.integrationId().value();
        for (Grain grain : OrderSeries.GRAINS) {
            long bucket = grain.floor(facts.placedAt()).getEpochSecond();
            String currency = facts.value().currency().getCurrencyCode();
            add(new Key(organisation.value(), grain, bucket, category, integration, currency), event);
            add(new Key(organisation.value(), grain, bucket, OrderSeries.ANY, integration, currency), event);
            add(new Key(organisation.value(), grain, bucket, OrderSeries.ANY, OrderSeries.ANY, currency), event);
        }
    }

    private void add(Key key, OrderEvent event) {
        long worth = event.order().value().amount();
        Cell cell = cells.computeIfAbsent(key, k -> new Cell());
        Standing before = event.before();
        if (before != null) {
            cell.leave(worth, before.status(), before.commission());
        }
        cell.enter(worth, event.status(), event.commission());
    }

    /** Cells are written in one order by everybody, so that two segments never wait for each other. */
    void write(Connection connection, String schema) throws SQLException {
        Columns.of(cells.entrySet().stream()
                        .filter(c -> !c.getValue().isNothing())
                        .sorted(Map.Entry.comparingByKey(Key.ORDER))
                        .toList())
                .text(c -> c.getKey().organisation())
                .text(c -> c.getKey().grain().name())
                .bigint(c -> c.getKey().bucket() * 1_000_000)
                .text(c -> c.getKey().category())
                .text(c -> c.getKey().integration())
                .text(c -> c.getKey().currency())
                .bigint(c -> c.getValue().orders)
                .bigint(c -> c.getValue().successful)
                .numeric(c -> c.getValue().value)
                .numeric(c -> c.getValue().pending)
                .numeric(c -> c.getValue().paid)
                .execute(connection, """
                        insert into %1$s.series_cell as t
                               (organisation, grain, bucket, category_id, integration_id, currency, orders, successful, value, pending, paid)
                        select organisation, grain, %2$s, category_id, integration_id, currency, orders, successful, value::numeric,
                               pending::numeric, paid::numeric
                          from :rows as b(organisation, grain, bucket, category_id, integration_id, currency, orders, successful, value,
                                 pending, paid)
                        on conflict (organisation, category_id, grain, bucket, integration_id, currency) do update
                           set orders = t.orders + excluded.orders, successful = t.successful + excluded.successful,
                               value = t.value + excluded.value, pending = t.pending + excluded.pending,
                               paid = t.paid + excluded.paid""".formatted(schema, Columns.time("bucket")));
    }
}
