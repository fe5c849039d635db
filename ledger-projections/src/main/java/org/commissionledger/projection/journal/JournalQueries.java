package org.commissionledger.projection.journal;

import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the journal. */
public final class JournalQueries {

    private final JdbcClient sql;

    public JournalQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Minor units; positive is a debit. */
    public record Balance(String account, String currency, BigInteger balance) {}

    /** One line of an entry, with the event that made it. */
    public record Entry(long position, String currency, long amount, Instant effectiveAt, Instant recordedAt) {}

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

    // Grain: one line. Unit: minor. Range: position behind after. Index: account_balance_pk, posting_pk, event_pk.
    public List<Entry> entries(String organisation, String account, long after, int limit) {
        return sql.sql("""
                        select position, currency, amount, posting.effective_at, recorded_at
                          from ledger_journal.account_balance
                          join ledger_journal.posting using (account_id)
                          join ledger.event using (organisation, position)
                         where organisation = ? and account = ? and position > ? order by position limit ?""")
                .params(organisation, account, after, limit)
                .query((r, n) -> new Entry(
                        r.getLong(1),
                        r.getString(2),
                        r.getLong(3),
                        r.getObject(4, OffsetDateTime.class).toInstant(),
                        r.getObject(5, OffsetDateTime.class).toInstant()))
                .list();
    }
}
