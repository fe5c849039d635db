package org.commissionledger.credit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a top-up within its account. */
public record TopUpId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TopUpId {
        Identifiers.require("topUpId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
