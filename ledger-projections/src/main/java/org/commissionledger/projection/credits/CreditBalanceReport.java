package org.commissionledger.projection.credits;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What each account was owed at both ends of the range, and what moved it in between: opening + toppedUp + accrued − used − expired −
 * voided = closing, always. What is owed is what is left of the top-ups less what is overdrawn, as the journal's account has it; holds
 * move nothing. Every movement counts at its own time, however late the ledger learned of it.
 *
 * <p>It goes back from what is owed at the position by the movements since, so that a report on last month does not go through the years
 * before.
 */
public final class CreditBalanceReport implements Report {

    private static final List<Column> COLUMNS = List.of(
            Column.text("accountId", "The account.").asKey(),
            Column.text("type", "PARTNER or CUSTOMER."),
            Column.text("partnerId", "The partner whose customer the account is."),
            Column.currency(),
            Column.amount("opening", "What it was owed when the range began; negative when it was overdrawn."),
            Column.amount("toppedUp", "PAID top-ups in the range."),
            Column.amount("accrued", "PROMOTIONAL top-ups in the range."),
            Column.amount("used", "What was used in the range, net of discount; also what ran into the overdraft."),
            Column.amount("expired", "What expired in the range, less what usage from before that came in late."),
            Column.amount("voided", "What was withdrawn in the range."),
            Column.amount("closing", "What it was owed when the range ended."));

    /** Top-ups from their own table: an entry does not say the category of one that settled the overdraft with all of it. */
    private static final String TOPPED_UP = """
            with movement as (
                select t.account_id, t.at, null::text collate "C" as product_id, t.amount as delta,
                       case when t.category = 'PAID' then t.amount else 0 end as topped_up,
                       case when t.category = 'PROMOTIONAL' then t.amount else 0 end as accrued,
                       0 as used, 0 as expired, 0 as voided
                  from ledger_credits.top_up t
                 where t.organisation = ? and t.position <= ?""";

    private static final String TAKEN = " union all " + """
            select e.account_id, e.at, e.product_id,
                   case when e.type = 'EXPIRY_REDUCED' then e.amount else -e.amount end, 0, 0,
                   case when e.type in ('USAGE', 'CAPTURE') then e.amount else 0 end,
                   case e.type when 'EXPIRY' then e.amount when 'EXPIRY_REDUCED' then -e.amount else 0 end,
                   case when e.type = 'VOID' then e.amount else 0 end
              from ledger_credits.entry e
             where e.organisation = ? and e.position <= ?
               and e.type in ('USAGE', 'CAPTURE', 'EXPIRY', 'EXPIRY_REDUCED', 'VOID')""";

    private static final String MOVED = """
            ), moved as (
                select account_id, sum(delta) as since, sum(topped_up) filter (where at < ?) as topped_up,
                       sum(accrued) filter (where at < ?) as accrued, sum(used) filter (where at < ?) as used,
                       sum(expired) filter (where at < ?) as expired, sum(voided) filter (where at < ?) as voided,
                       count(*) filter (where at < ?) as movements,
                       count(*) filter (where at < ? and product_id = ?) as of_product
                  from movement group by account_id
            ), owed as (
                select a.organisation, a.account_id, a.type, a.partner_id, a.currency, a.opened_at, a.position,
            """;

    private static final String NOW = """
                       a.paid + a.promotional - a.overdrawn as owed
                  from ledger_credits.account a where a.organisation = ?""";

    /** An account that has changed since stood as its last entry up to the position says. */
    private static final String BEFORE = """
                       coalesce(e.owed, a.paid + a.promotional - a.overdrawn) as owed
                  from ledger_credits.account a
                  left join lateral (
                       select e.paid + e.promotional - e.overdrawn as owed from ledger_credits.entry e
                        where a.position > ? and e.organisation = a.organisation and e.account_id = a.account_id
                          and e.recorded_at <= ? and e.position <= ?
                        order by e.recorded_at desc, e.position desc limit 1) e on true
                 where a.organisation = ? and (a.position <= ? or e.owed is not null)""";

    private static final String ROWS = """
            )
            select o.account_id, o.type, o.partner_id, o.currency, o.owed - coalesce(m.since, 0) as opening,
                   coalesce(m.topped_up, 0), coalesce(m.accrued, 0), coalesce(m.used, 0), coalesce(m.expired, 0),
                   coalesce(m.voided, 0)
              from owed o left join moved m on m.account_id = o.account_id
             where (o.opened_at < ? or m.movements > 0 or o.owed <> coalesce(m.since, 0))""";

    private static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @Override
    public String name() {
        return "credit-balance";
    }

    @Override
    public String description() {
        return "What each account was owed at both ends of the range, and what moved it: opening + topped up + accrued - used - expired"
                + " - voided = closing.";
    }

    @Override
    public List<String> projections() {
        return List.of(CreditsProjection.NAME);
    }

    @Override
    public List<String> processors() {
        return List.of(CreditsProjection.NAME);
    }

    @Override
    public List<Parameter> parameters() {
        Parameter product = Parameter.id(
                "productId", "Only accounts that used this product in the range, with all that moved them.");
        return Stream.concat(CreditParameters.ACCOUNTS.stream(), Stream.of(product))
                .toList();
    }

    @Override
    public List<Drill> drills() {
        String topUps = "/v1/reports/credit-top-ups";
        Drill entries = Drill.of(
                        "entries",
                        "/v1/accounts/{accountId}/entries",
                        "Every movement in the range, with what it changed of `owed`.")
                .with()
                .without("type", "accountId", "partnerId", "productId");
        return List.of(
                Drill.of("topUps", topUps, "What was topped up and accrued.")
                        .with("accountId")
                        .without("productId"),
                Drill.of("toppedUp", topUps + "?category=PAID", "What was topped up.")
                        .with("accountId")
                        .without("productId"),
                Drill.of("accrued", topUps + "?category=PROMOTIONAL", "What was accrued.")
                        .with("accountId")
                        .without("productId"),
                Drill.of("usage", "/v1/reports/credit-usage", "What was used.")
                        .with("accountId")
                        .without("productId"),
                entries,
                entries.named("opening", "Every movement before the range: `owed` adds up to the opening.")
                        .over((all, asOf) -> before(all)),
                entries.named("closing", "Every movement up to the end: `owed` adds up to the closing.")
                        .over((all, asOf) -> upTo(all)));
    }

    /** Without a beginning there is nothing before it. */
    private static Selection before(Selection selection) {
        Instant from = selection.from() == null ? BEGINNING : selection.from();
        return new Selection(selection.organisation(), null, from, null, selection.filters());
    }

    private static Selection upTo(Selection selection) {
        return new Selection(selection.organisation(), null, selection.to(), null, selection.filters());
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    // Grain: one account. Unit: minor. Range: [from, to) on at. Index: top_up_at and entry_at, or those of one account;
    // account_pk, and entry_pk for accounts that have changed since.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        Instant end = selection.end();
        Instant to = end == null ? END : end;
        String product = selection.filter("productId");
        Select select = movements(reading, selection);
        select.add(MOVED, to, to, to, to, to, to, to, product == null ? "" : product);
        CreditParameters.ofAccounts(standings(select, reading, selection), selection);
        if (!reading.after().isEmpty()) {
            select.add(" and a.account_id > ?", reading.after().getFirst());
        }
        select.add(ROWS, to)
                .add(product == null ? "" : " and m.of_product > 0")
                .add(" order by o.account_id")
                .limited(reading);
        select.each(reading.connection(), row -> write(row, rows));
    }

    private static Select movements(Reading reading, Selection selection) {
        String organisation = selection.organisation().value();
        Select select = Select.of(TOPPED_UP, organisation, reading.position());
        since(select, "t", reading, selection).add(TAKEN, organisation, reading.position());
        return since(select, "e", reading, selection);
    }

    /** What filters accounts is said of movements as well where that spares reading those of all others. */
    private static Select since(Select select, String table, Reading reading, Selection selection) {
        select.and(table + ".at >= ?", selection.start()).and(table + ".account_id = ?", selection.filter("accountId"));
        ofPartner(select, table, selection, selection.filter("partnerId"));
        ofPartner(select, table, selection, selection.accountId());
        return reading.after().isEmpty()
                ? select
                : select.add(
                        " and " + table + ".account_id > ?", reading.after().getFirst());
    }

    private static void ofPartner(Select select, String table, Selection selection, @Nullable String partner) {
        if (partner != null) {
            select.add(
                    " and " + table + ".account_id in (select account_id from ledger_credits.account"
                            + " where organisation = ? and (account_id = ? or partner_id = ?))",
                    selection.organisation().value(),
                    partner,
                    partner);
        }
    }

    private static Select standings(Select select, Reading reading, Selection selection) {
        String organisation = selection.organisation().value();
        long position = reading.position();
        return reading.changed()
                ? select.add(BEFORE, position, reading.asOf(), position, organisation, position)
                : select.add(NOW, organisation);
    }

    private static boolean write(ResultSet row, Rows rows) throws SQLException {
        Currency currency = Currency.getInstance(row.getString(4));
        BigInteger opening = whole(row, 5);
        BigInteger toppedUp = whole(row, 6);
        BigInteger accrued = whole(row, 7);
        BigInteger used = whole(row, 8);
        BigInteger expired = whole(row, 9);
        BigInteger voided = whole(row, 10);
        BigInteger closing = opening.add(toppedUp)
                .add(accrued)
                .subtract(used)
                .subtract(expired)
                .subtract(voided);
        return rows.text(row.getString(1))
                .text(row.getString(2))
                .text(row.getString(3))
                .text(currency.getCurrencyCode())
                .amount(opening, currency)
                .amount(toppedUp, currency)
                .amount(accrued, currency)
                .amount(used, currency)
                .amount(expired, currency)
                .amount(voided, currency)
                .amount(closing, currency)
                .end();
    }

    private static BigInteger whole(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}
