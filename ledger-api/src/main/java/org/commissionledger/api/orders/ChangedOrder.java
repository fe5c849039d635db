package org.commissionledger.api.orders;

import java.time.Instant;
import org.commissionledger.api.web.Amount;
import org.commissionledger.order.CommissionState;
import org.commissionledger.order.CommissionStatus;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderFacts;

/** An order as it stood after one of its events, to tell others of it. Amounts in minor units of their currency. */
public record ChangedOrder(
        String orderId,
        String status,
        CommissionStatus commissionStatus,
        CommissionState commissionState,
        Amount value,
        OrderView.Figures commission,
        String productId,
        String categoryId,
        String providerId,
        String integrationId,
        String customerId,
        Instant placedAt) {

    public static ChangedOrder of(OrderEvent event) {
        OrderFacts facts = event.order();
        return new ChangedOrder(
                facts.orderId().value(),
                event.status().name(),
                event.commission().status(),
                event.commission().state(),
                Amount.of(facts.value()),
                OrderView.Figures.of(event.commission()),
                facts.productId().value(),
                facts.categoryId().value(),
                facts.providerId().value(),
                facts.integrationId().value(),
                facts.customerId().value(),
                facts.placedAt());
    }
}
