package org.commissionledger.webhook;

import org.commissionledger.rejection.Rejection;

/** So many secrets sign already that another one has to wait until the oldest does not. */
public final class TooManySecrets extends Rejection.Conflict {
    TooManySecrets() {
        super(
                "webhook.rotated-too-often",
                "At most " + Webhook.MOST_SECRETS + " secrets sign at a time, each for a day after it was replaced.");
    }
}
