package org.commissionledger.api.notices;

import java.util.UUID;
import javax.sql.DataSource;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.webhook.WebhookType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells endpoints of notices: a delivery for each that wants to hear of them, which then goes the way of all deliveries. */
@Component
public class NoticeTellings {

    /** Where the kind and the subject stand in the stream of such a telling. */
    public static final String STREAM = "notice/";

    private final JdbcClient sql;

    NoticeTellings(DataSource pool) {
        this.sql = JdbcClient.create(pool);
    }

    // Grain: endpoint. Index: endpoint_organisation; the newest event by event_organisation_sequence.
    void tell(OrganisationId organisation, UUID notice, Condition condition) {
        String type = WebhookType.NOTICE_RAISED.toString();
        sql.sql("""
                        insert into ledger.webhook_delivery
                               (webhook_id, message_id, organisation, type, position, step, stream)
                        select e.webhook_id, ?, e.organisation, ?, newest.position, 0, ?
                          from ledger_webhooks.endpoint e
                         cross join lateral (select position from ledger.event h where h.organisation = e.organisation
                                              order by ledger_sequence desc limit 1) newest
                         where e.organisation = ? and ? = any(e.types) and e.disabled_at is null and e.provider_id is null
                            on conflict (webhook_id, message_id) do nothing""")
                .params(notice, type, STREAM + condition.kind() + "/" + condition.subject(), organisation.value(), type)
                .update();
    }
}
