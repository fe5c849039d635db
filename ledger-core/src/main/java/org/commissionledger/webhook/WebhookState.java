package org.commissionledger.webhook;

import java.time.Instant;
import org.commissionledger.catalogue.ProviderId;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it stands, without its secrets.
 *
 * @param disabledReason null while it works
 */
public record WebhookState(
        WebhookId webhookId,
        @Nullable ProviderId providerId,
        Subscription subscription,
        Instant registeredAt,
        @Nullable DisabledReason disabledReason,
        @Nullable Instant disabledAt) {

    WebhookState subscribedTo(Subscription other) {
        return new WebhookState(webhookId, providerId, other, registeredAt, null, null);
    }

    WebhookState disabled(DisabledReason reason, Instant at) {
        return new WebhookState(webhookId, providerId, subscription, registeredAt, reason, at);
    }

    public boolean isDisabled() {
        return disabledReason != null;
    }
}
