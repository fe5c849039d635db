package org.commissionledger.projection.revenue;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Drill;
import org.commissionledger.projection.report.Parameter;
import org.commissionledger.projection.report.Reading;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.commissionledger.projection.report.Select;
import org.commissionledger.projection.report.Selection;
import org.commissionledger.projection.report.Selection.Fault;
import org.jspecify.annotations.Nullable;

/** Each line of revenue. */
public final class RevenueDetailReport implements Report {

    private static final List<Column> COLUMNS = List.of(
            Column.time("at", "When it was earned or given back."),
            Column.time(
                            "bookedAt",
                            "When it counts: as `at`, or in a later month when that of `at` was closed before; the range is on this.")
                    .asKey(),
            Column.text("adjusts", "The closed month that it adjusts."),
            Column.count("position", "The event that says so.").asKey(),
            Column.text("type", "COMMISSION_PAID, COMMISSION_REVERSED or USAGE."),
            Column.text("productId", "The product or service."),
            Column.text("providerId", "The provider that owes the commission."),
            Column.text("accountId", "The account that used the service."),
            Column.text("partnerId", "The partner whose customer the account is."),
            Column.text("orderId", "The order that the commission is for."),
            Column.text("usageId", "The usage."),
            Column.currency(),
            Column.amount("gross", "Before the discount; negative when it was given back."),
            Column.amount("discount", "What was taken off."),
            Column.amount("net", "Gross less discount."),
            Column.text("categoryId", "The product's category when the order was placed."),
            Column.text("integrationId", "Where it was ordered."),
            Column.text("customerId", "Who ordered."),
            Column.time("placedAt", "When the order was placed."),
            Column.time("recordedAt", "When the ledger learned of it."),
            Column.count("quantity", "How much was used."),
            Column.text("discountId", "The discount that applied."),
            Column.text("reasonCode", "Why it was given back."),
            Column.text("reference", "What the provider called it."),
            Column.text("note", "What was noted about it."),
            Column.amount("orderValue", "What the order is worth."),
            Column.text(
                    "topUps",
                    "The top-ups that paid, in the order in which they burned, as `INV-1=3.60`, in major units, with spaces between."),
            Column.amount("overdraft", "What of it ran into the overdraft."),
            Column.text("holdId", "The hold that was captured."),
            Column.count("ledgerSequence", "Its place in the organisation's history, by which it can be proved."),
            Column.text("period", "CURRENT, or PREVIOUS for the period before; with `compare=previous`."));

    private static final Set<String> BASIC = Set.of(
            "at",
            "bookedAt",
            "adjusts",
            "position",
            "ledgerSequence",
            "type",
            "productId",
            "providerId",
            "accountId",
            "partnerId",
            "currency",
            "gross",
            "discount",
            "net");

    private static final String SELECT =
            "select at, booked_at, adjusts, position, ledger_sequence, kind, product_id, provider_id, account_id, partner_id,"
                    + " order_id, usage_id, currency, gross, discount, net, category_id, integration_id, customer_id, placed_at,"
                    + " recorded_at, quantity, discount_id, reason_code, reference, note, order_value, top_ups, overdraft,"
                    + " hold_id from ledger_revenue.revenue_line";

    @Override
    public String name() {
        return "revenue-detail";
    }

    @Override
    public String description() {
        return "Each line of revenue, newest first: commission paid and reversed, usage net of discount.";
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
        Parameter layout = Parameter.oneOf(
                "layout", List.of("basic", "full"), "`basic`, as when it is left out, or `full`: with every fact.");
        return Stream.concat(RevenueLines.PARAMETERS.stream(), Stream.of(layout, PreviousPeriod.PARAMETER))
                .toList();
    }

    @Override
    public Optional<Fault> fault(Selection selection) {
        return PreviousPeriod.fault(selection);
    }

    @Override
    public List<Drill> drills() {
        return List.of(
                Drill.of("event", "/v1/events?position={position}", "The event that says so."),
                Drill.of("proof", "/v1/audit/proof/{ledgerSequence}", "That it is in the history."));
    }

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<Column> columns(Selection selection) {
        return COLUMNS.stream()
                .filter(column -> column.name().equals("period")
                        ? PreviousPeriod.isWanted(selection)
                        : isFull(selection) || BASIC.contains(column.name()))
                .toList();
    }

    private static boolean isFull(Selection selection) {
        return selection.has("layout", "full");
    }

    // Grain: one line. Unit: minor. Range: [from, to) on booked_at. Index: revenue_line_booked.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        Selection both = PreviousPeriod.isWanted(selection) ? PreviousPeriod.with(selection) : selection;
        Select select = RevenueLines.where(Select.of(SELECT), reading, selection)
                .within("booked_at", both)
                .happened("booked_at", both);
        select.newestFirst("booked_at", "position", reading);
        select.each(reading.connection(), row -> write(row, selection, rows));
    }

    private static boolean write(ResultSet row, Selection selection, Rows rows) throws SQLException {
        boolean full = isFull(selection);
        Currency currency = Currency.getInstance(row.getString(13));
        rows.time(Select.time(row, 1))
                .time(Select.time(row, 2))
                .text(row.getString(3))
                .count(row.getLong(4))
                .text(row.getString(6))
                .text(row.getString(7))
                .text(row.getString(8))
                .text(row.getString(9))
                .text(row.getString(10));
        if (full) {
            rows.text(row.getString(11)).text(row.getString(12));
        }
        rows.text(currency.getCurrencyCode())
                .amount(row.getLong(14), currency)
                .amount(row.getLong(15), currency)
                .amount(row.getLong(16), currency);
        if (full) {
            rest(row, currency, rows);
        }
        rows.count(row.getLong(5));
        if (PreviousPeriod.isWanted(selection)) {
            rows.text(PreviousPeriod.of(selection, Objects.requireNonNull(Select.time(row, 2))));
        }
        return rows.end();
    }

    private static void rest(ResultSet row, Currency currency, Rows rows) throws SQLException {
        rows.text(row.getString(17))
                .text(row.getString(18))
                .text(row.getString(19))
                .time(Select.time(row, 20))
                .time(Select.time(row, 21));
        long quantity = row.getLong(22);
        (row.wasNull() ? rows.empty() : rows.count(quantity))
                .text(row.getString(23))
                .text(row.getString(24))
                .text(row.getString(25))
                .text(row.getString(26));
        amount(row, 27, currency, rows);
        rows.text(inMajorUnits(row.getString(28), currency));
        amount(row, 29, currency, rows);
        rows.text(row.getString(30));
    }

    private static void amount(ResultSet row, int column, Currency currency, Rows rows) throws SQLException {
        long amount = row.getLong(column);
        if (row.wasNull()) {
            rows.empty();
        } else {
            rows.amount(amount, currency);
        }
    }

    private static @Nullable String inMajorUnits(@Nullable String topUps, Currency currency) {
        if (topUps == null || topUps.isEmpty()) {
            return null;
        }
        return Arrays.stream(topUps.split(" "))
                .map(part -> part.split("="))
                .map(part -> part[0] + "="
                        + BigDecimal.valueOf(Long.parseLong(part[1]), currency.getDefaultFractionDigits())
                                .toPlainString())
                .collect(Collectors.joining(" "));
    }
}
