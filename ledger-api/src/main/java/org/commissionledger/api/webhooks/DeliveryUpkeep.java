package org.commissionledger.api.webhooks;

import javax.sql.DataSource;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.projection.webhooks.DeliveriesUnavailableException;
import org.commissionledger.projection.webhooks.ParkedTellings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells of parked events, and forgets deliveries after 30 days, a few at a time, on whichever node comes first. */
@Component
class DeliveryUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryUpkeep.class);
    private static final int AT_A_TIME = 5_000;

    private final JdbcClient sql;
    private final ParkedTellings parked;
    private final boolean wanted;

    DeliveryUpkeep(DataSource dataSource, ParkedTellings parked, LedgerSettings settings) {
        this.sql = JdbcClient.create(dataSource);
        this.parked = parked;
        this.wanted = settings.webhooks().run();
    }

    @Scheduled(fixedDelayString = "PT1S")
    void tellOfParkedEvents() {
        try {
            if (wanted) {
                parked.tell();
            }
        } catch (DeliveriesUnavailableException | DataAccessException e) {
            LOG.warn("Of parked events endpoints are told a little later: {}", e.getMessage());
        }
    }

    /** What is still to be sent stays, unless its endpoint is not there any more or has been disabled as long. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forget() {
        int forgotten = AT_A_TIME;
        while (forgotten == AT_A_TIME) {
            forgotten = sql.sql("""
                            with old as (
                                select d.webhook_id, d.message_id from ledger.webhook_delivery d
                                  left join ledger_webhooks.endpoint e on e.webhook_id = d.webhook_id
                                 where d.created_at < now() - interval '30 days' and d.state <> 'PENDING'
                                    or e.webhook_id is null or e.disabled_at < now() - interval '30 days'
                                 limit ? for update of d skip locked),
                            attempts as (
                                delete from ledger.webhook_attempt a using old
                                 where a.webhook_id = old.webhook_id and a.message_id = old.message_id)
                            delete from ledger.webhook_delivery d using old
                             where d.webhook_id = old.webhook_id and d.message_id = old.message_id""").param(AT_A_TIME).update();
        }
    }
}
