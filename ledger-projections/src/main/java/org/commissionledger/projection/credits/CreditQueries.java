package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the top-ups and the holds of an account. What has run out by {@code now} shows as expired, booked or not. */
public final class CreditQueries {

    private static final long NEWEST = Long.MAX_VALUE;

    private final JdbcClient sql;

    public CreditQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * The newest first.
     *
     * @param before the position of the last one of the page before, null for the first page
     */
    // Grain: one top-up. Unit: minor. Range: position before. Index: top_up_listed.
    public List<TopUpRow> topUps(String organisation, String accountId, Instant now, @Nullable Long before, int limit) {
        return sql.sql("""
                        select t.*, a.currency, t.closed_at is null and t.expires_at <= ? as due
                          from ledger_credits.top_up t
                          join ledger_credits.account a on a.organisation = t.organisation and a.account_id = t.account_id
                         where t.organisation = ? and t.account_id = ? and t.position < ?
                         order by t.position desc limit ?""")
                .params(Times.timestamp(now), organisation, accountId, before == null ? NEWEST : before, limit)
                .query(CreditQueries::topUp)
                .list();
    }

    private static TopUpRow topUp(ResultSet r, int n) throws SQLException {
        boolean due = r.getBoolean("due");
        long left = r.getLong("left_over");
        return new TopUpRow(
                r.getString("top_up_id"),
                r.getString("currency"),
                r.getString("category"),
                r.getLong("amount"),
                r.getInt("priority"),
                Times.time(r, "at"),
                Times.optionalTime(r, "expires_at"),
                r.getLong("settled"),
                r.getLong("used"),
                due ? 0 : left,
                r.getLong("expired") + (due ? left : 0),
                r.getLong("voided"),
                state(r, due),
                Times.time(r, "recorded_at"),
                r.getLong("position"));
    }

    private static String state(ResultSet r, boolean due) throws SQLException {
        String closedAs = r.getString("closed_as");
        return closedAs != null ? closedAs : due ? "EXPIRED" : "OPEN";
    }

    /** The newest first, as {@link #topUps}. */
    // Grain: one hold. Unit: minor. Range: position before. Index: hold_listed.
    public List<HoldRow> holds(String organisation, String accountId, Instant now, @Nullable Long before, int limit) {
        return sql.sql("""
                        select h.*, a.currency, h.closed_at is null and h.expires_at <= ? as due
                          from ledger_credits.hold h
                          join ledger_credits.account a on a.organisation = h.organisation and a.account_id = h.account_id
                         where h.organisation = ? and h.account_id = ? and h.position < ?
                         order by h.position desc limit ?""")
                .params(Times.timestamp(now), organisation, accountId, before == null ? NEWEST : before, limit)
                .query((r, n) -> new HoldRow(
                        r.getString("hold_id"),
                        r.getString("currency"),
                        r.getLong("amount"),
                        Times.time(r, "at"),
                        Times.optionalTime(r, "expires_at"),
                        state(r, r.getBoolean("due")),
                        r.getLong("position")))
                .list();
    }
}
