package org.commissionledger.api.dashboard.catalogue;

import java.time.Instant;
import java.util.List;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.dashboard.reports.CommissionFigures;
import org.commissionledger.api.web.Caller;
import org.commissionledger.projection.customers.AnalyticsQueries;
import org.commissionledger.projection.customers.AnalyticsQueries.Reached;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an integration brought. */
@Component
class Performance {

    private final AnalyticsQueries analytics;
    private final CommissionFigures commissions;

    Performance(AnalyticsQueries analytics, CommissionFigures commissions) {
        this.analytics = analytics;
        this.commissions = commissions;
    }

    /**
     * @param customers who were there, in whatever stage
     * @param totals one a currency
     */
    record Figures(long customers, long orders, List<Total> totals) {}

    /** @param end of the past day that is asked for; null for today */
    Figures of(Caller caller, String integrationId, DayRange days, @Nullable Instant end) {
        String organisation = caller.organisation().value();
        @Nullable Instant from = days.start();
        @Nullable Instant to = days.end();
        Instant last = end != null && (to == null || end.isBefore(to)) ? end : to;
        long customers =
                analytics.funnel(organisation, new AnalyticsQueries.Filter(from, last, null, integrationId)).stream()
                        .mapToLong(Reached::customers)
                        .max()
                        .orElse(0);
        List<Total> sums = commissions.of(
                caller, new OrderFilter(from, to, null, null, null, null, null, integrationId, null), end);
        return new Figures(customers, sums.stream().mapToLong(Total::orders).sum(), sums);
    }
}
