package org.commissionledger.projection.orders;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.NewRows;
import org.jspecify.annotations.Nullable;

/** The newest standing of each order in the batch, and what the batch adds to and takes from totals and series. */
final class OrdersFold implements Fold {

    private final EventCodec codec;
    private final Map<StreamId, Row> rows = new LinkedHashMap<>();
    private final TotalsFold totals = new TotalsFold();
    private final SeriesFold series = new SeriesFold();

    OrdersFold(EventCodec codec) {
        this.codec = codec;
    }

    /** Only the event that placed the order knows when and by whom it was recorded; the others leave that as it is. */
    private record Row(
            RecordedEvent last, OrderEvent event, @Nullable RecordedEvent placed) {
        Instant recordedAt() {
            return (placed == null ? last : placed).recordedAt();
        }
    }

    @Override
    public void add(RecordedEvent recorded, LedgerEvent event) {
        OrderEvent order = (OrderEvent) event;
        totals.add(recorded.organisation(), order);
        series.add(recorded.organisation(), order);
        Row before = rows.get(recorded.streamId());
        RecordedEvent placed = order instanceof OrderPlaced ? recorded : before == null ? null : before.placed();
        rows.put(recorded.streamId(), new Row(recorded, order, placed));
    }

    @Override
    public void write(Connection connection, String schema) throws SQLException {
        Map<Boolean, List<Row>> byPlaced =
                rows.values().stream().collect(Collectors.partitioningBy(r -> r.placed() != null));
        place(connection, schema, byPlaced.getOrDefault(true, List.of()));
        move(connection, schema, byPlaced.getOrDefault(false, List.of()));
    }

    @Override
    public void writeShared(Connection connection, String schema) throws SQLException {
        totals.write(connection, schema);
        series.write(connection, schema);
    }

    private void place(Connection connection, String schema, List<Row> placed) throws SQLException {
        NewRows.of(placed)
                .text("organisation", r -> r.last().organisation().value())
                .text("order_id", r -> facts(r).orderId().value())
                .text("status", r -> r.event().status().name())
                .text("commission_status", r -> commission(r).status().toString())
                .text("commission_state", r -> commission(r).state().name())
                .bigint("value", r -> facts(r).value().amount())
                .text("currency", r -> facts(r).value().currency().getCurrencyCode())
                .bigint("expected", r -> commission(r).expected())
                .bigint("pending", r -> commission(r).pending())
                .bigint("paid", r -> commission(r).paid())
                .bigint("declined", r -> commission(r).declined())
                .bigint("reversed", r -> commission(r).reversed())
                .text("product_id", r -> facts(r).productId().value())
                .text("category_id", r -> facts(r).categoryId().value())
                .text("provider_id", r -> facts(r).providerId().value())
                .text("integration_id", r -> facts(r).integrationId().value())
                .text("customer_id", r -> facts(r).customerId().value())
                .time("placed_at", r -> facts(r).placedAt())
                .time("recorded_at", Row::recordedAt)
                .text("recorded_by", r -> r.placed() == null ? "" : codec.actor(r.placed()))
                .bigint("position", r -> r.last().position())
                .into(connection, schema + ".order_row");
    }

    /** They are there: written this way each is found by its key, whatever the planner knows of the table. */
    private static void move(Connection connection, String schema, List<Row> moved) throws SQLException {
        Columns.of(moved)
                .text(r -> r.last().organisation().value())
                .text(r -> facts(r).orderId().value())
                .text(r -> r.event().status().name())
                .text(r -> commission(r).status().toString())
                .text(r -> commission(r).state().name())
                .bigint(r -> facts(r).value().amount())
                .text(r -> facts(r).value().currency().getCurrencyCode())
                .bigint(r -> commission(r).expected())
                .bigint(r -> commission(r).pending())
                .bigint(r -> commission(r).paid())
                .bigint(r -> commission(r).declined())
                .bigint(r -> commission(r).reversed())
                .text(r -> facts(r).productId().value())
                .text(r -> facts(r).categoryId().value())
                .text(r -> facts(r).providerId().value())
                .text(r -> facts(r).integrationId().value())
                .text(r -> facts(r).customerId().value())
                .time(r -> facts(r).placedAt())
                .time(Row::recordedAt)
                .text(r -> "")
                .bigint(r -> r.last().position())
                .execute(connection, """
                        insert into %1$s.order_row as o
                               (organisation, order_id, status, commission_status, commission_state, value, currency, expected,
                                pending, paid, declined, reversed, product_id, category_id, provider_id, integration_id,
                                customer_id, placed_at, recorded_at, recorded_by, position)
                        select organisation, order_id, status, commission_status, commission_state, value, currency, expected,
                               pending, paid, declined, reversed, product_id, category_id, provider_id, integration_id,
                               customer_id, %2$s, %3$s, recorded_by, position
                          from :rows as b(organisation, order_id, status, commission_status, commission_state, value, currency, expected,
                                 pending, paid, declined, reversed, product_id, category_id, provider_id, integration_id,
                                 customer_id, placed_at, recorded_at, recorded_by, position)
                            on conflict (organisation, order_id) do update
                               set status = excluded.status, commission_status = excluded.commission_status,
                                   commission_state = excluded.commission_state, pending = excluded.pending,
                                   paid = excluded.paid, declined = excluded.declined, reversed = excluded.reversed,
                                   position = excluded.position""".formatted(schema, Columns.time("placed_at"), Columns.time("recorded_at")));
    }

    private static OrderFacts facts(Row row) {
        return row.event().order();
    }

    private static Commission commission(Row row) {
        return row.event().commission();
    }
}
