package org.commissionledger.projection.credits;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import java.util.stream.Stream;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;

/** Each top-up as it was made. What became of it is no part: that changes, and stands in the report on balances. */
public final class CreditTopUpsReport implements Report {

    private static final List<Column> COLUMNS = List.of(
            Column.time("at", "When it was made; the range is on this.").asKey(),
            Column.count("position", "The event that says so.").asKey(),
            Column.text("accountId", "The account."),
            Column.text("type", "PARTNER or CUSTOMER."),
            Column.text("partnerId", "The partner whose customer the account is."),
            Column.text("topUpId", "The top-up."),
            Column.text("category", "PAID or PROMOTIONAL."),
            Column.count("priority", "0 to 100; lower burns first."),
            Column.currency(),
            Column.amount("amount", "What was added."),
            Column.amount("settled", "What of it settled the overdraft at once."),
            Column.time("expiresAt", "From when on it cannot be used; empty when it has no end."),
            Column.time("recordedAt", "When the ledger learned of it."));

    private static final String SELECT = "select t.at, t.position, t.account_id, a.type, a.partner_id, t.top_up_id,"
            + " t.category, t.priority, a.currency, t.amount, t.settled, t.expires_at, t.recorded_at"
            + " from ledger_credits.top_up t"
            + " join ledger_credits.account a on a.organisation = t.organisation and a.account_id = t.account_id"
            + " where t.organisation = ? and t.position <= ?";

    @Override
    public String name() {
        return "credit-top-ups";
    }

    @Override
    public String description() {
        return "Each top-up, newest first.";
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
        Parameter category = Parameter.oneOf("category", TopUpCategory.values(), "Only top-ups of this category.");
        return Stream.concat(CreditParameters.ACCOUNTS.stream(), Stream.of(category))
                .toList();
    }

    @Override
    public List<Drill> drills() {
        return List.of(Drill.of("event", "/v1/events?position={position}", "The event that says so."));
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    // Grain: one top-up. Unit: minor. Range: [from, to) on at. Index: top_up_at.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        Select select = Select.of(SELECT, selection.organisation().value(), reading.position());
        CreditParameters.ofAccounts(select, selection)
                .and("t.category = ?", selection.filter("category"))
                .within("t.at", selection)
                .happened("t.at", selection);
        select.newestFirst("t.at", "t.position", reading);
        select.each(reading.connection(), row -> write(row, rows));
    }

    private static boolean write(ResultSet row, Rows rows) throws SQLException {
        Currency currency = Currency.getInstance(row.getString(9));
        return rows.time(Select.time(row, 1))
                .count(row.getLong(2))
                .text(row.getString(3))
                .text(row.getString(4))
                .text(row.getString(5))
                .text(row.getString(6))
                .text(row.getString(7))
                .count(row.getLong(8))
                .text(currency.getCurrencyCode())
                .amount(row.getLong(10), currency)
                .amount(row.getLong(11), currency)
                .time(Select.time(row, 12))
                .time(Select.time(row, 13))
                .end();
    }
}
