package org.commissionledger.statement;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a statement; the ledger makes it. */
public record StatementId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StatementId {
        Identifiers.require("statementId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
