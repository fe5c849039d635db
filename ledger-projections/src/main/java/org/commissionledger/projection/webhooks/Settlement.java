package org.commissionledger.projection.webhooks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt came to.
 *
 * @param again when to try again, from now; null when that was the last time, or when it went well
 * @param leaveAlone how long to send nothing to the endpoint, as it asked; zero where it did not
 */
public record Settlement(
        Claim claim, Attempt attempt, @Nullable Duration again, Duration leaveAlone) {

    DeliveryState state() {
        if (attempt.succeeded()) {
            return DeliveryState.DELIVERED;
        }
        return again == null ? DeliveryState.FAILED : DeliveryState.PENDING;
    }
}
