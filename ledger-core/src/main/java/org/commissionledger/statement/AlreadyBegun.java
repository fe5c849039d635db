package org.commissionledger.statement;

import org.commissionledger.rejection.Rejection;

/** It is being applied, with another selection or since long. */
public final class AlreadyBegun extends Rejection.Conflict {
    public AlreadyBegun() {
        super(
                "statement.already-begun",
                "The statement is being applied with another selection of lines, or was begun more than 25 days ago.");
    }
}
