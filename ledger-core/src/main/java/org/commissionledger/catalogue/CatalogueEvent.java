package org.commissionledger.catalogue;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.jspecify.annotations.Nullable;

/** What became known of the catalogue. Each event holds the whole entry as it then was. */
public sealed interface CatalogueEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("category.defined", 1, CategoryDefined.class),
            EventType.of("provider.defined", 1, ProviderDefined.class),
            EventType.of("product.defined", 1, ProductDefined.class),
            EventType.of("integration.defined", 1, IntegrationDefined.class));

    record CategoryDefined(CategoryId categoryId, String name, Instant at) implements CatalogueEvent {}

    record ProviderDefined(ProviderId providerId, String name, Instant at) implements CatalogueEvent {}

    record ProductDefined(
            ProductId productId,
            String name,
            CategoryId categoryId,
            ProviderId providerId,
            @Nullable CommissionPlan commissionPlan,
            Instant at)
            implements CatalogueEvent {}

    record IntegrationDefined(
            IntegrationId integrationId,
            String name,
            Channel channel,
            List<ProductId> productIds,
            boolean active,
            Instant at)
            implements CatalogueEvent {}

    /** Whether this says the same as {@code other}, whenever either was said. */
    default boolean says(CatalogueEvent other) {
        return at(Instant.EPOCH).equals(other.at(Instant.EPOCH));
    }

    /** The same, said at another time. */
    private CatalogueEvent at(Instant time) {
        return switch (this) {
            case CategoryDefined e -> new CategoryDefined(e.categoryId, e.name, time);
            case ProviderDefined e -> new ProviderDefined(e.providerId, e.name, time);
            case ProductDefined e ->
                new ProductDefined(e.productId, e.name, e.categoryId, e.providerId, e.commissionPlan, time);
            case IntegrationDefined e ->
                new IntegrationDefined(e.integrationId, e.name, e.channel, e.productIds, e.active, time);
        };
    }
}
