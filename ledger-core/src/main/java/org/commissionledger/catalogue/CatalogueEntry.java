package org.commissionledger.catalogue;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.commissionledger.catalogue.CatalogueCommand.DefineCategory;
import org.commissionledger.catalogue.CatalogueCommand.DefineIntegration;
import org.commissionledger.catalogue.CatalogueCommand.DefineProduct;
import org.commissionledger.catalogue.CatalogueCommand.DefineProvider;
import org.commissionledger.catalogue.CatalogueEvent.CategoryDefined;
import org.commissionledger.catalogue.CatalogueEvent.IntegrationDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProductDefined;
import org.commissionledger.catalogue.CatalogueEvent.ProviderDefined;
import org.jspecify.annotations.Nullable;

/** A category, provider, product or integration: whatever it is, its last definition holds, and the same one again is no news. */
public final class CatalogueEntry {

    @AggregateIdentifier
    private final String stream;

    private @Nullable CatalogueEvent definition;

    public CatalogueEntry(String stream) {
        this.stream = stream;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    CatalogueEvent define(DefineCategory c) {
        return become(new CategoryDefined(c.categoryId(), c.name(), c.at()));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    CatalogueEvent define(DefineProvider c) {
        return become(new ProviderDefined(c.providerId(), c.name(), c.at()));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    CatalogueEvent define(DefineProduct c) {
        return become(new ProductDefined(
                c.productId(), c.name(), c.categoryId(), c.providerId(), c.commissionPlan(), c.at()));
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    CatalogueEvent define(DefineIntegration c) {
        return become(
                new IntegrationDefined(c.integrationId(), c.name(), c.channel(), c.productIds(), c.active(), c.at()));
    }

    private CatalogueEvent become(CatalogueEvent wanted) {
        if (definition == null || !definition.says(wanted)) {
            apply(wanted);
        }
        return wanted;
    }

    @EventSourcingHandler
    void evolve(CatalogueEvent event) {
        definition = event;
    }

    @Override
    public String toString() {
        return stream;
    }
}
