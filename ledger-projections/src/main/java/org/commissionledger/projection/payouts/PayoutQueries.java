package org.commissionledger.projection.payouts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderId;
import org.commissionledger.payout.PayoutLine;
import org.commissionledger.projection.engine.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads payouts, and what there is to pay out. */
public final class PayoutQueries {

    private static final String CURRENT = """
            select * from (
                 select distinct on (number) * from ledger_payouts.payout_step
                  where organisation = ? and number < ? order by number desc, position desc) p
             where (?::text is null or status = ?) and (?::text is null or provider_id = ?)
             order by number desc limit ?""";

    private final JdbcClient sql;

    public PayoutQueries(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** What is gathered: what of it, and the number of the last draft that is taken into account. */
    public record Open(long number, List<PayoutLine> lines) {}

    // Grain: one order. Unit: minor. Range: [from, to) on booked_at, and before from what was taken back after it was
    // paid out. Index: movement_open, movement_taken_back, movement_pk.
    /** What is in no payout. Both are read in one look, so that no draft stands between them. */
    public Open open(String organisation, @Nullable String provider, Instant from, Instant to, int limit) {
        List<PayoutLine> lines = new ArrayList<>();
        long[] number = new long[1];
        sql.sql("""
                        with last as (
                             select coalesce(max(number), 0) as number from ledger_payouts.payout_step
                              where organisation = ?),
                        open as (
                             select m.order_id, m.provider_id, m.currency, sum(m.amount)::bigint as amount,
                                    array_agg(m.sequence order by m.sequence) as sequences,
                                    (select max(r.reversed) from ledger_payouts.movement r
                                      where r.organisation = ? and r.order_id = m.order_id) as reversed
                               from (select * from ledger_payouts.movement
                                      where organisation = ? and payout_id is null and booked_at >= ? and booked_at < ?
                                     union all
                                     select * from ledger_payouts.movement b
                                      where organisation = ? and payout_id is null and amount < 0 and booked_at < ?
                                        and exists (select from ledger_payouts.movement p
                                                     where p.organisation = b.organisation and p.order_id = b.order_id
                                                       and p.payout_id is not null and p.amount > 0)) m
                              where ?::text is null or m.provider_id = ?
                              group by m.order_id, m.provider_id, m.currency
                              order by m.order_id limit ?)
                        select last.number, open.* from last left join open on true""")
                .params(Arrays.asList(
                        organisation,
                        organisation,
                        organisation,
                        Times.timestamp(from),
                        Times.timestamp(to),
                        organisation,
                        Times.timestamp(from),
                        provider,
                        provider,
                        limit))
                .query(row -> {
                    number[0] = row.getLong(1);
                    if (row.getString(2) != null) {
                        lines.add(line(row));
                    }
                });
        return new Open(number[0], lines);
    }

    private static PayoutLine line(ResultSet row) throws SQLException {
        return new PayoutLine(
                new OrderId(row.getString(2)),
                new ProviderId(row.getString(3)),
                Money.ofMinor(row.getLong(5), Currency.getInstance(row.getString(4))),
                List.of((Long[]) row.getArray(6).getArray()),
                row.getLong(7));
    }

    // Grain: one payout. Index: payout_step_id.
    public Optional<PayoutRow> find(String organisation, String payoutId) {
        List<PayoutRow> newest = sql.sql("select * from ledger_payouts.payout_step"
                        + " where organisation = ? and payout_id = ? order by position desc limit 1")
                .params(organisation, payoutId)
                .query((r, n) -> row(r, List.of()))
                .list();
        return withAmounts(organisation, newest).stream().findFirst();
    }

    /**
     * Newest first.
     *
     * @param before the number where the page before ended
     */
    // Grain: one payout. Range: numbers below before. Index: payout_step_pk: an organisation has thousands at the most.
    public List<PayoutRow> list(
            String organisation, long before, @Nullable String status, @Nullable String provider, int limit) {
        return withAmounts(
                organisation,
                sql.sql(CURRENT)
                        .params(Arrays.asList(organisation, before, status, status, provider, provider, limit))
                        .query((r, n) -> row(r, List.of()))
                        .list());
    }

    private List<PayoutRow> withAmounts(String organisation, List<PayoutRow> bare) {
        Map<String, List<Money>> amounts =
                amounts(organisation, bare.stream().map(PayoutRow::payoutId).toList());
        return bare.stream()
                .map(row -> withAmounts(row, amounts.getOrDefault(row.payoutId(), List.of())))
                .toList();
    }

    // Grain: payout x currency. Unit: minor. Index: payout_amount_pk.
    private Map<String, List<Money>> amounts(String organisation, List<String> payouts) {
        Map<String, List<Money>> found = new HashMap<>();
        sql.sql("select payout_id, currency, amount from ledger_payouts.payout_amount where organisation = ?"
                        + " and payout_id = any(?) order by payout_id, currency")
                .params(organisation, payouts.toArray(String[]::new))
                .query(row -> {
                    Money amount = Money.ofMinor(row.getLong(3), Currency.getInstance(row.getString(2)));
                    found.computeIfAbsent(row.getString(1), p -> new ArrayList<>())
                            .add(amount);
                });
        return found;
    }

    /** What a payout has of one order. */
    public record LineRow(String orderId, String providerId, Money amount) {}

    // Grain: one order of a payout. Unit: minor. Range: order_id behind after. Index: payout_line_pk.
    /** @param currency only lines in this one; null for all */
    public List<LineRow> lines(
            String organisation, String payoutId, @Nullable String currency, String after, int limit) {
        return sql.sql("select order_id, provider_id, currency, amount from ledger_payouts.payout_line"
                        + " where organisation = ? and payout_id = ? and order_id > ? and currency = coalesce(?, currency)"
                        + " order by order_id limit ?")
                .params(Arrays.asList(organisation, payoutId, after, currency, limit))
                .query((r, n) -> new LineRow(
                        r.getString(1),
                        r.getString(2),
                        Money.ofMinor(r.getLong(4), Currency.getInstance(r.getString(3)))))
                .list();
    }

    private static PayoutRow row(ResultSet r, List<Money> amounts) throws SQLException {
        return new PayoutRow(
                r.getString("payout_id"),
                r.getLong("number"),
                r.getString("provider_id"),
                Times.time(r, "from_at"),
                Times.time(r, "to_at"),
                r.getString("status"),
                r.getLong("orders"),
                r.getString("created_by"),
                Times.time(r, "created_at"),
                r.getString("approved_by"),
                Times.optionalTime(r, "approved_at"),
                Times.optionalTime(r, "settled_at"),
                Times.optionalTime(r, "failed_at"),
                r.getString("failure_reason"),
                r.getString("reference"),
                amounts);
    }

    private static PayoutRow withAmounts(PayoutRow r, List<Money> amounts) {
        return new PayoutRow(
                r.payoutId(),
                r.number(),
                r.providerId(),
                r.from(),
                r.to(),
                r.status(),
                r.orders(),
                r.createdBy(),
                r.createdAt(),
                r.approvedBy(),
                r.approvedAt(),
                r.settledAt(),
                r.failedAt(),
                r.failureReason(),
                r.reference(),
                amounts);
    }
}
