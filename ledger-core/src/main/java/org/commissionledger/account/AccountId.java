package org.commissionledger.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a credit account within its organisation. */
public record AccountId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AccountId {
        Identifiers.require("accountId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
