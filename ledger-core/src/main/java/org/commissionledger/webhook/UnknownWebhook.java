package org.commissionledger.webhook;

import org.commissionledger.rejection.Rejection;

/** There is no such endpoint, or not for this caller. */
public final class UnknownWebhook extends Rejection.Unknown {
    public UnknownWebhook() {
        super("webhook.unknown", "There is no such endpoint.");
    }
}
