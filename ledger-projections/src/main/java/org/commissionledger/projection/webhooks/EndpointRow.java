package org.commissionledger.projection.webhooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint as it is read. Both of {@code disabledReason} and {@code disabledAt} are there, or neither. */
public record EndpointRow(
        String webhookId,
        @Nullable String providerId,
        String url,
        List<String> types,
        @Nullable String description,
        Instant registeredAt,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt) {}
