package org.commissionledger.projection.catalogue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.catalogue.CatalogueEvent;
import org.commissionledger.catalogue.CatalogueEvent.CategoryDefined;
import org.commissionledger.catalogue.CatalogueEvent.IntegrationDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProductDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProviderDefined;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;
import org.jspecify.annotations.Nullable;

/** The newest definition of each category, provider, product and integration. */
public final class CatalogueProjection implements Projection {

    public static final String NAME = "catalogue";

    private final EventCodec codec;

    public CatalogueProjection(EventCodec codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return CatalogueEvent.class.isAssignableFrom(type);
    }

    @Override
    public Fold newFold() {
        return new CatalogueFold();
    }

    /** Its plan is declared as one, so that it is written with its {@code type}. */
    private record ProductBody(
            ProductId productId,
            String name,
            CategoryId categoryId,
            ProviderId providerId,
            @Nullable CommissionPlan commissionPlan) {}

    private record Row(RecordedEvent recorded, String kind, String id, String body) {}

    private final class CatalogueFold implements Fold {

        private final Map<String, Row> rows = new TreeMap<>();

        @Override
        public void add(RecordedEvent recorded, LedgerEvent event) {
            CatalogueEvent definition = (CatalogueEvent) event;
            Row row = switch (definition) {
                case CategoryDefined e ->
                    row(recorded, "category", e.categoryId().value(), "categoryId", Map.of("name", e.name()));
                case ProviderDefined e ->
                    row(recorded, "provider", e.providerId().value(), "providerId", Map.of("name", e.name()));
                case ProductDefined e ->
                    new Row(recorded, "product", e.productId().value(), codec.encode(product(e)));
                case IntegrationDefined e ->
                    row(recorded, "integration", e.integrationId().value(), "integrationId", integration(e));
            };
            rows.put(recorded.streamId().toString(), row);
        }

        private static ProductBody product(ProductDefined e) {
            return new ProductBody(e.productId(), e.name(), e.categoryId(), e.providerId(), e.commissionPlan());
        }

        private Map<String, Object> integration(IntegrationDefined e) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", e.name());
            body.put("channel", e.channel());
            body.put("productIds", e.productIds());
            body.put("active", e.active());
            return body;
        }

        private Row row(RecordedEvent recorded, String kind, String id, String idField, Map<String, ?> fields) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(idField, id);
            body.putAll(fields);
            return new Row(recorded, kind, id, codec.encode(body));
        }

        @Override
        public void write(Connection connection, String schema) throws SQLException {
            Columns.of(rows.values())
                    .text(r -> r.recorded().organisation().value())
                    .text(Row::kind)
                    .text(Row::id)
                    .text(Row::body)
                    .bigint(r -> r.recorded().position())
                    .execute(connection, """
                            insert into %s.entry (organisation, kind, id, body, position)
                            select organisation, kind, id, body::json, position
                              from :rows as b(organisation, kind, id, body, position)
                            on conflict (organisation, kind, id) do update
                               set body = excluded.body, position = excluded.position""".formatted(schema));
        }
    }
}
