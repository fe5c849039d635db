package org.commissionledger.organisation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a client that calls in an organisation's name. */
public record ClientId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClientId {
        Identifiers.require("clientId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
