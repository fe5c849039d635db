package org.commissionledger.projection.webhooks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it is read.
 *
 * @param attempts that were begun; of one that was cut off nothing more is known
 * @param nextAttemptAt null where none is to come, and where one before it has to be settled first
 */
public record DeliveryRow(
        UUID deliveryId,
        String type,
        String stream,
        DeliveryState state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt) {}
