package org.commissionledger.webhook;

import org.commissionledger.rejection.Rejection;

/** An organisation, or a provider within it, has as many endpoints as it may have: each is a row for each event. */
public final class TooManyWebhooks extends Rejection.Conflict {

    public static final int MOST = 50;

    public TooManyWebhooks() {
        super("webhook.too-many", "There are " + MOST + " endpoints already; remove one first.");
    }
}
