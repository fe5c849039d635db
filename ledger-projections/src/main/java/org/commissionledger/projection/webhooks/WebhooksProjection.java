package org.commissionledger.projection.webhooks;

import org.commissionledger.credit.CreditEvent;
import org.commissionledger.discount.DiscountEvent.DiscountExpired;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.webhook.WebhookEvent;

/**
 * Endpoints, and a row for each thing that each of them is to be told, written with the token: whatever is killed, none is lost and none
 * made twice. It has a processor of its own, so that it holds up nobody, of one segment: an endpoint hears of what stands behind its
 * registration, whichever stream that is in.
 *
 * <p>A rebuild makes the endpoints anew, and tells nobody anything again.
 */
public final class WebhooksProjection implements Projection {

    public static final String NAME = "webhooks";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String processor() {
        return NAME;
    }

    @Override
    public int segments(int configured) {
        return 1;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return OrderEvent.class.isAssignableFrom(type)
                || CreditEvent.class.isAssignableFrom(type)
                || WebhookEvent.class.isAssignableFrom(type)
                || PayoutMoved.class.isAssignableFrom(type)
                || type == DiscountExpired.class;
    }

    @Override
    public Fold newFold() {
        return new WebhooksFold(schema());
    }
}
