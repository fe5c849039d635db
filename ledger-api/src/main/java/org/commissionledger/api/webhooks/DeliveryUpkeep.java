package org.commissionledger.api.webhooks;

import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.projection.webhooks.CheckpointTellings;
import org.commissionledger.projection.webhooks.DeliveriesUnavailableException;
import org.commissionledger.projection.webhooks.ParkedTellings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells of parked events and of checkpoints, and forgets deliveries after 30 days, a few at a time, on whichever node comes first. */
@Component
class DeliveryUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryUpkeep.class);
    private static final int AT_A_TIME = 5_000;

    private final JdbcClient sql;
    private final ParkedTellings parked;
    private final CheckpointTellings checkpoints;
    private final boolean wanted;

    DeliveryUpkeep(
            DataSource dataSource, ParkedTellings parked, CheckpointTellings checkpoints, LedgerSettings settings) {
        this.sql = JdbcClient.create(dataSource);
        this.parked = parked;
        this.checkpoints = checkpoints;
        this.wanted = settings.webhooks().run();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void tellWhatIsNoEvent() {
        try {
            if (wanted) {
                parked.tell();
                checkpoints.tell();
            }
        } catch (DeliveriesUnavailableException | DataAccessException e) {
            LOG.warn("Of parked events and checkpoints endpoints are told a little later: {}", e.getMessage());
        }
    }

    /** An endpoint that has deliveries; all of them go where it is not there any more, or has been disabled as long as they are kept. */
    private record Owner(String webhookId, boolean gone) {}

    /** What is still to be sent to an endpoint that is there stays. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forget() {
        for (Owner owner : owners()) {
            int forgotten = AT_A_TIME;
            while (forgotten == AT_A_TIME) {
                forgotten = forget(owner);
            }
        }
    }

    // Grain: endpoint. Index: webhook_delivery_pk, one entry for each endpoint.
    private List<Owner> owners() {
        return sql.sql("""
                        with recursive owner as (
                            (select webhook_id from ledger.webhook_delivery order by webhook_id limit 1)
                            union all
                            select (select d.webhook_id from ledger.webhook_delivery d
                                     where d.webhook_id > owner.webhook_id order by d.webhook_id limit 1)
                              from owner where owner.webhook_id is not null)
                        select o.webhook_id,
                               e.webhook_id is null or coalesce(e.disabled_at < now() - interval '30 days', false)
                          from owner o left join ledger_webhooks.endpoint e on e.webhook_id = o.webhook_id
                         where o.webhook_id is not null""")
                .query((r, n) -> new Owner(r.getString(1), r.getBoolean(2)))
                .list();
    }

    // Grain: delivery. Range: the oldest. Index: webhook_delivery_log, webhook_attempt_pk.
    private int forget(Owner owner) {
        return sql.sql("""
                        with old as (
                            select webhook_id, message_id from ledger.webhook_delivery
                             where webhook_id = ?
                               and (? or created_at < now() - interval '30 days' and state <> 'PENDING')
                             order by created_at limit ? for update skip locked),
                        attempts as (
                            delete from ledger.webhook_attempt a using old
                             where a.webhook_id = old.webhook_id and a.message_id = old.message_id)
                        delete from ledger.webhook_delivery d using old
                         where d.webhook_id = old.webhook_id and d.message_id = old.message_id""").params(owner.webhookId(), owner.gone(), AT_A_TIME).update();
    }
}
