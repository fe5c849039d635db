package org.commissionledger.projection.commissions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    /**
     * The same for the same facet in every rebuild and on every node. Two facets that shared a number would be refused by the table, not
     * mixed up.
     */
    long id() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String name = String.join("\n", organisation, currency, providerId, categoryId, productId, integrationId);
            return ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
