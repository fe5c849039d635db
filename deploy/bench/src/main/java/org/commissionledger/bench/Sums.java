package org.commissionledger.bench;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sums of the past, which are made in the background behind a load. */
final class Sums {

    private static final List<String> LEFT = List.of(
            "select ? - count(*) from ledger_commissions.block", "select ? - count(*) from ledger_journal.block");

    private Sums() {}

    /** Waits until there is nothing left of it for the history up to {@code head}. */
    static void await(DataSource database, long head) throws InterruptedException {
        JdbcClient sql = JdbcClient.create(database);
        long blocks = (head >> 12) + (head >> 16) + (head >> 20) + (head >> 24);
        for (String left : LEFT) {
            while (sql.sql(left).param(blocks).query(Long.class).single() > 0) {
                Thread.sleep(200);
            }
        }
    }
}
