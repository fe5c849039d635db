package org.commissionledger.projection.revenue;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Parameter compare = Parameter.oneOf(
                "compare",
                List.of("previous"),
                "`previous`: beside the net of the period that is as long and ends where this one begins.");
        return Stream.concat(RevenueLines.PARAMETERS.stream(), Stream.of(compare))
                .toList();
    }

    @Override
    public Optional<Fault> fault(Selection selection) {
        return compares(selection)
                ? selection.withoutRange("A period is compared with the one before it: it needs both ends.")
                : Optional.empty();
    }

    private static boolean compares(Selection selection) {
        return selection.has("compare", "previous");
    }

    @Override
    public boolean knowsWhatHappenedBy(Selection selection) {
        return !compares(selection);
    }

    @Override
    public List<Drill> drills() {
        Map<String, String> parameters = new LinkedHashMap<>();
        grainColumns.forEach(column -> parameters.put(column.name(), column.name()));
        parameters.put("currency", "currency");
        return List.of(new Drill(
                "lines", "/v1/reports/revenue-detail", "The lines that were added up.", Map.copyOf(parameters), true));
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
        return compares(selection) ? columns : columns.subList(0, columns.size() - 2);
    }

    // Grain: product, or provider and account, x currency. Unit: minor. Range: [from, to) on booked_at, and as long
    // before it
    // for previous.
    // Index: revenue_line_booked.
    @Override
    public void read(Reading reading, Selection selection, Rows rows) throws SQLException {
        Instant from = selection.from();
        Instant to = selection.to();
        String by = String.join(", ", grain) + ", currency";
        boolean compares = compares(selection);
        Select select = compares && from != null && to != null
                ? compared(by, reading, selection, from, to)
                : RevenueLines.where(
                                Select.of(
                                        "select " + by
                                                + ", count(*), sum(gross), sum(discount), sum(net) from ledger_revenue.revenue_line"),
                                reading,
                                selection)
                        .within("booked_at", selection);
        select.add(" group by " + by + " order by " + by).each(reading.connection(), row -> write(row, compares, rows));
    }

    /** What there was in the period before only has a row too. */
    private static Select compared(String by, Reading reading, Selection selection, Instant from, Instant to) {
        Select select = Select.of("select " + by)
                .add(", count(*) filter (where booked_at >= ?)", from)
                .add(", coalesce(sum(gross) filter (where booked_at >= ?), 0)", from)
                .add(", coalesce(sum(discount) filter (where booked_at >= ?), 0)", from)
                .add(", coalesce(sum(net) filter (where booked_at >= ?), 0)", from)
                .add(", coalesce(sum(net) filter (where booked_at < ?), 0) from ledger_revenue.revenue_line", from);
        Instant before = from.minus(Duration.between(from, to));
        return RevenueLines.where(select, reading, selection).add(" and booked_at >= ? and booked_at < ?", before, to);
    }

    private boolean write(ResultSet row, boolean compares, Rows rows) throws SQLException {
        int column = 1;
        for (; column <= grain.size(); column++) {
            rows.text(row.getString(column));
        }
        Currency currency = Currency.getInstance(row.getString(column++));
        rows.text(currency.getCurrencyCode()).count(row.getLong(column++));
        rows.amount(whole(row, column++), currency).amount(whole(row, column++), currency);
        BigInteger net = whole(row, column++);
        rows.amount(net, currency);
        if (compares) {
            BigInteger previous = whole(row, column);
            rows.amount(previous, currency).amount(net.subtract(previous), currency);
        }
        return rows.end();
    }

    private static BigInteger whole(ResultSet row, int column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}
