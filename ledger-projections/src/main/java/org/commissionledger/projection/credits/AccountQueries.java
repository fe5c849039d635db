package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what accounts there are. */
public final class AccountQueries {

    /** Either part has an index of its own. */
    private static final String WITHIN = """
            (select * from ledger_credits.account where organisation = ? and partner_id = ?
             union all
             select * from ledger_credits.account where organisation = ? and account_id = ?)""";

    private final JdbcClient sql;

    public AccountQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * Which accounts are meant; what is null does not filter.
     *
     * @param within a partner's own account and those of its customers
     */
    public record Filter(
            @Nullable String type,
            @Nullable String partnerId,
            @Nullable String within) {}

    // Grain: one account. Index: account_pk.
    public Optional<AccountRow> find(String organisation, String accountId) {
        return sql.sql("select * from ledger_credits.account where organisation = ? and account_id = ?")
                .params(organisation, accountId)
                .query(AccountQueries::row)
                .optional();
    }

    // Grain: one account. Range: account_id behind after. Index: account_pk, account_partner.
    public List<AccountRow> list(String organisation, Filter filter, String after, int limit) {
        StringBuilder where = new StringBuilder("organisation = ? and account_id > ?");
        List<Object> values = new ArrayList<>();
        if (filter.within() != null) {
            values.addAll(List.of(organisation, filter.within(), organisation, filter.within()));
        }
        values.addAll(List.of(organisation, after));
        if (filter.type() != null) {
            where.append(" and type = ?");
            values.add(filter.type());
        }
        if (filter.partnerId() != null) {
            where.append(" and partner_id = ?");
            values.add(filter.partnerId());
        }
        values.add(limit);
        String accounts = filter.within() == null ? "ledger_credits.account" : WITHIN;
        return sql.sql("select * from " + accounts + " a where " + where + " order by account_id limit ?")
                .params(values)
                .query(AccountQueries::row)
                .list();
    }

    private static AccountRow row(ResultSet r, int n) throws SQLException {
        return new AccountRow(
                r.getString("account_id"),
                r.getString("name"),
                r.getString("type"),
                r.getString("partner_id"),
                r.getString("currency"),
                r.getLong("overdraft_limit"),
                Times.time(r, "opened_at"),
                r.getLong("position"));
    }
}
