package org.commissionledger.api.dashboard.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.commissionledger.payout.PayoutStatus;

/** The pages of reports; a page shows one of its reports at a time. */
enum ReportKind {
    CREDITS(
            "Credits",
            "Accounts are opened by PUT /v1/accounts/{accountId}; then they are topped up here.",
            "credit-balance",
            "credit-top-ups",
            "credit-usage"),
    DISCOUNTS("Discounts", "A discount is granted to an account, or to all customers of a partner.", "discounts"),
    REVENUE(
            "Revenue",
            "Revenue is commission that providers have paid, and credit that was used.",
            "revenue-by-service",
            "revenue-by-account",
            "revenue-detail"),
    PAYOUTS("Payouts", "A payout gathers commission that was paid and is in no other payout.", "payouts"),
    AGEING(
            "Ageing",
            "Commission ages from the day on which its order succeeded until it is confirmed.",
            "commission-ageing");

    private final String title;
    private final String begin;
    private final List<String> reports;

    ReportKind(String title, String begin, String... reports) {
        this.title = title;
        this.begin = begin;
        this.reports = List.of(reports);
    }

    /** The kind whose page has that path. */
    static ReportKind at(String path) {
        return Arrays.stream(values())
                .filter(kind -> kind.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no page of reports is at " + path));
    }

    public String title() {
        return title;
    }

    /** For whoever finds nothing: how rows come about. */
    public String begin() {
        return begin;
    }

    public List<String> reports() {
        return reports;
    }

    /** What can be done with a payout that stands there. */
    public List<PayoutMove> moves(String status) {
        return PayoutMove.from(PayoutStatus.valueOf(status));
    }

    public String path() {
        return "/dashboard/reports/" + key();
    }

    /** For templates. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
