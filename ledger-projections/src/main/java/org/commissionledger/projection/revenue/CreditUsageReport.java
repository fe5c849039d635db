package org.commissionledger.projection.revenue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import org.commissionledger.credit.AccountType;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;

/** Each usage. It is the lines of revenue that are usage, so that the two agree whatever is asked. */
public final class CreditUsageReport implements Report {

    private static final List<Column> COLUMNS = List.of(
            Column.time("at", "When the service was used; the range is on this.")
                    .asKey(),
            Column.count("position", "The event that says so.").asKey(),
            Column.text("accountId", "The account that used the service."),
            Column.text("type", "PARTNER or CUSTOMER."),
            Column.text("partnerId", "The partner whose customer the account is."),
            Column.text("productId", "The product or service."),
            Column.text("usageId", "The usage."),
            Column.count("quantity", "How much was used."),
            Column.currency(),
            Column.amount("gross", "Before the discount."),
            Column.amount("discount", "What was taken off."),
            Column.amount("net", "Gross less discount: what the account was charged."),
            Column.text("discountId", "The discount that applied."),
            Column.time("recordedAt", "When the ledger learned of it."));

    private static final String SELECT =
            "select at, position, account_id, account_type, partner_id, product_id, usage_id,"
                    + " quantity, currency, gross, discount, net, discount_id, recorded_at from ledger_revenue.revenue_line";

    @Override
    public String name() {
        return "credit-usage";
    }

    @Override
    public String description() {
        return "Each usage, newest first.";
    }

    @Override
    public List<String> projections() {
        return List.of(RevenueProjection.NAME);
    }

    @Override
    public List<String> processors() {
        return List.of(RevenueProjection.NAME);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.oneOf("type", AccountType.values(), "Only usage of accounts of this type."),
                Parameter.id("accountId", "Only usage of this account."),
                Parameter.id("partnerId", "Only usage of this partner's account and of its customers'."),
                Parameter.id("productId", "Only usage of this product."),
                Parameter.id("discountId", "Only usage that this discount applied to."),
                Parameter.id("currency", "Only usage in this currency."));
    }

    @Override
    public List<Drill> drills() {
        return List.of(Drill.of("event", "/v1/events?position={position}", "The event that says so."));
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    // Grain: one usage. Unit: minor. Range: [from, to) on at. Index: revenue_line_used.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        Select select = RevenueLines.where(Select.of(SELECT), reading, selection)
                .add(" and kind = 'USAGE'")
                .within("at", selection)
                .happened("at", selection);
        select.newestFirst("at", "position", reading);
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
                .amount(row.getLong(12), currency)
                .text(row.getString(13))
                .time(Select.time(row, 14))
                .end();
    }
}
