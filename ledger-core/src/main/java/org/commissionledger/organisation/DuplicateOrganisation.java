package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** The identifier is taken. */
public final class DuplicateOrganisation extends Rejection.Conflict {
    DuplicateOrganisation(OrganisationId organisation) {
        super("organisation.duplicate", "Organisation " + organisation + " exists already.");
    }
}
