package org.commissionledger.api.dashboard.reports;

import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.AsOf;
import org.commissionledger.api.web.Caller;
import org.commissionledger.api.web.PastReads;
import org.commissionledger.projection.commissions.CommissionsProjection;
import org.commissionledger.projection.commissions.PastTotals;
import org.commissionledger.projection.orders.OrderFilter;
import org.commissionledger.projection.orders.OrdersProjection;
import org.commissionledger.projection.orders.TotalsQueries;
import org.commissionledger.projection.orders.TotalsQueries.Total;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What orders and their commissions come to, today or at the end of a past day. */
@Component
public class CommissionFigures {

    private static final List<String> PROJECTIONS = List.of(OrdersProjection.NAME, CommissionsProjection.NAME);

    private final TotalsQueries totals;
    private final PastTotals pastTotals;
    private final PastReads past;

    CommissionFigures(TotalsQueries totals, PastTotals pastTotals, PastReads past) {
        this.totals = totals;
        this.pastTotals = pastTotals;
        this.past = past;
    }

    /**
     * One total a currency, as the ledger knew it.
     *
     * @param end of the past day that is asked for; null for today
     */
    public List<Total> of(Caller caller, OrderFilter filter, @Nullable Instant end) {
        String organisation = caller.organisation().value();
        return end == null
                ? totals.totals(organisation, filter).totals()
                : pastTotals.totals(organisation, filter, past.moment(caller, ReportTables.asOf(end), PROJECTIONS));
    }

    /** The same of what had happened before {@code end}, as it is known today. */
    public List<Total> happened(Caller caller, OrderFilter filter, Instant end) {
        AsOf asked = new AsOf(null, end.minus(ReportTables.LAST_MOMENT));
        return pastTotals.totals(caller.organisation().value(), filter, past.moment(caller, asked, PROJECTIONS));
    }
}
