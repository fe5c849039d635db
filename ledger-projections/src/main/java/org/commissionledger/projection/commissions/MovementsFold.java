package org.commissionledger.projection.commissions;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.Standing;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.NewRows;
import org.jspecify.annotations.Nullable;

/** One movement for each event of the batch, and the facets that were not seen before. */
final class MovementsFold implements Fold {

    private final List<Movement> movements = new ArrayList<>();
    private final Map<Facet, Long> facets = new HashMap<>();

    private record Movement(
            RecordedEvent recorded,
            OrderEvent event,
            @Nullable Standing before,
            long facetId) {

        Commission commission() {
            return event.commission();
        }

        long before(ToLongFunction<Commission> figure) {
            return before == null ? 0 : figure.applyAsLong(before.commission());
        }
    }

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        OrderEvent order = (OrderEvent) event;
        Standing before = order.before();
        long facet = facets.computeIfAbsent(Facet.of(recorded.organisation(), order.order()), Facet::id);
        movements.add(new Movement(recorded, order, before, facet));
    }

    @Override
    public void write(Connection connection, String schema) throws SQLException {
        NewRows.of(movements)
                .bigint("position", m -> m.recorded().position())
                .text("organisation", m -> m.recorded().organisation().value())
                .bigint("facet_id", Movement::facetId)
                .time("effective_at", m -> m.recorded().effectiveAt())
                .time("placed_at", m -> m.event().order().placedAt())
                .text(
                        "status_before",
                        m -> m.before() == null ? null : m.before().status().name())
                .text(
                        "commission_status_before",
                        m -> m.before() == null
                                ? null
                                : m.before().commission().status().toString())
                .bigint("pending_before", m -> m.before(Commission::pending))
                .bigint("paid_before", m -> m.before(Commission::paid))
                .bigint("declined_before", m -> m.before(Commission::declined))
                .bigint("reversed_before", m -> m.before(Commission::reversed))
                .text("status", m -> m.event().status().name())
                .text("commission_status", m -> m.commission().status().toString())
                .bigint("pending", m -> m.commission().pending())
                .bigint("paid", m -> m.commission().paid())
                .bigint("declined", m -> m.commission().declined())
                .bigint("reversed", m -> m.commission().reversed())
                .into(connection, schema + ".movement");
    }

    /**
     * Facets are written by one at a time. Two that add the same one at once would find it by its number first, and that is refused: there
     * it would be another facet with the same number.
     */
    @Override
    public void writeShared(Connection connection, String schema) throws SQLException {
        Columns.of(List.copyOf(facets.entrySet()))
                .bigint(Map.Entry::getValue)
                .text(f -> f.getKey().organisation())
                .text(f -> f.getKey().currency())
                .text(f -> f.getKey().providerId())
                .text(f -> f.getKey().categoryId())
                .text(f -> f.getKey().productId())
                .text(f -> f.getKey().integrationId())
                .execute(connection, """
                        with alone as materialized (select pg_advisory_xact_lock(hashtextextended('%1$s.facet', 0)))
                        insert into %1$s.facet
                               (facet_id, organisation, currency, provider_id, category_id, product_id, integration_id)
                        select facet_id, organisation, currency, provider_id, category_id, product_id, integration_id
                          from alone, :rows as b(facet_id, organisation, currency, provider_id, category_id, product_id, integration_id)
                        on conflict (organisation, provider_id, product_id, category_id, integration_id, currency)
                           do nothing""".formatted(schema));
    }
}
