package org.commissionledger.projection.orders;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.Standing;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Columns;

/**
 * Moves orders from cell to cell of the totals: what an order was before an event leaves one cell, what it is after enters another. A
 * cell that was ever touched keeps its row, so that the table does not depend on where batches end.
 */
final class TotalsFold {

    private static final String FIELD = "\u0000";

    private final Map<String, Cell> cells = new TreeMap<>();

    private static final class Cell {
        final OrganisationId organisation;
        final Grain grain;
        final Instant bucket;
        final OrderFacts facts;
        final OrderStatus status;
        final String commissionStatus;
        long orders;
        BigInteger value = BigInteger.ZERO;
        BigInteger pending = BigInteger.ZERO;
        BigInteger paid = BigInteger.ZERO;
        BigInteger declined = BigInteger.ZERO;
        BigInteger reversed = BigInteger.ZERO;

        Cell(OrganisationId organisation, Grain grain, Instant bucket, OrderFacts facts, Standing standing) {
            this.organisation = organisation;
            this.grain = grain;
            this.bucket = bucket;
            this.facts = facts;
            this.status = standing.status();
            this.commissionStatus = standing.commission().status().toString();
        }

        void add(long worth, Commission c, int sign) {
            orders += sign;
            value = value.add(signed(worth, sign));
            pending = pending.add(signed(c.pending(), sign));
            paid = paid.add(signed(c.paid(), sign));
            declined = declined.add(signed(c.declined(), sign));
            reversed = reversed.add(signed(c.reversed(), sign));
        }

        private static BigInteger signed(long amount, int sign) {
            return BigInteger.valueOf(amount).multiply(BigInteger.valueOf(sign));
        }
    }

    void add(OrganisationId organisation, OrderEvent event) {
        Standing before = event.before();
        if (before != null) {
            move(organisation, event.order(), before, -1);
        }
        move(organisation, event.order(), new Standing(event.status(), event.commission()), 1);
    }

    private void move(OrganisationId organisation, OrderFacts facts, Standing standing, int sign) {
        for (Grain grain : Grain.values()) {
            Instant bucket = grain.floor(facts.placedAt());
            String key = String.join(
                    FIELD,
                    organisation.value(),
                    grain.name(),
                    bucket.toString(),
                    facts.value().currency().getCurrencyCode(),
                    facts.providerId().value(),
                    facts.categoryId().value(),
                    facts.productId().value(),
                    facts.integrationId().value(),
                    standing.status().name(),
                    standing.commission().status().name());
            cells.computeIfAbsent(key, k -> new Cell(organisation, grain, bucket, facts, standing))
                    .add(facts.value().amount(), standing.commission(), sign);
        }
    }

    /** Cells are written in one order by everybody, so that two segments never wait for each other. */
    void write(Connection connection, String schema) throws SQLException {
        Columns.of(cells.values())
                .text(c -> c.organisation.value())
                .text(c -> c.grain.name())
                .time(c -> c.bucket)
                .text(c -> c.facts.value().currency().getCurrencyCode())
                .text(c -> c.facts.providerId().value())
                .text(c -> c.facts.categoryId().value())
                .text(c -> c.facts.productId().value())
                .text(c -> c.facts.integrationId().value())
                .text(c -> c.status.name())
                .text(c -> c.commissionStatus)
                .bigint(c -> c.orders)
                .numeric(c -> c.value)
                .numeric(c -> c.pending)
                .numeric(c -> c.paid)
                .numeric(c -> c.declined)
                .numeric(c -> c.reversed)
                .execute(connection, """
                        insert into %1$s.total_cell as t
                               (organisation, grain, bucket, currency, provider_id, category_id, product_id, integration_id,
                                status, commission_status, orders, value, pending, paid, declined, reversed)
                        select organisation, grain, %2$s, currency, provider_id, category_id, product_id, integration_id,
                               status, commission_status, orders, value::numeric, pending::numeric, paid::numeric,
                               declined::numeric, reversed::numeric
                          from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                      ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                            as b(organisation, grain, bucket, currency, provider_id, category_id, product_id, integration_id,
                                 status, commission_status, orders, value, pending, paid, declined, reversed)
                        on conflict (organisation, grain, bucket, currency, provider_id, category_id, product_id, integration_id,
                                     status, commission_status) do update
                           set orders = t.orders + excluded.orders, value = t.value + excluded.value,
                               pending = t.pending + excluded.pending, paid = t.paid + excluded.paid,
                               declined = t.declined + excluded.declined, reversed = t.reversed + excluded.reversed""".formatted(schema, Columns.time("bucket")));
    }
}
