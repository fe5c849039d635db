package org.commissionledger.organisation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.commissionledger.identity.Identifiers;

/** Names an organisation: the tenant that everything belongs to. */
public record OrganisationId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OrganisationId {
        Identifiers.require("organisationId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
