package org.commissionledger.api.dashboard.reports;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.projection.report.Column;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.report.Rows;
import org.jspecify.annotations.Nullable;

/** The totals line of a report: its amounts added up, by currency. A page must not take long, so there is an end to the adding. */
final class Sums implements Rows {

    /** More rows than that are added up in an export, not on a page. */
    static final int MOST_ROWS = 20_000;

    private final List<Boolean> added;
    private final Map<String, @Nullable BigInteger[]> byCurrency = new TreeMap<>();
    private List<@Nullable Object> row = new ArrayList<>();
    private @Nullable Currency currency;
    private long rows;

    /** @param added whether a column's amounts are added up, one a column */
    Sums(List<Boolean> added) {
        this.added = added;
    }

    /** What a discount takes off each usage is no part of any sum; what it gave is. */
    static boolean adds(Report report, Column column) {
        boolean term = report.name().equals("discounts") && column.name().equals("amount");
        return column.kind() == Column.Kind.AMOUNT && !term;
    }

    /**
     * @param amounts one a column, in minor units of {@code currency}; null under a column that is no amount
     * @param currency its code
     */
    record Total(String currency, List<@Nullable BigInteger> amounts) {}

    /** Whether there were too many rows to add up. */
    boolean isTooMany() {
        return rows > MOST_ROWS;
    }

    List<Total> totals() {
        List<Total> totals = new ArrayList<>();
        byCurrency.forEach((code, amounts) -> totals.add(new Total(code, new ArrayList<>(Arrays.asList(amounts)))));
        return totals;
    }

    private Sums cell(@Nullable Object value) {
        row.add(value);
        return this;
    }

    @Override
    public Rows text(@Nullable String value) {
        return cell(null);
    }

    @Override
    public Rows time(@Nullable Instant value) {
        return cell(null);
    }

    @Override
    public Rows date(@Nullable LocalDate value) {
        return cell(null);
    }

    @Override
    public Rows count(long value) {
        return cell(null);
    }

    @Override
    public Rows empty() {
        return cell(null);
    }

    @Override
    public Rows amount(long minorUnits, Currency unit) {
        return amount(BigInteger.valueOf(minorUnits), unit);
    }

    @Override
    public Rows amount(BigInteger minorUnits, Currency unit) {
        currency = unit;
        return cell(minorUnits);
    }

    @Override
    public boolean end() {
        if (currency != null) {
            add(currency.getCurrencyCode());
        }
        rows++;
        row = new ArrayList<>();
        currency = null;
        return !isTooMany();
    }

    private void add(String code) {
        @Nullable BigInteger[] amounts = byCurrency.computeIfAbsent(code, c -> new BigInteger[added.size()]);
        for (int i = 0; i < added.size(); i++) {
            if (added.get(i) && row.get(i) instanceof BigInteger amount) {
                BigInteger before = amounts[i];
                amounts[i] = before == null ? amount : before.add(amount);
            }
        }
    }
}
