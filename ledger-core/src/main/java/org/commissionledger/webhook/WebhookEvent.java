package org.commissionledger.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.person.Sealed;
import org.jspecify.annotations.Nullable;

/** What happened to an endpoint. Secrets are sealed: see {@link WebhookSecrets}. What was delivered to it is no part of the history. */
public sealed interface WebhookEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("webhook.registered", 1, WebhookRegistered.class),
            EventType.of("webhook.changed", 1, WebhookChanged.class),
            EventType.of("webhook.secret-rotated", 1, SecretRotated.class),
            EventType.of("webhook.disabled", 1, WebhookDisabled.class),
            EventType.of("webhook.removed", 1, WebhookRemoved.class),
            EventType.of("webhook.test-requested", 1, TestRequested.class),
            EventType.of("webhook.redelivery-requested", 1, RedeliveryRequested.class));

    WebhookId webhookId();

    /** @param providerId whose endpoint it is, and of whose orders alone it hears; null for one of the organisation's own */
    record WebhookRegistered(
            WebhookId webhookId, @Nullable ProviderId providerId, Subscription subscription, Sealed secret, Instant at)
            implements WebhookEvent {}

    /** From now on it is told this; one that was disabled works again. */
    record WebhookChanged(WebhookId webhookId, Subscription subscription, Instant at) implements WebhookEvent {}

    /** The secret before this one signs as well for {@link Webhook#BOTH_SIGN}. */
    record SecretRotated(WebhookId webhookId, Sealed secret, Instant at) implements WebhookEvent {}

    record WebhookDisabled(WebhookId webhookId, DisabledReason reason, Instant at) implements WebhookEvent {}

    record WebhookRemoved(WebhookId webhookId, Instant at) implements WebhookEvent {}

    /** @param deliveryId what the delivery of the test will be called */
    record TestRequested(WebhookId webhookId, UUID deliveryId, Instant at) implements WebhookEvent {}

    /** Somebody wants a delivery to be made once more. */
    record RedeliveryRequested(WebhookId webhookId, UUID deliveryId, Instant at) implements WebhookEvent {}
}
