package org.commissionledger.projection.payouts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import org.commissionledger.payout.PayoutStatus;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;

/** Each payout, as it stood at the position. */
public final class PayoutsReport implements Report {

    private static final List<Column> COLUMNS = List.of(
            Column.text("payoutId", "The payout; one in several currencies has a row for each."),
            Column.text("providerId", "The only provider whose commission was gathered; empty for all."),
            Column.text("status", "DRAFT, APPROVED, SETTLED, FAILED or CANCELLED."),
            Column.time("from", "What was booked from here on was gathered."),
            Column.time("to", "What was booked before was gathered."),
            Column.count("orders", "How many orders it has something of, in all its currencies."),
            Column.currency(),
            Column.amount("amount", "Commission paid, less what was taken back."),
            Column.text("createdBy", "Who made it."),
            Column.time("createdAt", "When; the range is on this."),
            Column.text("approvedBy", "Who approved it last."),
            Column.time("approvedAt", "When it was approved last."),
            Column.time("settledAt", "When the money moved."),
            Column.time("failedAt", "When it last turned out that the money had not moved."),
            Column.text("failureReason", "Why it had not."),
            Column.text("reference", "What the bank calls it."));

    @Override
    public String name() {
        return "payouts";
    }

    @Override
    public String description() {
        return "Each payout, newest first.";
    }

    @Override
    public List<String> projections() {
        return List.of(PayoutsProjection.NAME);
    }

    @Override
    public List<String> processors() {
        return List.of(PayoutsProjection.NAME);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.id("providerId", "Only payouts of this provider alone."),
                Parameter.oneOf("status", PayoutStatus.values(), "Only payouts that stand there."));
    }

    @Override
    public List<Drill> drills() {
        String lines = "/v1/payouts/{payoutId}/lines";
        return List.of(
                Drill.of("orders", lines, "What it has of each order."),
                Drill.of("amount", lines + "?currency={currency}", "What it has of each order in this currency."),
                Drill.of("events", "/v1/events?stream=payout/{payoutId}", "All that happened to the payout."));
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    // Grain: payout x currency. Unit: minor. Range: [from, to) on created_at. Index: payout_step_pk, event_position,
    // payout_amount_pk.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        String organisation = selection.organisation().value();
        Select.of("""
                        select p.payout_id, p.provider_id, p.status, p.from_at, p.to_at, p.orders, a.currency, a.amount,
                               p.created_by, p.created_at, p.approved_by, p.approved_at, p.settled_at, p.failed_at,
                               p.failure_reason, p.reference
                          from (select distinct on (s.number) s.* from ledger_payouts.payout_step s
                                  join ledger.event e on e.position = s.position
                                 where s.organisation = ? and s.position <= ?""", organisation, reading.position())
                .happened("e.effective_at", selection)
                .add(" " + """
                                 order by s.number desc, s.position desc) p
                          join ledger_payouts.payout_amount a using (organisation, payout_id)
                         where true""")
                .and("p.provider_id = ?", selection.filter("providerId"))
                .and("p.status = ?", selection.filter("status"))
                .within("p.created_at", selection)
                .add(" order by p.number desc, a.currency")
                .each(reading.connection(), row -> write(row, rows));
    }

    private static boolean write(ResultSet row, Rows rows) throws SQLException {
        Currency currency = Currency.getInstance(row.getString(7));
        return rows.text(row.getString(1))
                .text(row.getString(2))
                .text(row.getString(3))
                .time(Select.time(row, 4))
                .time(Select.time(row, 5))
                .count(row.getLong(6))
                .text(currency.getCurrencyCode())
                .amount(row.getLong(8), currency)
                .text(row.getString(9))
                .time(Select.time(row, 10))
                .text(row.getString(11))
                .time(Select.time(row, 12))
                .time(Select.time(row, 13))
                .time(Select.time(row, 14))
                .text(row.getString(15))
                .text(row.getString(16))
                .end();
    }
}
