package org.commissionledger.statement;

import org.commissionledger.rejection.Rejection;

/** The same file of the same provider was uploaded before. */
public final class DuplicateStatement extends Rejection.Conflict {
    public DuplicateStatement(StatementId first) {
        super("statement.duplicate", "The same file was uploaded before, as statement " + first + ".");
    }
}
