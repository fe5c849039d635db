package org.commissionledger.discount;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a discount within its organisation. */
public record DiscountId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DiscountId {
        Identifiers.require("discountId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
