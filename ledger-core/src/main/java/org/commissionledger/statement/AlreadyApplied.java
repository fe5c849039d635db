package org.commissionledger.statement;

import org.commissionledger.rejection.Rejection;

/** A statement is applied once. */
public final class AlreadyApplied extends Rejection.Conflict {
    public AlreadyApplied() {
        super("statement.already-applied", "The statement was applied before.");
    }
}
