package org.commissionledger.webhook;

import org.commissionledger.rejection.Rejection;

/** Nothing is sent to it until it is put again. */
public final class WebhookIsDisabled extends Rejection.Conflict {
    WebhookIsDisabled() {
        super("webhook.disabled", "The endpoint is disabled; put it again to have it work.");
    }
}
