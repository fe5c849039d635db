package org.commissionledger.api.orders;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.web.AsOf;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.jspecify.annotations.Nullable;

/**
 * Totals of a moment.
 *
 * @param position the events that they are made of: all up to and with this one
 * @param links to the events that add up to them
 */
record TotalsView(
        @Nullable Instant asOf,
        @Nullable Instant effectiveAsOf,
        long position,
        List<Total> totals,
        Map<String, String> links) {

    static TotalsView of(AsOf asked, long position, List<Total> totals, Map<String, String> links) {
        return new TotalsView(asked.asOf(), asked.effectiveAsOf(), position, totals, links);
    }
}
