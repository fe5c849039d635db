package org.commissionledger.api.dashboard.reports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The pages of reports; a page shows one of its reports at a time. */
enum ReportKind {
    CREDITS("Credits", "credit-balance", "credit-top-ups", "credit-usage"),
    DISCOUNTS("Discounts", "discounts"),
    REVENUE("Revenue", "revenue-by-service", "revenue-by-account", "revenue-detail"),
    PAYOUTS("Payouts", "payouts"),
    AGEING("Ageing", "commission-ageing");

    private final String title;
    private final List<String> reports;

    ReportKind(String title, String... reports) {
        this.title = title;
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

    public List<String> reports() {
        return reports;
    }

    /** What can be done with a payout that stands there; another person than its maker approves it. */
    public List<String> steps(String status) {
        return switch (status) {
            case "DRAFT", "FAILED" -> List.of("approve", "cancel");
            case "APPROVED" -> List.of("settle", "fail");
            default -> List.of();
        };
    }

    public String path() {
        return "/dashboard/reports/" + key();
    }

    /** For templates. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
