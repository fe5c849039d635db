package org.commissionledger.api.notices;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.projection.engine.Projections.Status;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.commissionledger.projection.payouts.PayoutQueries;
import org.commissionledger.projection.payouts.PayoutRow;
import org.commissionledger.projection.webhooks.EndpointRow;
import org.commissionledger.projection.webhooks.WebhookQueries;
import org.commissionledger.webhook.TooManyWebhooks;
import org.springframework.stereotype.Component;

/** Looks at what there is to know of an organisation now. */
@Component
class Conditions {

    private static final int MOST_PAYOUTS = 500;

    private final Projections projections;
    private final TotalsQueries totals;
    private final WebhookQueries webhooks;
    private final PayoutQueries payouts;
    private final LedgerSettings.Notifications settings;
    private final Clock clock;

    Conditions(
            Projections projections,
            TotalsQueries totals,
            WebhookQueries webhooks,
            PayoutQueries payouts,
            LedgerSettings settings,
            Clock clock) {
        this.projections = projections;
        this.totals = totals;
        this.webhooks = webhooks;
        this.payouts = payouts;
        this.settings = settings.notifications();
        this.clock = clock;
    }

    List<Condition> of(OrganisationId organisation) {
        List<Condition> holding = new ArrayList<>();
        overdue(organisation, holding);
        unpaid(organisation, holding);
        projections.statuses(organisation).forEach(status -> projection(status, holding));
        webhooks.list(organisation.value(), null, true, "", TooManyWebhooks.MOST)
                .forEach(endpoint -> holding.add(disabled(endpoint)));
        return holding;
    }

    /** What was ordered long ago and is still pending, by currency. */
    private void overdue(OrganisationId organisation, List<Condition> holding) {
        Instant before = clock.instant().minus(settings.overdue());
        OrderFilter old = new OrderFilter(null, before, "SUCCESSFUL", "PENDING", null, null, null, null, null);
        for (Total total : totals.totals(organisation.value(), old).totals()) {
            if (total.pending().signum() > 0) {
                holding.add(new Condition(
                        NoticeKind.COMMISSIONS_OVERDUE,
                        total.currency(),
                        "Orders older than " + settings.overdue().toDays() + " days have commission pending in "
                                + total.currency() + "."));
            }
        }
    }

    /** What was approved long ago and is neither settled nor failed. */
    private void unpaid(OrganisationId organisation, List<Condition> holding) {
        Instant before = clock.instant().minus(settings.unpaid());
        for (PayoutRow payout : payouts.list(organisation.value(), Long.MAX_VALUE, "APPROVED", null, MOST_PAYOUTS)) {
            if (payout.approvedAt() != null && payout.approvedAt().isBefore(before)) {
                holding.add(new Condition(
                        NoticeKind.PAYOUTS_OVERDUE,
                        payout.payoutId(),
                        "The payout " + payout.payoutId() + " was approved more than "
                                + settings.unpaid().toDays() + " days ago and is not settled."));
            }
        }
    }

    private void projection(Status status, List<Condition> holding) {
        if (status.lag() > settings.lag()) {
            holding.add(new Condition(
                    NoticeKind.PROJECTION_BEHIND,
                    status.name(),
                    "The projection " + status.name() + " is more than " + settings.lag() + " events behind."));
        }
        if (status.parked() > 0) {
            holding.add(new Condition(
                    NoticeKind.EVENTS_PARKED,
                    status.name(),
                    "The projection " + status.name() + " could not take some events of this organisation."));
        }
    }

    private static Condition disabled(EndpointRow endpoint) {
        return new Condition(
                NoticeKind.WEBHOOK_FAILING,
                endpoint.webhookId(),
                "The endpoint " + endpoint.webhookId() + " was disabled: it is told nothing more.");
    }
}
