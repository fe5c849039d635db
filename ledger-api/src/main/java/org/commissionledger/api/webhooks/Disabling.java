package org.commissionledger.api.webhooks;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.webhooks.DeliverySettlements.Failing;
import org.commissionledger.projection.webhooks.Settlement;
import org.commissionledger.projection.webhooks.WebhookQueries;
import org.commissionledger.webhook.DisabledReason;
import org.commissionledger.webhook.WebhookCommand;
import org.commissionledger.webhook.WebhookCommand.DisableWebhook;
import org.commissionledger.webhook.WebhookId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Disables endpoints that want no more, or do nothing but fail. It is an event, so ADMIN and TECHNICAL find it in the history and in the list
 * of endpoints; the log and a metric tell those who watch the service.
 */
@Component
final class Disabling {

    private static final Logger LOG = LoggerFactory.getLogger(Disabling.class);
    private static final int GONE = 410;

    private final Ledger ledger;
    private final LedgerSettings settings;
    private final Clock clock;

    Disabling(Ledger ledger, WebhookQueries queries, LedgerSettings settings, Clock clock, MeterRegistry meters) {
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
        Gauge.builder("ledger.webhooks.disabled", queries, WebhookQueries::disabled)
                .description("Endpoints that the ledger has disabled and nobody has put again")
                .register(meters);
    }

    /** After a crash in between the next failure leads here again. */
    void after(List<Settlement> settlements, List<Failing> failing) {
        Map<WebhookId, OrganisationId> organisations = new HashMap<>();
        for (Settlement settlement : settlements) {
            organisations.put(settlement.claim().webhookId(), settlement.claim().organisation());
            Integer status = settlement.attempt().status();
            if (status != null && status == GONE) {
                disable(settlement.claim().organisation(), settlement.claim().webhookId(), DisabledReason.GONE);
            }
        }
        Instant longAgo = clock.instant().minus(settings.webhooks().disableAfter());
        for (Failing endpoint : failing) {
            OrganisationId organisation = organisations.get(endpoint.webhookId());
            if (endpoint.since().isBefore(longAgo) && organisation != null) {
                disable(organisation, endpoint.webhookId(), DisabledReason.FAILING);
            }
        }
    }

    private void disable(OrganisationId organisation, WebhookId webhook, DisabledReason reason) {
        Instant now = clock.instant();
        DisableWebhook command = new DisableWebhook(WebhookCommand.stream(organisation, webhook), reason, now);
        CommandContext context = new CommandContext(organisation, EventMetadata.system("webhooks"));
        if (ledger.execute(context, () -> Draft.of(command), null) instanceof Reply.Fresh fresh
                && fresh.result().changed()) {
            LOG.warn("Endpoint {} of organisation {} is disabled: {}", webhook, organisation, reason);
        }
    }
}
