package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** Who has joined needs no invitation. */
public final class UserActive extends Rejection.Conflict {
    UserActive() {
        super("user.active", "This user has joined already.");
    }
}
