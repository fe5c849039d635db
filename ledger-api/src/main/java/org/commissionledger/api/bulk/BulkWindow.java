package org.commissionledger.api.bulk;

import java.util.List;

/** The stored answer of one window: its counts, and the results that the request wants to see. */
record BulkWindow(long accepted, long unchanged, long rejected, List<BulkResult> results) {

    static BulkWindow of(List<BulkResult> results, boolean all) {
        long accepted = count(results, BulkResult.Outcome.ACCEPTED);
        long unchanged = count(results, BulkResult.Outcome.UNCHANGED);
        return new BulkWindow(
                accepted,
                unchanged,
                results.size() - accepted - unchanged,
                all
                        ? results
                        : results.stream()
                                .filter(r -> r.outcome() != BulkResult.Outcome.ACCEPTED)
                                .toList());
    }

    private static long count(List<BulkResult> results, BulkResult.Outcome outcome) {
        return results.stream().filter(r -> r.outcome() == outcome).count();
    }
}
