package org.commissionledger.api.dashboard.analytics;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.commissionledger.api.dashboard.analytics.Figures.Point;
import org.commissionledger.api.dashboard.analytics.Figures.Sum;

/** The points of the chart as RFC 4180: a row an interval and currency, amounts in major units. */
final class AnalyticsCsv {

    static final List<String> COLUMNS = List.of(
            "at",
            "customers",
            "newCustomers",
            "currency",
            "orders",
            "successfulOrders",
            "value",
            "commissionPending",
            "commissionPaid");

    private AnalyticsCsv() {}

    static void write(Figures figures, ZoneId zone, Appendable out) throws IOException {
        CSVPrinter printer = CSVFormat.RFC4180.print(out);
        printer.printRecord(COLUMNS);
        for (Point point : figures.points()) {
            String at = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(point.at().atZone(zone));
            if (point.sums().isEmpty()) {
                printer.printRecord(at, point.customers(), point.newCustomers(), "", 0, 0, "", "", "");
            }
            for (Sum sum : point.sums()) {
                printer.printRecord(
                        at,
                        point.customers(),
                        point.newCustomers(),
                        sum.currency(),
                        sum.orders(),
                        sum.successfulOrders(),
                        major(sum.value(), sum.currency()),
                        major(sum.pending(), sum.currency()),
                        major(sum.paid(), sum.currency()));
            }
        }
        printer.flush();
    }

    private static String major(BigInteger minor, String currency) {
        int decimals = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return new BigDecimal(minor, decimals).toPlainString();
    }
}
