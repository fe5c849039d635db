package org.commissionledger.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names a category of products. */
public record CategoryId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CategoryId {
        Identifiers.require("categoryId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
