package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** Without an ADMIN nobody could let anyone in again. */
public final class LastAdminUser extends Rejection.Conflict {
    LastAdminUser() {
        super("user.last-admin", "The last ADMIN cannot be removed or given another role; make another ADMIN first.");
    }
}
