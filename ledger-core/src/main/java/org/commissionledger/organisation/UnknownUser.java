package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** There is no such user, or not any more. */
public final class UnknownUser extends Rejection.Unknown {
    public UnknownUser() {
        super("user.unknown", "There is no such user.");
    }
}
