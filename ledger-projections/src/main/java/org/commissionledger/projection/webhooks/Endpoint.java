package org.commissionledger.projection.webhooks;

import java.util.List;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.Sealed;
import org.commissionledger.webhook.WebhookId;

/**
 * An endpoint that something is due for.
 *
 * @param secrets all that sign at present, the newest first
 * @param failures attempts in a row that failed, at all nodes together
 */
public record Endpoint(
        WebhookId webhookId, OrganisationId organisation, String url, List<Sealed> secrets, int failures) {}
