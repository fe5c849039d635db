package org.commissionledger.projection;

import java.util.List;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.projection.credits.CreditBalanceReport;
import org.commissionledger.projection.credits.CreditTopUpsReport;
import org.commissionledger.projection.credits.DiscountsReport;
import org.commissionledger.projection.customers.CustomersReport;
import org.commissionledger.projection.orders.AgeingReport;
import org.commissionledger.projection.orders.OrdersReport;
import org.commissionledger.projection.payouts.PayoutsReport;
import org.commissionledger.projection.report.Report;
import org.commissionledger.projection.revenue.CreditUsageReport;
import org.commissionledger.projection.revenue.RevenueDetailReport;
import org.commissionledger.projection.revenue.RevenueTotalsReport;

/** Every report of the product. */
public final class StandardReports {

    private StandardReports() {}

    public static List<Report> all(EventCodec codec) {
        return List.of(
                new OrdersReport(codec),
                new CustomersReport(),
                new AgeingReport(codec),
                new CreditTopUpsReport(),
                new CreditUsageReport(),
                new CreditBalanceReport(),
                new DiscountsReport(codec),
                new RevenueDetailReport(),
                RevenueTotalsReport.byService(),
                RevenueTotalsReport.byAccount(),
                new PayoutsReport());
    }
}
