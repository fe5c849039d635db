package org.commissionledger.projection.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.webhook.Subscription;
import org.commissionledger.webhook.Webhook;
import org.commissionledger.webhook.WebhookEvent;
import org.commissionledger.webhook.WebhookEvent.RedeliveryRequested;
import org.commissionledger.webhook.WebhookEvent.SecretRotated;
import org.commissionledger.webhook.WebhookEvent.TestRequested;
import org.commissionledger.webhook.WebhookEvent.WebhookChanged;
import org.commissionledger.webhook.WebhookEvent.WebhookDisabled;
import org.commissionledger.webhook.WebhookEvent.WebhookRegistered;
import org.commissionledger.webhook.WebhookEvent.WebhookRemoved;

/** Endpoints and their secrets as the history has them. These events are few: each is written by itself. */
record EndpointRows(Connection connection, String schema) {

    private static final String BETWEEN = " ";

    void write(RecordedEvent recorded, WebhookEvent event) throws SQLException {
        switch (event) {
            case WebhookRegistered e -> register(recorded, e);
            case WebhookChanged e -> change(e);
            case SecretRotated e -> rotate(recorded, e);
            case WebhookDisabled e -> disable(e);
            case WebhookRemoved e -> remove(e);
            case TestRequested e -> {}
            case RedeliveryRequested e -> {}
        }
    }

    private void register(RecordedEvent recorded, WebhookRegistered event) throws SQLException {
        Subscription subscription = event.subscription();
        Columns.of(List.of(event))
                .text(e -> e.webhookId().value())
                .text(e -> recorded.organisation().value())
                .text(e -> e.providerId() == null ? null : e.providerId().value())
                .text(e -> subscription.url())
                .text(e -> types(subscription))
                .text(e -> subscription.description())
                .time(WebhookRegistered::at)
                .execute(
                        connection,
                        "insert into " + schema + ".endpoint"
                                + " (webhook_id, organisation, provider_id, url, types, description, registered_at)"
                                + " select w, o, p, u, string_to_array(t, '" + BETWEEN + "'), d, " + Columns.time("at")
                                + " from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],"
                                + " ?::bigint[]) b(w, o, p, u, t, d, at)");
        secret(recorded, event, event.secret().value());
    }

    private static String types(Subscription subscription) {
        return String.join(
                BETWEEN, subscription.types().stream().map(Object::toString).toList());
    }

    private void secret(RecordedEvent recorded, WebhookEvent event, String sealed) throws SQLException {
        Columns.of(List.of(event))
                .text(e -> e.webhookId().value())
                .bigint(e -> recorded.position())
                .text(e -> sealed)
                .execute(
                        connection,
                        "insert into " + schema + ".endpoint_secret (webhook_id, position, sealed)"
                                + " select * from unnest(?::text[], ?::bigint[], ?::text[])");
    }

    private void change(WebhookChanged event) throws SQLException {
        Subscription subscription = event.subscription();
        Columns.of(List.of(event))
                .text(e -> e.webhookId().value())
                .text(e -> subscription.url())
                .text(e -> types(subscription))
                .text(e -> subscription.description())
                .execute(
                        connection,
                        "update " + schema + ".endpoint t set url = b.u, types = string_to_array(b.t, '" + BETWEEN
                                + "'), description = b.d, disabled_reason = null, disabled_at = null"
                                + " from :rows as b(w, u, t, d)"
                                + " where t.webhook_id = b.w");
    }

    private void rotate(RecordedEvent recorded, SecretRotated event) throws SQLException {
        Columns.of(List.of(event))
                .text(e -> e.webhookId().value())
                .time(e -> e.at().plus(Webhook.BOTH_SIGN))
                .execute(
                        connection,
                        "update " + schema + ".endpoint_secret t set until = " + Columns.time("b.u")
                                + " from :rows as b(w, u)"
                                + " where t.webhook_id = b.w and t.until is null");
        secret(recorded, event, event.secret().value());
    }

    private void disable(WebhookDisabled event) throws SQLException {
        Columns.of(List.of(event))
                .text(e -> e.webhookId().value())
                .text(e -> e.reason().name())
                .time(WebhookDisabled::at)
                .execute(
                        connection,
                        "update " + schema + ".endpoint t set disabled_reason = b.r, disabled_at = "
                                + Columns.time("b.at")
                                + " from :rows as b(w, r, at)"
                                + " where t.webhook_id = b.w");
    }

    private void remove(WebhookRemoved event) throws SQLException {
        for (String table : List.of("endpoint", "endpoint_secret")) {
            Columns.of(List.of(event))
                    .text(e -> e.webhookId().value())
                    .execute(
                            connection,
                            "delete from " + schema + "." + table + " t using :rows as b(w)"
                                    + " where t.webhook_id = b.w");
        }
    }
}
