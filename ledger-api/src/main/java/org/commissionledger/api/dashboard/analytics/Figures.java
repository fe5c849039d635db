package org.commissionledger.api.dashboard.analytics;

import java.time.Instant;
import java.util.List;
import org.commissionledger.projection.customers.Stage;
import org.commissionledger.projection.orders.OrderSeries.Sum;
import org.commissionledger.projection.time.Interval;

/**
 * Everything that the page shows of a range.
 *
 * @param total over the whole range; a customer who came on two days counts once
 * @param points one an interval, in order
 */
record Figures(Interval interval, Point total, List<Point> points, List<Step> funnel) {

    /**
     * One interval.
     *
     * @param sums one a currency
     */
    record Point(Instant at, long customers, long newCustomers, List<Sum> sums) {

        public long orders() {
            return sums.stream().mapToLong(Sum::orders).sum();
        }

        public long successfulOrders() {
            return sums.stream().mapToLong(Sum::successfulOrders).sum();
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
