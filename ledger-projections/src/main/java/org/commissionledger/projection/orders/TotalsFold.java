package org.commissionledger.projection.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.commissionledger.order.Commission;
import org.commissionledger.order.CommissionStatus;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.Standing;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.ExactSum;
import org.commissionledger.projection.time.Grain;

/**
 * Moves orders from cell to cell of the totals: what an order was before an event leaves one cell, what it is after enters another. A
 * cell without orders says nothing, whether it has a row or not.
 */
final class TotalsFold {

    private final Map<Key, Cell> cells = new HashMap<>();

    /** What all orders of a cell have in common. */
    private record Key(
            String organisation,
            Grain grain,
            long bucket,
            String currency,
            String provider,
            String category,
            String product,
            String integration,
            OrderStatus status,
            CommissionStatus commissionStatus) {

        static final Comparator<Key> ORDER = Comparator.comparing(Key::organisation)
                .thenComparing(Key::grain)
                .thenComparingLong(Key::bucket)
                .thenComparing(Key::currency)
                .thenComparing(Key::provider)
                .thenComparing(Key::category)
                .thenComparing(Key::product)
                .thenComparing(Key::integration)
                .thenComparing(Key::status)
                .thenComparing(Key::commissionStatus);
    }

    private static final class Cell {
        long orders;
        final ExactSum value = new ExactSum();
        final ExactSum pending = new ExactSum();
        final ExactSum paid = new ExactSum();
        final ExactSum declined = new ExactSum();
        final ExactSum reversed = new ExactSum();

        /** Whether nothing came of it all: whoever came has left again. */
        boolean isNothing() {
            return orders == 0
                    && Stream.of(value, pending, paid, declined, reversed).allMatch(ExactSum::isZero);
        }

        void enter(long worth, Commission c) {
            orders++;
            value.add(worth);
            pending.add(c.pending());
            paid.add(c.paid());
            declined.add(c.declined());
            reversed.add(c.reversed());
        }

        void leave(long worth, Commission c) {
            orders--;
            value.subtract(worth);
            pending.subtract(c.pending());
            paid.subtract(c.paid());
            declined.subtract(c.declined());
            reversed.subtract(c.reversed());
        }
    }

    void add(OrganisationId organisation, OrderEvent event) {
        OrderFacts facts = event.order();
        long worth = facts.value().amount();
        Standing before = event.before();
        for (Grain grain : TotalsQueries.GRAINS) {
            long bucket = grain.floor(facts.placedAt()).getEpochSecond();
            if (before != null) {
                cell(organisation, grain, bucket, facts, before.status(), before.commission())
                        .leave(worth, before.commission());
            }
            cell(organisation, grain, bucket, facts, event.status(), event.commission())
                    .enter(worth, event.commission());
        }
    }

    private Cell cell(
            OrganisationId organisation,
            Grain grain,
            long bucket,
            OrderFacts facts,
            OrderStatus status,
            Commission commission) {
        Key key = new Key(
                organisation.value(),
                grain,
                bucket,
                facts.value().currency().getCurrencyCode(),
                facts.providerId().value(),
                facts.categoryId().value(),
                facts.productId().value(),
                facts.integrationId().value(),
                status,
                commission.status());
        return cells.computeIfAbsent(key, k -> new Cell());
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
                .text(c -> c.getKey().currency())
                .text(c -> c.getKey().provider())
                .text(c -> c.getKey().category())
                .text(c -> c.getKey().product())
                .text(c -> c.getKey().integration())
                .text(c -> c.getKey().status().name())
                .text(c -> c.getKey().commissionStatus().toString())
                .bigint(c -> c.getValue().orders)
                .numeric(c -> c.getValue().value)
                .numeric(c -> c.getValue().pending)
                .numeric(c -> c.getValue().paid)
                .numeric(c -> c.getValue().declined)
                .numeric(c -> c.getValue().reversed)
                .execute(connection, """
                        insert into %1$s.total_cell as t
                               (organisation, grain, bucket, currency, provider_id, category_id, product_id, integration_id,
                                status, commission_status, orders, value, pending, paid, declined, reversed)
                        select organisation, grain, %2$s, currency, provider_id, category_id, product_id, integration_id,
                               status, commission_status, orders, value::numeric, pending::numeric, paid::numeric,
                               declined::numeric, reversed::numeric
                          from :rows as b(organisation, grain, bucket, currency, provider_id, category_id, product_id, integration_id,
                                 status, commission_status, orders, value, pending, paid, declined, reversed)
                        on conflict (organisation, grain, bucket, currency, provider_id, category_id, product_id, integration_id,
                                     status, commission_status) do update
                           set orders = t.orders + excluded.orders, value = t.value + excluded.value,
                               pending = t.pending + excluded.pending, paid = t.paid + excluded.paid,
                               declined = t.declined + excluded.declined, reversed = t.reversed + excluded.reversed""".formatted(schema, Columns.time("bucket")));
    }
}
