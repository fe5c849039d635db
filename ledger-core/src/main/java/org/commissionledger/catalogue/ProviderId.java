package org.commissionledger.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a service provider: who owes the commission. */
public record ProviderId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProviderId {
        Identifiers.require("providerId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
