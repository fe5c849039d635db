package org.commissionledger.api.statements;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.Query;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.statement.ColumnMapping;
import org.commissionledger.statement.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a statement besides its lines.
 *
 * @param from pending orders placed in [from, to) are looked for in it; without both, those placed before its last line's time
 * @param mapping given with the request; null for the one that is remembered
 */
record StatementRequest(
        ProviderId provider,
        String reference,
        @Nullable Instant from,
        @Nullable Instant to,
        Tolerance tolerance,
        boolean dryRun,
        @Nullable ColumnMapping mapping) {

    /** What a confirmation may have. */
    private static final int REFERENCE = 200;

    private static final long MOST_TOLERANCE = 1_000_000_000L;
    private static final int WHOLE = 10_000;

    static StatementRequest read(HttpServletRequest request) {
        Query query = new Query(request);
        query.require("providerId");
        query.require("reference");
        String provider = query.id("providerId");
        String reference = query.text("reference");
        if (reference != null && (reference.isBlank() || reference.length() > REFERENCE)) {
            query.error(
                    "reference", "request.invalid-text", "A text of 1 to " + REFERENCE + " characters is expected.");
        }
        Instant from = query.time("from");
        Instant to = query.time("to");
        query.requireOrder(from, to);
        if ((from == null) != (to == null)) {
            query.error(from == null ? "from" : "to", "request.missing-parameter", "Give both ends of the period.");
        }
        Tolerance tolerance =
                new Tolerance(query.whole("tolerance", 0, 0, MOST_TOLERANCE, "request.invalid-value"), (int)
                        query.whole("toleranceBasisPoints", 0, 0, WHOLE, "request.invalid-value"));
        boolean dryRun = "true".equals(query.oneOf("dryRun", List.of("true", "false")));
        ColumnMapping mapping = MappingRequests.read(query);
        query.done();
        return new StatementRequest(
                new ProviderId(String.valueOf(provider)),
                String.valueOf(reference),
                from,
                to,
                tolerance,
                dryRun,
                mapping);
    }
}
