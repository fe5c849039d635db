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
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.projection.engine.ReadSnapshot;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads how accounts stand, now and at any past moment. */
public final class BalanceQueries {

    private final JdbcClient sql;
    private final ReadSnapshot snapshot;

    public BalanceQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
        this.snapshot = new ReadSnapshot(dataSource);
    }

    /** Figures or changes of them; those of a past that is known in part may be less than zero. */
    private record Figures(long paid, long promotional, long held, long overdrawn, long overdraftLimit) {}

    private record Standing(String currency, Figures figures) {

        Standing less(Figures later) {
            return new Standing(
                    currency,
                    new Figures(
                            figures.paid - later.paid,
                            figures.promotional - later.promotional,
                            figures.held - later.held,
                            figures.overdrawn - later.overdrawn,
                            figures.overdraftLimit - later.overdraftLimit));
        }
    }

    /**
     * @param known what was recorded by then counts
     * @param happened what had run out by then does not
     * @param now whether that is all that there is
     */
    private record Moment(OffsetDateTime known, OffsetDateTime happened, boolean now) {

        /** Of top-ups or holds that had run out by then, while the figures still count them. */
        List<Object> values(String organisation, String accountId) {
            return now
                    ? List.of(organisation, accountId, happened)
                    : List.of(organisation, accountId, happened, known, known, happened);
        }

        String notClosed() {
            return now
                    ? " and closed_at is null"
                    : " and recorded_at <= ? and (closed_at is null or closed_at > ?) and at <= ?";
        }
    }

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

    /** The same of what had happened by {@code effectiveAsOf}, whatever is known to have happened after it. */
    public Optional<Balance> asOf(String organisation, String accountId, Instant asOf, Instant effectiveAsOf) {
        return snapshot.read(() -> {
            OffsetDateTime known = Times.timestamp(asOf);
            OffsetDateTime happened = Times.timestamp(effectiveAsOf);
            Moment moment = new Moment(known, happened.isBefore(known) ? happened : known, false);
            return past(organisation, accountId, known)
                    .map(s -> s.less(later(organisation, accountId, known, happened)))
                    .map(s -> balance(organisation, accountId, s, moment));
        });
    }

    private Optional<Balance> read(String organisation, String accountId, Instant at, boolean now) {
        return snapshot.read(() -> {
            OffsetDateTime time = Times.timestamp(at);
            Moment moment = new Moment(time, time, now);
            Optional<Standing> standing = now ? current(organisation, accountId) : past(organisation, accountId, time);
            return standing.map(s -> balance(organisation, accountId, s, moment));
        });
    }

    /** What entries that happened after {@code happened} had changed by {@code known}. */
    // Grain: one entry. Unit: minor. Range: at behind happened. Index: entry_pk.
    private Figures later(String organisation, String accountId, OffsetDateTime known, OffsetDateTime happened) {
        return sql.sql("""
                        select coalesce(sum(e.paid - coalesce(p.paid, 0)), 0)::bigint as paid,
                               coalesce(sum(e.promotional - coalesce(p.promotional, 0)), 0)::bigint as promotional,
                               coalesce(sum(e.held - coalesce(p.held, 0)), 0)::bigint as held,
                               coalesce(sum(e.overdrawn - coalesce(p.overdrawn, 0)), 0)::bigint as overdrawn,
                               coalesce(sum(e.overdraft_limit - coalesce(p.overdraft_limit, 0)), 0)::bigint as overdraft_limit
                          from ledger_credits.entry e
                          left join lateral (
                               select p.* from ledger_credits.entry p
                                where p.organisation = e.organisation and p.account_id = e.account_id
                                  and (p.recorded_at, p.position) < (e.recorded_at, e.position)
                                order by p.recorded_at desc, p.position desc limit 1) p on true
                         where e.organisation = ? and e.account_id = ? and e.recorded_at <= ? and e.at > ?""")
                .params(organisation, accountId, known, happened)
                .query((r, n) -> figures(r))
                .single();
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
        return new Standing(r.getString("currency"), figures(r));
    }

    private static Figures figures(ResultSet r) throws SQLException {
        return new Figures(
                r.getLong("paid"),
                r.getLong("promotional"),
                r.getLong("held"),
                r.getLong("overdrawn"),
                r.getLong("overdraft_limit"));
    }

    private Balance balance(String organisation, String accountId, Standing standing, Moment moment) {
        Figures figures = standing.figures();
        long paid = figures.paid();
        long promotional = figures.promotional();
        List<RunOut> runOut = runOut(organisation, accountId, moment);
        Map<String, Long> takenSince = moment.now() || runOut.isEmpty()
                ? Map.of()
                : takenSince(organisation, accountId, moment.known(), runOut);
        for (RunOut each : runOut) {
            long left = each.left() + takenSince.getOrDefault(each.topUpId(), 0L);
            paid -= each.category() == TopUpCategory.PAID ? left : 0;
            promotional -= each.category() == TopUpCategory.PROMOTIONAL ? left : 0;
        }
        long held = figures.held() - heldTooLong(organisation, accountId, moment);
        return new Balance(
                standing.currency(),
                paid + promotional - held - figures.overdrawn(),
                held,
                paid,
                promotional,
                figures.overdrawn(),
                figures.overdraftLimit(),
                moment.known().toInstant(),
                snapshot.position(CreditsProjection.NAME));
    }

    /** Top-ups that had run out by then, while the figures still count them. */
    // Grain: one top-up. Unit: minor. Index: top_up_closed.
    private List<RunOut> runOut(String organisation, String accountId, Moment moment) {
        return sql.sql("select top_up_id, category, left_over, closed_at from ledger_credits.top_up"
                        + " where organisation = ? and account_id = ? and expires_at <= ?" + moment.notClosed())
                .params(moment.values(organisation, accountId))
                .query((r, n) -> new RunOut(
                        r.getString(1),
                        TopUpCategory.valueOf(r.getString(2)),
                        r.getLong(3),
                        r.getObject(4, OffsetDateTime.class)))
                .list();
    }

    // Grain: one hold. Unit: minor. Index: hold_closed.
    private long heldTooLong(String organisation, String accountId, Moment moment) {
        return sql.sql("select coalesce(sum(amount), 0)::bigint from ledger_credits.hold"
                        + " where organisation = ? and account_id = ? and expires_at <= ?" + moment.notClosed())
                .params(moment.values(organisation, accountId))
                .query(Long.class)
                .single();
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
}
