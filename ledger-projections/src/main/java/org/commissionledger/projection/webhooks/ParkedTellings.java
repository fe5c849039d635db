package org.commissionledger.projection.webhooks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Columns;
import org.commissionledger.webhook.WebhookType;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells of parked events. That an event is parked is no event itself: rows for it are made by looking, each once, because their name follows
 * from the projection and the event. Those that only wait behind another are not told of.
 */
public final class ParkedTellings {

    /** Where the name of the projection stands in the stream of such a telling. */
    public static final String STREAM = "projection/";

    private static final int AT_A_TIME = 1_000;

    private final DataSource dataSource;
    private final JdbcClient sql;

    public ParkedTellings(DataSource dataSource) {
        this.dataSource = dataSource;
        this.sql = JdbcClient.create(dataSource);
    }

    private record Row(String webhookId, String organisation, String projection, long position, UUID eventId) {
        UUID messageId() {
            return UUID.nameUUIDFromBytes((projection + "/" + eventId + "/" + WebhookType.PROJECTION_PARKED)
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Makes the rows that are missing, page by page. */
    public void tell() {
        List<Row> page = page(0, "", "");
        while (!page.isEmpty()) {
            store(page);
            page = page.size() < AT_A_TIME
                    ? List.of()
                    : page(
                            page.getLast().position(),
                            page.getLast().projection(),
                            page.getLast().webhookId());
        }
    }

    // Grain: endpoint × event that was parked within a day. Range: behind the place. Index: parked_event_pk,
    // endpoint_organisation.
    private List<Row> page(long position, String projection, String webhookId) {
        return sql.sql("""
                        select e.webhook_id, e.organisation, p.processor, p.position, h.event_id
                          from ledger.parked_event p
                          join ledger.event h on h.position = p.position
                          join ledger_webhooks.endpoint e on e.organisation = h.organisation and e.disabled_at is null
                                                         and ? = any(e.types) and e.provider_id is null
                                                         and e.registered_at <= p.parked_at
                         where p.cause is not null and p.parked_at > now() - interval '1 day'
                           and (p.position, p.processor, e.webhook_id) > (?, ?, ?)
                         order by p.position, p.processor, e.webhook_id limit ?""")
                .params(WebhookType.PROJECTION_PARKED.toString(), position, projection, webhookId, AT_A_TIME)
                .query((r, n) -> new Row(
                        r.getString(1), r.getString(2), r.getString(3), r.getLong(4), r.getObject(5, UUID.class)))
                .list();
    }

    private void store(List<Row> rows) {
        try (Connection connection = dataSource.getConnection()) {
            Columns.of(rows)
                    .text(Row::webhookId)
                    .text(r -> r.messageId().toString())
                    .text(Row::organisation)
                    .bigint(Row::position)
                    .text(r -> STREAM + r.projection())
                    .execute(
                            connection,
                            "insert into ledger.webhook_delivery"
                                    + " (webhook_id, message_id, organisation, type, position, step, stream)"
                                    + " select w, m::uuid, o, '" + WebhookType.PROJECTION_PARKED + "', p, 0, s"
                                    + " from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[])"
                                    + " b(w, m, o, p, s) on conflict (webhook_id, message_id) do nothing");
        } catch (SQLException e) {
            throw DeliveriesUnavailableException.of(e);
        }
    }
}
