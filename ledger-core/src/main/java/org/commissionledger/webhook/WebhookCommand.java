package org.commissionledger.webhook;

import java.time.Instant;
import java.util.UUID;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.Sealed;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/** Wishes to change an endpoint. */
public sealed interface WebhookCommand extends LedgerCommand {

    static StreamId stream(OrganisationId organisation, WebhookId webhook) {
        return StreamId.of(organisation, "webhook", webhook.value());
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownWebhook();
    }

    record RegisterWebhook(
            @TargetAggregateIdentifier StreamId stream,
            WebhookId webhookId,
            @Nullable ProviderId providerId,
            Subscription subscription,
            Sealed secret,
            Instant at)
            implements WebhookCommand {}

    /** The ledger's own decision: it has nothing to do with whose endpoint it is. */
    record DisableWebhook(@TargetAggregateIdentifier StreamId stream, DisabledReason reason, Instant at)
            implements WebhookCommand {}

    /** A command by somebody who may touch some endpoints only. */
    sealed interface OnWebhook extends WebhookCommand {

        /** The provider whose endpoints the caller may touch; null for callers who may touch all. */
        @Nullable
        ProviderId only();
    }

    record ChangeWebhook(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            Subscription subscription,
            Instant at)
            implements OnWebhook {}

    record RotateSecret(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            Sealed secret,
            Instant at) implements OnWebhook {}

    record RemoveWebhook(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            Instant at) implements OnWebhook {}

    record RequestTest(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            UUID deliveryId,
            Instant at) implements OnWebhook {}

    record RequestRedelivery(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            UUID deliveryId,
            Instant at) implements OnWebhook {}
}
