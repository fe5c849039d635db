package org.commissionledger.customer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names something that a customer did, so that it counts once however often it is sent; unique for the customer. */
public record CustomerEventId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CustomerEventId {
        Identifiers.require("eventId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
