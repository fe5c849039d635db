package org.commissionledger.projection.credits;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.account.AccountId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.projection.engine.Times;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what has run out and is not booked so, over all organisations. */
public final class DueQueries {

    /** What makes a discount's end still to be booked; the same as in the index. */
    private static final String DISCOUNT_DUE = "to_at is not null and expired_at is distinct from to_at"
            + " and (revoked_at is null or revoked_at >= to_at)";

    private final JdbcClient sql;

    public DueQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** An account, or an owner of discounts. */
    public record Due(OrganisationId organisation, AccountId account) {}

    /** When the next thing runs out or ran out; nothing when nothing will. */
    // Grain: one row. Index: top_up_due, hold_due, discount_due, the first entry of each.
    public Optional<Instant> next() {
        return sql.sql("""
                        select least((select min(expires_at) from ledger_credits.top_up
                                       where expires_at is not null and closed_at is null),
                                     (select min(expires_at) from ledger_credits.hold
                                       where expires_at is not null and closed_at is null),
                                     (select min(to_at) from ledger_credits.discount where %s)) as at
                         """.formatted(DISCOUNT_DUE))
                .query((r, n) -> Optional.ofNullable(Times.optionalTime(r, "at")))
                .single();
    }

    /** Accounts with a top-up or a hold that has run out, at most {@code limit}. */
    // Grain: one account. Range: expires_at up to now. Index: top_up_due, hold_due.
    public List<Due> accounts(Instant now, int limit) {
        OffsetDateTime moment = Times.timestamp(now);
        return sql.sql("""
                        select organisation, account_id from (
                            (select organisation, account_id from ledger_credits.top_up
                              where closed_at is null and expires_at <= ? order by expires_at limit ?)
                            union
                            (select organisation, account_id from ledger_credits.hold
                              where closed_at is null and expires_at <= ? order by expires_at limit ?)
                        ) due order by organisation, account_id limit ?""")
                .params(moment, limit, moment, limit, limit)
                .query((r, n) -> new Due(new OrganisationId(r.getString(1)), new AccountId(r.getString(2))))
                .list();
    }

    /** Owners of discounts that have come to their end, at most {@code limit}. */
    // Grain: one owner. Range: to_at up to now. Index: discount_due.
    public List<Due> discountOwners(Instant now, int limit) {
        return sql.sql("select distinct organisation, owner_id from (select organisation, owner_id"
                        + " from ledger_credits.discount where " + DISCOUNT_DUE
                        + " and to_at <= ? order by to_at limit ?) due order by organisation, owner_id")
                .params(Times.timestamp(now), limit)
                .query((r, n) -> new Due(new OrganisationId(r.getString(1)), new AccountId(r.getString(2))))
                .list();
    }
}
