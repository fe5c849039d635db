package org.commissionledger.projection.webhooks;

import javax.sql.DataSource;
import org.commissionledger.webhook.WebhookType;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells of checkpoints. That a history was sealed is no event of it: rows for it are made by looking, each once, because their name follows
 * from the organisation and the ledgerSequence.
 */
public final class CheckpointTellings {

    /** The stream of all such tellings: an organisation's checkpoints are told in their order. */
    public static final String STREAM = "checkpoint";

    private static final String MESSAGE =
            "md5(e.organisation || '/' || c.ledger_sequence || '/checkpoint.sealed')::uuid";

    private final JdbcClient sql;

    public CheckpointTellings(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Makes the rows that are missing: of the newest 100 checkpoints of an organisation, sealed within a day. */
    // Grain: endpoint × checkpoint. Index: endpoint_organisation, checkpoint_pk, webhook_delivery_pk.
    public void tell() {
        String type = WebhookType.CHECKPOINT_SEALED.toString();
        sql.sql("""
                        with told as (
                            insert into ledger.webhook_delivery
                                   (webhook_id, message_id, organisation, type, position, step, stream)
                            select e.webhook_id, %1$s, e.organisation, ?, c.position, 0, ?
                              from ledger_webhooks.endpoint e
                             cross join lateral (select * from ledger.checkpoint c
                                                  where c.organisation = e.organisation and c.sealed_at >= e.registered_at
                                                    and c.sealed_at > now() - interval '1 day'
                                                  order by c.ledger_sequence desc limit 100) c
                             where ? = any(e.types) and e.disabled_at is null and e.provider_id is null
                               and not exists (select from ledger.webhook_delivery d
                                                where d.webhook_id = e.webhook_id and d.message_id = %1$s)
                                on conflict (webhook_id, message_id) do nothing
                            returning 1)
                        select case when exists (select 1 from told) then pg_notify('%2$s', '')::text end""".formatted(MESSAGE, DeliveryRows.CHANNEL))
                .params(type, STREAM, type)
                .query(row -> {});
    }
}
