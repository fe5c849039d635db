package org.commissionledger.statement;

import org.commissionledger.rejection.Rejection;

/** Who uploaded a statement cannot be the one who has it applied. */
public final class FourEyes extends Rejection.Conflict {
    public FourEyes() {
        super("statement.four-eyes", "A statement is applied by another person than the one who uploaded it.");
    }
}
