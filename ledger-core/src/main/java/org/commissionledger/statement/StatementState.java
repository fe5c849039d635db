package org.commissionledger.statement;

import org.commissionledger.statement.StatementEvent.ApplyBegun;
import org.commissionledger.statement.StatementEvent.StatementUploaded;
import org.jspecify.annotations.Nullable;

/** @param begun null until somebody begins to apply it */
public record StatementState(
        StatementUploaded upload, @Nullable ApplyBegun begun, boolean applied) {

    /** Where a statement stands. */
    public enum Phase {
        UPLOADED,
        APPLYING,
        APPLIED
    }
}
