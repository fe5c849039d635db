package org.commissionledger.api.webhooks;

import java.time.Instant;
import java.util.List;
import org.commissionledger.projection.webhooks.EndpointRow;
import org.commissionledger.webhook.Subscription;
import org.commissionledger.webhook.WebhookState;
import org.jspecify.annotations.Nullable;

/** An endpoint as the API shows it. Its secret is in no answer that is kept: see {@link WebhooksController}. */
record WebhookView(
        String webhookId,
        String url,
        List<String> types,
        @Nullable String description,
        @Nullable String providerId,
        State state,
        @Nullable String disabledReason,
        @Nullable Instant disabledAt,
        Instant registeredAt) {

    enum State {
        ACTIVE,
        DISABLED
    }

    static WebhookView of(WebhookState webhook) {
        Subscription subscription = webhook.subscription();
        return new WebhookView(
                webhook.webhookId().value(),
                subscription.url(),
                subscription.types().stream().map(Object::toString).toList(),
                subscription.description(),
                webhook.providerId() == null ? null : webhook.providerId().value(),
                webhook.isDisabled() ? State.DISABLED : State.ACTIVE,
                webhook.disabledReason() == null
                        ? null
                        : webhook.disabledReason().name(),
                webhook.disabledAt(),
                webhook.registeredAt());
    }

    static WebhookView of(EndpointRow row) {
        return new WebhookView(
                row.webhookId(),
                row.url(),
                row.types(),
                row.description(),
                row.providerId(),
                row.disabledAt() == null ? State.ACTIVE : State.DISABLED,
                row.disabledReason(),
                row.disabledAt(),
                row.registeredAt());
    }
}
