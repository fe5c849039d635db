package org.commissionledger.api.customers;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.projection.customers.TimelineQueries.Entry;
import org.jspecify.annotations.Nullable;

/** An entry of a timeline as the API shows it. */
record TimelineView(
        @JsonProperty("class") String kind,
        String type,
        Instant at,
        Instant recordedAt,
        String customerId,
        @Nullable String eventId,
        @Nullable String orderId,
        @Nullable String productId,
        @Nullable String categoryId,
        @Nullable String integrationId,
        @Nullable String channel,
        @Nullable Amount amount,
        @Nullable Map<String, Object> properties) {

    /** Minor units of an ISO 4217 currency. */
    record Amount(long amount, String currency) {}

    /** @param codec null when the properties are not to be shown */
    @SuppressWarnings("unchecked")
    static TimelineView of(Entry e, @Nullable EventCodec codec) {
        return new TimelineView(
                e.funnel() ? "FUNNEL" : "BEHAVIOUR",
                e.type(),
                e.at(),
                e.recordedAt(),
                e.customerId(),
                e.eventId(),
                e.orderId(),
                e.productId(),
                e.categoryId(),
                e.integrationId(),
                e.channel(),
                e.amount() == null || e.currency() == null ? null : new Amount(e.amount(), e.currency()),
                e.properties() == null || codec == null ? null : codec.decode(e.properties(), Map.class));
    }
}
