package org.commissionledger.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a customer; made by the ledger for an anonymous order. It must not itself say who the person is. */
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
