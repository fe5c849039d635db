package org.commissionledger.customer;

import java.time.Instant;
import java.util.Map;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.jspecify.annotations.Nullable;

/**
 * Something that a customer did, as a client tells it.
 *
 * @param eventId by which it counts once; one that is left out is made, and counts each time that it is sent
 * @param properties what {@link PropertyPolicy#check} takes
 */
public record Occurrence(
        CustomerId customerId,
        @Nullable CustomerEventId eventId,
        EventName type,
        @Nullable ProductId productId,
        @Nullable IntegrationId integrationId,
        @Nullable Map<String, ?> properties,
        Instant at) {}
