package org.commissionledger.payout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a payout within its organisation; chosen by the client or made by the ledger. */
public record PayoutId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PayoutId {
        Identifiers.require("payoutId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
