package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads how accounts stand, now and at any past moment. */
public final class BalanceQueries {

    private final JdbcClient sql;
    private final TransactionTemplate snapshot;

    public BalanceQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.snapshot.setReadOnly(true);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    private record Standing(String currency, CreditFigures figures) {}

    /** A top-up that had run out, and what its row says is left of it. */
    private record RunOut(
            String topUpId,
            TopUpCategory category,
            long left,
            @Nullable OffsetDateTime closedAt) {}

    /** Nothing where there is no such account. */
    public Optional<Balance> now(String organisation, String accountId, Instant now) {
        return read(organisation, accountId, now, true);
    }

    /** As the ledger knew it at that moment; nothing where there was no such account. */
    public Optional<Balance> asOf(String organisation, String accountId, Instant asOf) {
        return read(organisation, accountId, asOf, false);
    }

    private Optional<Balance> read(String organisation, String accountId, Instant at, boolean now) {
        return snapshot.execute(status -> {
            OffsetDateTime moment = Times.timestamp(at);
            Optional<Standing> standing =
                    now ? current(organisation, accountId) : past(organisation, accountId, moment);
            return standing.map(s -> balance(organisation, accountId, s, moment, now));
        });
    }

    // Grain: one account. Unit: minor. Index: account_pk.
    private Optional<Standing> current(String organisation, String accountId) {
        return sql.sql("select * from ledger_credits.account where organisation = ? and account_id = ?")
                .params(organisation, accountId)
                .query(BalanceQueries::standing)
                .optional();
    }

    // Grain: one entry, the last one that was recorded by then. Unit: minor. Index: entry_pk.
    private Optional<Standing> past(String organisation, String accountId, OffsetDateTime asOf) {
        return sql.sql("""
                        select a.currency, e.paid, e.promotional, e.held, e.overdrawn, e.overdraft_limit
                          from ledger_credits.entry e
                          join ledger_credits.account a on a.organisation = e.organisation and a.account_id = e.account_id
                         where e.organisation = ? and e.account_id = ? and e.recorded_at <= ?
                         order by e.recorded_at desc, e.position desc limit 1""")
                .params(organisation, accountId, asOf)
                .query(BalanceQueries::standing)
                .optional();
    }

    private static Standing standing(ResultSet r, int n) throws SQLException {
        return new Standing(
                r.getString("currency"),
                new CreditFigures(
                        r.getLong("paid"),
                        r.getLong("promotional"),
                        r.getLong("held"),
                        r.getLong("overdrawn"),
                        r.getLong("overdraft_limit")));
    }

    private Balance balance(
            String organisation, String accountId, Standing standing, OffsetDateTime moment, boolean now) {
        CreditFigures figures = standing.figures();
        long paid = figures.paid();
        long promotional = figures.promotional();
        List<RunOut> runOut = runOut(organisation, accountId, moment, now);
        Map<String, Long> takenSince =
                now || runOut.isEmpty() ? Map.of() : takenSince(organisation, accountId, moment, runOut);
        for (RunOut each : runOut) {
            long left = each.left() + takenSince.getOrDefault(each.topUpId(), 0L);
            paid -= each.category() == TopUpCategory.PAID ? left : 0;
            promotional -= each.category() == TopUpCategory.PROMOTIONAL ? left : 0;
        }
        long held = figures.held() - heldTooLong(organisation, accountId, moment, now);
        return new Balance(
                standing.currency(),
                paid + promotional - held - figures.overdrawn(),
                held,
                paid,
                promotional,
                figures.overdrawn(),
                figures.overdraftLimit(),
                moment.toInstant(),
                position());
    }

    /** Top-ups that had run out by then, while the figures still count them. */
    // Grain: one top-up. Unit: minor. Index: top_up_closed.
    private List<RunOut> runOut(String organisation, String accountId, OffsetDateTime moment, boolean now) {
        return sql.sql("select top_up_id, category, left_over, closed_at from ledger_credits.top_up"
                        + " where organisation = ? and account_id = ? and expires_at <= ?" + notClosed(now))
                .params(values(organisation, accountId, moment, now))
                .query((r, n) -> new RunOut(
                        r.getString(1),
                        TopUpCategory.valueOf(r.getString(2)),
                        r.getLong(3),
                        r.getObject(4, OffsetDateTime.class)))
                .list();
    }

    // Grain: one hold. Unit: minor. Index: hold_closed.
    private long heldTooLong(String organisation, String accountId, OffsetDateTime moment, boolean now) {
        return sql.sql("select coalesce(sum(amount), 0)::bigint from ledger_credits.hold"
                        + " where organisation = ? and account_id = ? and expires_at <= ?" + notClosed(now))
                .params(values(organisation, accountId, moment, now))
                .query(Long.class)
                .single();
    }

    private static String notClosed(boolean now) {
        return now ? " and closed_at is null" : " and recorded_at <= ? and (closed_at is null or closed_at > ?)";
    }

    private static List<Object> values(String organisation, String accountId, OffsetDateTime moment, boolean now) {
        return now
                ? List.of(organisation, accountId, moment)
                : List.of(organisation, accountId, moment, moment, moment);
    }

    /** What has left these top-ups since then: the ledger books soon what runs out, so there are few entries to look at. */
    // Grain: one top-up. Unit: minor. Range: (moment, when the last of them was closed]. Index: entry_pk.
    private Map<String, Long> takenSince(
            String organisation, String accountId, OffsetDateTime moment, List<RunOut> runOut) {
        OffsetDateTime end = moment;
        for (RunOut each : runOut) {
            end = each.closedAt() == null ? OffsetDateTime.MAX : each.closedAt().isAfter(end) ? each.closedAt() : end;
        }
        Map<String, Long> taken = new HashMap<>();
        sql.sql("""
                        select t ->> 'topUpId', sum((t ->> 'amount')::bigint)::bigint
                          from ledger_credits.entry e, jsonb_array_elements(e.top_ups::jsonb) t
                         where e.organisation = ? and e.account_id = ? and e.recorded_at > ? and e.recorded_at <= ?
                           and e.type in ('USAGE', 'CAPTURE', 'EXPIRY', 'VOID') and t ->> 'afterExpiry' is null
                         group by 1""").params(organisation, accountId, moment, end).query(r -> {
            taken.put(r.getString(1), r.getLong(2));
        });
        return taken;
    }

    private long position() {
        return sql.sql("select coalesce(min(position), 0) from ledger.processor_token where processor = ?")
                .param(CreditsProjection.NAME)
                .query(Long.class)
                .single();
    }
}
