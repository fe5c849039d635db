package org.commissionledger.projection.webhooks;

import java.time.Instant;
import java.util.UUID;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.webhook.WebhookId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node may make now, and nobody else until the lease has run out.
 *
 * @param stream what it is told in order within
 * @param position of the event that it tells of
 * @param threshold of credits.low; minor units
 * @param attempt counts the claims of this delivery, from 1
 * @param tries counts those since the schedule began, from 1
 */
public record Claim(
        WebhookId webhookId,
        UUID messageId,
        OrganisationId organisation,
        String type,
        String stream,
        long position,
        @Nullable Long threshold,
        int attempt,
        int tries,
        Instant createdAt) {}
