package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** Without an ADMIN client nobody could let anyone in again. */
public final class LastAdmin extends Rejection.Conflict {
    LastAdmin() {
        super("client.last-admin", "The last ADMIN client cannot be revoked; register another one first.");
    }
}
