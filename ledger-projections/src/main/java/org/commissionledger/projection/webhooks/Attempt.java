package org.commissionledger.projection.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt went.
 *
 * @param status of the answer; null where there was none
 * @param error why there was none
 * @param answer its first 1 KB as text
 */
public record Attempt(
        Instant at,
        long durationMs,
        @Nullable Integer status,
        @Nullable String error,
        @Nullable String answer) {

    public boolean succeeded() {
        return status != null && status >= 200 && status < 300;
    }
}
