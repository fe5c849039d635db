package org.commissionledger.api.dashboard.catalogue;

import java.time.Instant;
import java.util.List;
import org.commissionledger.api.dashboard.DayRange;
import org.commissionledger.api.web.Caller;
import org.commissionledger.projection.customers.AnalyticsQueries;
import org.commissionledger.projection.customers.AnalyticsQueries.Reached;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an integration brought. */
@Component
class Performance {

    private final AnalyticsQueries analytics;
    private final TotalsQueries totals;

    Performance(AnalyticsQueries analytics, TotalsQueries totals) {
        this.analytics = analytics;
        this.totals = totals;
    }

    /**
     * @param customers who were there, in whatever stage
     * @param totals one a currency
     */
    record Figures(long customers, long orders, List<Total> totals) {}

    Figures of(Caller caller, String integrationId, DayRange days) {
        String organisation = caller.organisation().value();
        @Nullable Instant from = days.start();
        @Nullable Instant to = days.end();
        long customers = analytics
                .funnel(organisation, new AnalyticsQueries.Filter(from, to, null, integrationId))
                .stream()
                .mapToLong(Reached::customers)
                .max()
                .orElse(0);
        List<Total> sums = totals.totals(
                        organisation, new OrderFilter(from, to, null, null, null, null, null, integrationId, null))
                .totals();
        return new Figures(customers, sums.stream().mapToLong(Total::orders).sum(), sums);
    }
}
