package org.commissionledger.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names the customer of an order; made by the ledger for an anonymous one. */
public record CustomerId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CustomerId {
        Identifiers.require("customerId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
