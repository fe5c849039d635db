package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** The organisation has not been created. */
public final class UnknownOrganisation extends Rejection.Unknown {
    UnknownOrganisation() {
        super("organisation.unknown", "There is no such organisation.");
    }
}
