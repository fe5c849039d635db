package org.commissionledger.api.dashboard.reports;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a report's figures: one bar a figure, all of one currency.
 *
 * @param currency its code
 */
record Bars(String title, String currency, List<Bar> bars) {

    private static final int MOST = 12;

    /** @param share of the longest bar, 0 to 100 */
    record Bar(String label, BigInteger amount, double share) {}

    /** Which columns of which report make a picture: a bar for each row, or one for each column over all rows. */
    private static final Map<String, String> BY_ROW = Map.of(
            "revenue-by-service", "net", "revenue-by-account", "net", "credit-balance", "closing", "discounts", "given");

    private static final List<String> AGES = List.of("days0To30", "days31To60", "days61To90", "over90Days");

    /** Pictures of a page, one a currency. */
    static List<Bars> of(String report, List<Line> lines, List<Sums.Total> totals, List<String> columns) {
        if (report.equals("commission-ageing")) {
            return totals.stream().map(total -> ages(total, columns)).toList();
        }
        String column = BY_ROW.get(report);
        if (column == null) {
            return List.of();
        }
        return totals.stream()
                .map(total -> rows(total.currency(), lines, column))
                .filter(bars -> bars.bars().size() > 1)
                .toList();
    }

    private static Bars ages(Sums.Total total, List<String> columns) {
        List<BigInteger> amounts = AGES.stream()
                .map(age -> Objects.requireNonNullElse(total.amounts().get(columns.indexOf(age)), BigInteger.ZERO))
                .toList();
        BigInteger longest = longest(amounts.stream());
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < AGES.size(); i++) {
            bars.add(bar(Filter.label(AGES.get(i)), amounts.get(i), longest));
        }
        return new Bars("Pending by age", total.currency(), bars);
    }

    private static Bars rows(String currency, List<Line> lines, String column) {
        List<Line> mine = lines.stream()
                .filter(line -> currency.equals(line.text("currency")))
                .sorted((a, b) -> b.amount(column).abs().compareTo(a.amount(column).abs()))
                .limit(MOST)
                .toList();
        BigInteger longest = longest(mine.stream().map(line -> line.amount(column)));
        return new Bars(
                Filter.label(column),
                currency,
                mine.stream()
                        .map(line -> bar(line.name(), line.amount(column), longest))
                        .toList());
    }

    private static BigInteger longest(Stream<BigInteger> amounts) {
        return amounts.map(BigInteger::abs).reduce(BigInteger.ONE, BigInteger::max);
    }

    private static Bar bar(String label, @Nullable BigInteger amount, BigInteger longest) {
        BigInteger known = amount == null ? BigInteger.ZERO : amount;
        double share = new BigDecimal(known.abs().multiply(BigInteger.valueOf(100)))
                .divide(new BigDecimal(longest), 2, RoundingMode.HALF_EVEN)
                .doubleValue();
        return new Bar(label, known, share);
    }
}
