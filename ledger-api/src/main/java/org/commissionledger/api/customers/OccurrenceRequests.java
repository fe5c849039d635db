package org.commissionledger.api.customers;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.customer.CustomerEventId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.EventName;
import org.commissionledger.customer.Occurrence;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what clients tell of customers, from JSON and from CSV by the same rules. */
@Component
class OccurrenceRequests {

    private final Clock clock;

    OccurrenceRequests(Clock clock) {
        this.clock = clock;
    }

    /** An item that names its customer itself. */
    Occurrence read(Fields fields) {
        CustomerId customer = fields.requiredId("customerId", CustomerId::new);
        return read(customer, fields);
    }

    /** @param customer null when it could not be read: then the fields refuse the item */
    Occurrence read(@Nullable CustomerId customer, Fields fields) {
        CustomerEventId id = fields.id("eventId", CustomerEventId::new);
        String type = fields.requiredText("type", EventName.MAX_LENGTH);
        if (!type.isEmpty() && !EventName.isValid(type)) {
            fields.error("type", "request.invalid-value", "1 to 64 of A-Z 0-9 _ with a letter first are expected.");
        }
        ProductId product = fields.id("productId", ProductId::new);
        IntegrationId integration = fields.id("integrationId", IntegrationId::new);
        Instant at = fields.at("at");
        Map<String, @Nullable Object> properties = fields.values("properties");
        fields.done();
        if (customer == null) {
            throw new IllegalStateException("checked above");
        }
        return new Occurrence(
                customer, id, new EventName(type), product, integration, properties, at == null ? clock.instant() : at);
    }
}
