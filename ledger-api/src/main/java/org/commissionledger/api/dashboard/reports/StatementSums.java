package org.commissionledger.api.dashboard.reports;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commissionledger.statement.StatementSummary;
import org.commissionledger.statement.StatementSummary.Totals;

/** What several statements came to together. */
final class StatementSums {

    private static final StatementSummary NOTHING = new StatementSummary(0, 0, 0, 0, 0, List.of());

    private final Map<String, Totals> totals = new HashMap<>();
    private StatementSummary counts = NOTHING;

    void add(StatementSummary one) {
        counts = new StatementSummary(
                counts.matched() + one.matched(),
                counts.amountDiffers() + one.amountDiffers(),
                counts.notInLedger() + one.notInLedger(),
                counts.notInStatement() + one.notInStatement(),
                counts.duplicate() + one.duplicate(),
                List.of());
        one.totals().forEach(each -> totals.merge(each.currency().getCurrencyCode(), each, StatementSums::plus));
    }

    private static Totals plus(Totals a, Totals b) {
        return new Totals(
                a.currency(),
                a.stated().add(b.stated()),
                a.matched().add(b.matched()),
                a.toConfirm().add(b.toConfirm()),
                a.toReverse().add(b.toReverse()),
                a.notInStatement().add(b.notInStatement()));
    }

    /** In the order of their currencies, as each statement has them. */
    StatementSummary whole() {
        return new StatementSummary(
                counts.matched(),
                counts.amountDiffers(),
                counts.notInLedger(),
                counts.notInStatement(),
                counts.duplicate(),
                totals.values().stream()
                        .sorted(Comparator.comparing(each -> each.currency().getCurrencyCode()))
                        .toList());
    }
}
