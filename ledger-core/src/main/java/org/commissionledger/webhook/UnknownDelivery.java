package org.commissionledger.webhook;

import org.commissionledger.rejection.Rejection;

/** There is no such delivery to that endpoint, or it was made too long ago. */
public final class UnknownDelivery extends Rejection.Unknown {
    public UnknownDelivery() {
        super("delivery.unknown", "There is no such delivery to this endpoint, or it is not kept any more.");
    }
}
