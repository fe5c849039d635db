package org.commissionledger.organisation;

import org.commissionledger.rejection.Rejection;

/** There is no such client, or it was revoked. */
public final class UnknownClient extends Rejection.Unknown {
    public UnknownClient() {
        super("client.unknown", "There is no such client.");
    }
}
