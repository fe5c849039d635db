package org.commissionledger.api.webhooks;

import java.time.Instant;
import java.util.List;
import org.commissionledger.projection.webhooks.Attempt;
import org.commissionledger.projection.webhooks.DeliveryRow;
import org.commissionledger.projection.webhooks.DeliveryState;
import org.jspecify.annotations.Nullable;

/** A delivery and its attempts as the API shows them. */
record DeliveryView(
        String deliveryId,
        String type,
        String stream,
        DeliveryState state,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant finishedAt,
        List<AttemptView> attempts) {

    record AttemptView(
            Instant at,
            long durationMs,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String answer) {

        static AttemptView of(Attempt attempt) {
            return new AttemptView(
                    attempt.at(), attempt.durationMs(), attempt.status(), attempt.error(), attempt.answer());
        }
    }

    static DeliveryView of(DeliveryRow row, List<Attempt> attempts) {
        return new DeliveryView(
                row.deliveryId().toString(),
                row.type(),
                row.stream(),
                row.state(),
                row.createdAt(),
                row.nextAttemptAt(),
                row.finishedAt(),
                attempts.stream().map(AttemptView::of).toList());
    }
}
