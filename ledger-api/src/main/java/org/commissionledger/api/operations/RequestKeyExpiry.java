package org.commissionledger.api.operations;

import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets request keys after 30 days, a few at a time, on whichever node comes first. */
@Component
class RequestKeyExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(RequestKeyExpiry.class);
    private static final int AT_A_TIME = 10_000;

    private final JdbcClient sql;

    RequestKeyExpiry(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forget() {
        int forgotten = AT_A_TIME;
        while (forgotten == AT_A_TIME) {
            forgotten = sql.sql("""
                            delete from ledger.request_key where ctid = any(array(
                                select ctid from ledger.request_key where recorded_at < now() - interval '30 days'
                                 limit ? for update skip locked))""").param(AT_A_TIME).update();
            if (forgotten > 0) {
                LOG.debug("{} request keys older than 30 days were forgotten", forgotten);
            }
        }
    }
}
