package org.commissionledger.projection.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.webhook.WebhookEvent;
import org.commissionledger.webhook.WebhookEvent.RedeliveryRequested;
import org.commissionledger.webhook.WebhookEvent.SecretRotated;
import org.commissionledger.webhook.WebhookEvent.TestRequested;
import org.commissionledger.webhook.WebhookEvent.WebhookChanged;
import org.commissionledger.webhook.WebhookEvent.WebhookDisabled;
import org.commissionledger.webhook.WebhookEvent.WebhookRegistered;
import org.commissionledger.webhook.WebhookEvent.WebhookRemoved;

/**
 * Makes the rows of deliveries for a fold. In a rebuild, which writes another schema, only events that are parked can be without theirs.
 *
 * @param live whether {@code schema} is the one that is read
 */
record DeliveryRows(Connection connection, String schema, boolean live) {

    /** Told to all nodes when there is something to send. */
    static final String CHANNEL = "ledger_webhook";

    /** What endpoints are sent to try them; nobody subscribes to it. */
    static final String TEST = "webhook.test";

    /** The first row of a stream in the batch is due at once; those behind it wait for it, and are due when it is settled. */
    private static final String LIVE_DUE =
            "case when row_number() over (partition by e.webhook_id, b.o, b.st order by b.p, b.n) = 1"
                    + " then now() else 'infinity'::timestamptz end";

    private static final String PARKED = " where exists (select 1 from ledger.parked_event k where k.processor = '"
            + WebhooksProjection.NAME + "' and k.position = b.p)";

    /** What somebody in an organisation wants to hear. */
    private record Wish(String organisation, String type) {
        static Wish of(Telling telling) {
            return new Wish(
                    telling.event().organisation().value(), telling.type().toString());
        }
    }

    /** Most of what happens nobody listens to: that goes no further than this. */
    void tell(List<Telling> tellings) throws SQLException {
        Set<Wish> wishes = wishes(tellings);
        if (!wishes.isEmpty()) {
            store(tellings.stream().filter(t -> wishes.contains(Wish.of(t))).toList());
        }
    }

    // Grain: organisation × type. Index: endpoint_organisation.
    private Set<Wish> wishes(List<Telling> tellings) throws SQLException {
        Set<Wish> wishes = new HashSet<>();
        Columns.of(tellings.stream()
                        .map(t -> t.event().organisation().value())
                        .distinct()
                        .toList())
                .text(o -> o)
                .query(
                        connection,
                        "select distinct e.organisation, t from :rows as b(o) join " + schema
                                + ".endpoint e on e.organisation = b.o and e.disabled_at is null, unnest(e.types) t",
                        row -> wishes.add(new Wish(row.getString(1), row.getString(2))));
        return wishes;
    }

    // Grain: endpoint × telling. Index: endpoint_organisation.
    private void store(List<Telling> tellings) throws SQLException {
        Columns<Telling> columns = Columns.of(tellings)
                .text(t -> t.messageId().toString())
                .text(t -> t.event().organisation().value())
                .text(t -> t.type().toString())
                .bigint(t -> t.event().position())
                .bigint(Telling::step)
                .text(t -> t.event().stream())
                .text(Telling::providerId)
                .optionalBigint(Telling::threshold);
        columns.query(
                connection, """
                with told as (
                    insert into ledger.webhook_delivery
                           (webhook_id, message_id, organisation, type, position, step, stream, threshold, due_at)
                    select e.webhook_id, b.m::uuid, b.o, b.ty, b.p, b.n::smallint, b.st, b.th, %s
                      from :rows as b(m, o, ty, p, n, st, pr, th)
                      join %s.endpoint e on e.organisation = b.o and b.ty = any(e.types) and e.disabled_at is null
                                        and (e.provider_id is null or e.provider_id = b.pr)%s
                        on conflict (webhook_id, message_id) do nothing
                    returning 1)
                select case when exists (select 1 from told) then pg_notify('%s', '')::text end
                """.formatted(live ? LIVE_DUE : "now()", schema, live ? "" : PARKED, CHANNEL), row -> {});
    }

    void write(RecordedEvent recorded, WebhookEvent event) throws SQLException {
        if (!live) {
            return;
        }
        switch (event) {
            case TestRequested e -> test(recorded, e);
            case RedeliveryRequested e -> again(e);
            case WebhookChanged e -> goOn(e);
            case WebhookRegistered e -> {}
            case SecretRotated e -> {}
            case WebhookDisabled e -> {}
            case WebhookRemoved e -> {}
        }
    }

    private void test(RecordedEvent recorded, TestRequested event) throws SQLException {
        Columns.of(List.of(event))
                .text(e -> e.webhookId().value())
                .text(e -> e.deliveryId().toString())
                .text(e -> recorded.organisation().value())
                .bigint(e -> recorded.position())
                .text(e -> recorded.stream() + "/" + e.deliveryId())
                .query(
                        connection,
                        "with told as (insert into ledger.webhook_delivery"
                                + " (webhook_id, message_id, organisation, type, position, step, stream)"
                                + " select w, m::uuid, o, '" + TEST + "', p, 0, st"
                                + " from :rows as b(w, m, o, p, st)"
                                + " on conflict (webhook_id, message_id) do nothing)"
                                + " select pg_notify('" + CHANNEL + "', '')",
                        row -> {});
    }

    /** One that is being sent at this moment is being delivered as was asked for. */
    private void again(RedeliveryRequested event) throws SQLException {
        Columns.of(List.of(event))
                .text(e -> e.webhookId().value())
                .text(e -> e.deliveryId().toString())
                .query(
                        connection,
                        "with again as (update ledger.webhook_delivery t"
                                + " set state = 'PENDING', tries = 0, due_at = now(), finished_at = null"
                                + " from :rows as b(w, m)"
                                + " where t.webhook_id = b.w and t.message_id = b.m::uuid and not t.in_flight)"
                                + " select pg_notify('" + CHANNEL + "', '')",
                        row -> {});
    }

    /** An endpoint that was put again is tried at once with what was waiting, and begins anew. */
    private void goOn(WebhookChanged event) throws SQLException {
        String webhook = " from :rows as b(w) where t.webhook_id = b.w";
        Columns<WebhookChanged> one =
                Columns.of(List.of(event)).text(e -> e.webhookId().value());
        one.execute(
                connection,
                "update ledger.webhook_delivery t set due_at = now(), tries = 0" + webhook
                        + " and t.state = 'PENDING' and not t.in_flight");
        one.query(
                connection,
                "with fresh as (delete from ledger.webhook_standing t using :rows as b(w)"
                        + " where t.webhook_id = b.w) select pg_notify('" + CHANNEL + "', '')",
                row -> {});
    }
}
