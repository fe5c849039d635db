package org.commissionledger.projection.revenue;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

/** Revenue added up by product, or by who it is earned from; with what it was in the period before, when that is asked for. */
public final class RevenueTotalsReport implements Report {

    private static final String SUMS = ", count(*), sum(gross), sum(discount), sum(net)";

    /** What the net is made of: left out with {@code layout=basic}. */
    private static final List<String> MADE_OF = List.of("lines", "gross", "discount");

    private final String name;
    private final String description;

    /** Columns of the table, which are those of the report in snake_case. */
    private final List<String> grain;

    private final List<Column> grainColumns;

    private RevenueTotalsReport(String name, String description, List<String> grain, List<Column> grainColumns) {
        this.name = name;
        this.description = description;
        this.grain = grain;
        this.grainColumns = grainColumns;
    }

    public static RevenueTotalsReport byService() {
        return new RevenueTotalsReport(
                "revenue-by-service",
                "Revenue by product.",
                List.of("product_id"),
                List.of(Column.text("productId", "The product or service.")));
    }

    public static RevenueTotalsReport byAccount() {
        return new RevenueTotalsReport(
                "revenue-by-account",
                "Revenue by provider, for commission, and by account, for usage.",
                List.of("provider_id", "account_id", "partner_id"),
                List.of(
                        Column.text("providerId", "The provider that owes the commission."),
                        Column.text("accountId", "The account that used the services."),
                        Column.text("partnerId", "The partner whose customer the account is.")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
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
                "layout",
                List.of("basic", "full"),
                "`basic`: what it comes to alone, or `full`, as when it is left out.");
        return Stream.concat(RevenueLines.PARAMETERS.stream(), Stream.of(layout, PreviousPeriod.PARAMETER))
                .toList();
    }

    @Override
    public Optional<Fault> fault(Selection selection) {
        return PreviousPeriod.fault(selection);
    }

    @Override
    public List<Drill> drills() {
        Drill lines = Drill.of("lines", "/v1/reports/revenue-detail", "The lines that were added up.")
                .with(grainColumns.stream().map(Column::name).toArray(String[]::new))
                .with("currency");
        return List.of(
                lines,
                lines.named("previous", "Those of the period before; with `compare=previous`.")
                        .over((all, asOf) -> PreviousPeriod.isWanted(all) ? PreviousPeriod.alone(all) : null));
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>(grainColumns);
        columns.addAll(List.of(
                Column.currency(),
                Column.count("lines", "How many lines were added up."),
                Column.amount("gross", "Before discounts, less what was given back."),
                Column.amount("discount", "What was taken off."),
                Column.amount("net", "Gross less discount."),
                Column.amount("previous", "The net of the period before; with `compare=previous`."),
                Column.amount("change", "Net less previous; with `compare=previous`.")));
        return columns;
    }

    @Override
    public List<Column> columns(Selection selection) {
        List<Column> columns = columns();
        int count = PreviousPeriod.isWanted(selection) ? columns.size() : columns.size() - 2;
        return columns.stream()
                .limit(count)
                .filter(column -> !isBasic(selection) || !MADE_OF.contains(column.name()))
                .toList();
    }

    private static boolean isBasic(Selection selection) {
        return selection.has("layout", "basic");
    }

    // Grain: product, or provider and account, x currency. Unit: minor. Range: [from, to) on booked_at, and as long
    // before it for previous. Index: revenue_line_booked.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        String by = String.join(", ", grain) + ", currency";
        boolean compares = PreviousPeriod.isWanted(selection);
        Selection range = compares ? PreviousPeriod.with(selection) : selection;
        Select select = compares ? compared(by, selection) : Select.of("select " + by + SUMS);
        RevenueLines.where(select.add(" from ledger_revenue.revenue_line"), reading, selection)
                .within("booked_at", range)
                .happened("booked_at", range);
        select.add(" group by " + by + " order by " + by)
                .each(reading.connection(), row -> write(row, selection, rows));
    }

    /** What there was in the period before only has a row too. */
    private static Select compared(String by, Selection selection) {
        Instant from = Objects.requireNonNull(selection.from());
        return Select.of("select " + by)
                .add(", count(*) filter (where booked_at >= ?)", from)
                .add(", coalesce(sum(gross) filter (where booked_at >= ?), 0)", from)
                .add(", coalesce(sum(discount) filter (where booked_at >= ?), 0)", from)
                .add(", coalesce(sum(net) filter (where booked_at >= ?), 0)", from)
                .add(", coalesce(sum(net) filter (where booked_at < ?), 0)", from);
    }

    private boolean write(ResultSet row, Selection selection, Rows rows) throws SQLException {
        int column = 1;
        for (; column <= grain.size(); column++) {
            rows.text(row.getString(column));
        }
        Currency currency = Currency.getInstance(row.getString(column++));
        rows.text(currency.getCurrencyCode());
        if (!isBasic(selection)) {
            rows.count(row.getLong(column));
            rows.amount(whole(row, column + 1), currency).amount(whole(row, column + 2), currency);
        }
        column += MADE_OF.size();
        BigInteger net = whole(row, column++);
        rows.amount(net, currency);
        if (PreviousPeriod.isWanted(selection)) {
            BigInteger previous = whole(row, column);
            rows.amount(previous, currency).amount(net.subtract(previous), currency);
        }
        return rows.end();
    }

    private static BigInteger whole(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}
