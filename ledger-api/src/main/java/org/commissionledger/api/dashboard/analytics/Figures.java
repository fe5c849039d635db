package org.commissionledger.api.dashboard.analytics;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.commissionledger.projection.customers.Stage;
import org.commissionledger.projection.orders.OrderSeries;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.commissionledger.projection.time.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the page shows of a range.
 *
 * @param total over the whole range; a customer who came on two days counts once
 * @param points one an interval, in order
 */
record Figures(Interval interval, Point total, List<Point> points, List<Step> funnel) {

    /**
     * What the orders of one currency come to, in minor units.
     *
     * @param successfulOrders as they stand today; null on a past day
     */
    record Sum(
            String currency,
            long orders,
            @Nullable Long successfulOrders,
            BigInteger value,
            BigInteger pending,
            BigInteger paid) {

        static Sum of(OrderSeries.Sum sum) {
            return new Sum(
                    sum.currency(), sum.orders(), sum.successfulOrders(), sum.value(), sum.pending(), sum.paid());
        }

        /** Orders and their value never change; what became of their commission by then is the total's. */
        Sum by(Total then) {
            return new Sum(currency, orders, null, value, then.pending(), then.paid());
        }
    }

    /**
     * One interval.
     *
     * @param sums one a currency
     */
    record Point(Instant at, long customers, long newCustomers, List<Sum> sums) {

        /** The same with other sums. */
        Point with(List<Sum> others) {
            return new Point(at, customers, newCustomers, others);
        }

        public long orders() {
            return sums.stream().mapToLong(Sum::orders).sum();
        }

        /** Null on a past day, when it is not known how many were successful by then. */
        public @Nullable Long successfulOrders() {
            long all = 0;
            for (Sum sum : sums) {
                if (sum.successfulOrders() == null) {
                    return null;
                }
                all += sum.successfulOrders();
            }
            return all;
        }
    }

    /**
     * One stage of the funnel.
     *
     * @param ofPrevious the share of those who got to the stage before, 0 to 1
     * @param ofFirst the share of those who came at all
     */
    record Step(Stage stage, String meaning, long customers, double ofPrevious, double ofFirst) {

        /** For the width of its bar. */
        public String width() {
            return Math.round(ofFirst * 1000) / 10.0 + "%";
        }
    }

    public boolean isEmpty() {
        return total.customers() == 0 && total.orders() == 0;
    }
}
