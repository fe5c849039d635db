package org.commissionledger.statement;

import org.commissionledger.rejection.Rejection;

/** A line of a statement is applied once. */
public final class AlreadyApplied extends Rejection.Conflict {
    public AlreadyApplied() {
        super("statement.already-applied", "All these lines of the statement were applied before.");
    }
}
