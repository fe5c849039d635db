package org.commissionledger.projection.journal;

import java.math.BigInteger;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.past.PastSnapshot;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the journal. */
public final class JournalQueries {

    private final JdbcClient sql;

    private final PastSnapshot snapshot;

    public JournalQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.snapshot = new PastSnapshot(dataSource);
    }

    /** @param position what the balances are made of: all up to and with this one */
    public record Standing(long position, List<Balance> balances) {}

    /** How the accounts stand, and at which position: both of one snapshot. */
    public Standing standing(String organisation) {
        return snapshot.read("balances", connection -> new Standing(position(), balances(organisation)));
    }

    private long position() {
        return sql.sql("select coalesce(min(position), 0) from ledger.processor_token where processor = ?")
                .param(Projection.LEDGER)
                .query(Long.class)
                .single();
    }

    /** Minor units; positive is a debit. */
    public record Balance(String account, String currency, BigInteger balance) {}

    // Grain: account x currency. Unit: minor. Index: account_balance_pk.
    public List<Balance> balances(String organisation) {
        return sql.sql("select account, currency, balance from ledger_journal.account_balance where organisation = ?"
                        + " order by account, currency")
                .param(organisation)
                .query((r, n) -> new Balance(
                        r.getString(1), r.getString(2), r.getBigDecimal(3).toBigIntegerExact()))
                .list();
    }

    // Grain: currency, over all organisations. Unit: minor. Zero in each, always.
    public List<Balance> sums() {
        return sql.sql(
                        "select '' as account, currency, sum(balance) from ledger_journal.account_balance group by currency")
                .query((r, n) -> new Balance(
                        r.getString(1), r.getString(2), r.getBigDecimal(3).toBigIntegerExact()))
                .list();
    }
}
