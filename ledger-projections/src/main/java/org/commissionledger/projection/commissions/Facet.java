package org.commissionledger.projection.commissions;

import org.commissionledger.identity.Sha256;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.organisation.OrganisationId;

/** What all events of an order have in common that totals are filtered by. */
record Facet(
        String organisation,
        String currency,
        String providerId,
        String categoryId,
        String productId,
        String integrationId) {

    static Facet of(OrganisationId organisation, OrderFacts order) {
        return new Facet(
                organisation.value(),
                order.value().currency().getCurrencyCode(),
                order.providerId().value(),
                order.categoryId().value(),
                order.productId().value(),
                order.integrationId().value());
    }

    long id() {
        return Sha256.number(organisation, currency, providerId, categoryId, productId, integrationId);
    }
}
