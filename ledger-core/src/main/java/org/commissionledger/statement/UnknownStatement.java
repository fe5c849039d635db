package org.commissionledger.statement;

import org.commissionledger.rejection.Rejection;

/** There is no such statement. */
public final class UnknownStatement extends Rejection.Unknown {
    public UnknownStatement() {
        super("statement.unknown", "There is no such statement.");
    }
}
