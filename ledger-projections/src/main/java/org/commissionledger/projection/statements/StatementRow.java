package org.commissionledger.projection.statements;

import java.time.Instant;
import org.commissionledger.statement.StatementSummary;
import org.commissionledger.statement.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it is read.
 *
 * @param matchedAt the position of the history that it was matched at
 * @param state UPLOADED, APPLYING or APPLIED
 * @param applied null until it is
 * @param position of the event that it was uploaded by
 */
public record StatementRow(
        String statementId,
        String providerId,
        String reference,
        String digest,
        @Nullable Instant from,
        @Nullable Instant to,
        Tolerance tolerance,
        long matchedAt,
        StatementSummary summary,
        String uploadedBy,
        Instant uploadedAt,
        String state,
        @Nullable String appliedBy,
        @Nullable Applied applied,
        long position) {

    /** What its commands came to. */
    public record Applied(Instant at, long accepted, long unchanged, long rejected) {}
}
