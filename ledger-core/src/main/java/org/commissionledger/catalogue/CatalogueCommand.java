package org.commissionledger.catalogue;

import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;

/** Wishes to change the catalogue. Each gives the whole entry; the same entry again changes nothing. */
public sealed interface CatalogueCommand extends LedgerCommand {

    static StreamId categoryStream(OrganisationId organisation, CategoryId id) {
        return StreamId.of(organisation, "category", id.value());
    }

    static StreamId providerStream(OrganisationId organisation, ProviderId id) {
        return StreamId.of(organisation, "provider", id.value());
    }

    static StreamId productStream(OrganisationId organisation, ProductId id) {
        return StreamId.of(organisation, "product", id.value());
    }

    static StreamId integrationStream(OrganisationId organisation, IntegrationId id) {
        return StreamId.of(organisation, "integration", id.value());
    }

    record DefineCategory(@TargetAggregateIdentifier StreamId stream, CategoryId categoryId, String name, Instant at)
            implements CatalogueCommand {}

    record DefineProvider(@TargetAggregateIdentifier StreamId stream, ProviderId providerId, String name, Instant at)
            implements CatalogueCommand {}

    record DefineProduct(
            @TargetAggregateIdentifier StreamId stream,
            ProductId productId,
            String name,
            CategoryId categoryId,
            ProviderId providerId,
            @Nullable CommissionPlan commissionPlan,
            Instant at)
            implements CatalogueCommand {}

    record DefineIntegration(
            @TargetAggregateIdentifier StreamId stream,
            IntegrationId integrationId,
            String name,
            Channel channel,
            List<ProductId> productIds,
            boolean active,
            Instant at)
            implements CatalogueCommand {}
}
