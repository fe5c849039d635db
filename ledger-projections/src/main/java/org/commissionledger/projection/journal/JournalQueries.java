package org.commissionledger.projection.journal;

import java.math.BigInteger;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.ReadSnapshot;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the journal. */
public final class JournalQueries {

    private final JdbcClient sql;
    private final ReadSnapshot snapshot;

    public JournalQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.snapshot = new ReadSnapshot(dataSource);
    }

    /** @param position what the balances are made of: all up to and with this one */
    public record Standing(long position, List<Balance> balances) {}

    /** How the accounts stand, and at which position: both of one snapshot. */
    public Standing standing(String organisation) {
        return snapshot.read(() -> new Standing(snapshot.position(Projection.LEDGER), balances(organisation)));
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
