package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** Some roles belong to machines alone. */
public final class UnsuitableRole extends Rejection.Invalid {
    UnsuitableRole(Role role) {
        super("user.unsuitable-role", "role", "A person cannot be " + role + "; that is a role for API clients.");
    }
}
