package org.commissionledger.credit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a hold within its account. */
public record HoldId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public HoldId {
        Identifiers.require("holdId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
