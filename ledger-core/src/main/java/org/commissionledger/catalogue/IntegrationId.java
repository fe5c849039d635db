package org.commissionledger.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a channel in which products are embedded. */
public record IntegrationId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IntegrationId {
        Identifiers.require("integrationId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
