package org.commissionledger.api.orders;

import java.time.Instant;
import org.commissionledger.api.web.Amount;
import org.commissionledger.money.Money;
import org.commissionledger.order.Commission;
import org.commissionledger.order.CommissionState;
import org.commissionledger.order.CommissionStatus;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.OrderState;
import org.commissionledger.projection.orders.OrderRow;

/** An order as the API shows it. */
record OrderView(
        String orderId,
        String status,
        CommissionStatus commissionStatus,
        CommissionState commissionState,
        Amount value,
        Figures commission,
        String productId,
        String categoryId,
        String providerId,
        String integrationId,
        String customerId,
        Instant placedAt,
        Instant recordedAt) {

    /** Minor units of the order's currency. */
    record Figures(String currency, long expected, long pending, long paid, long declined, long reversed) {
        static Figures of(Commission c) {
            return new Figures(
                    c.currency().getCurrencyCode(), c.expected(), c.pending(), c.paid(), c.declined(), c.reversed());
        }
    }

    static OrderView of(OrderState state, Instant recordedAt) {
        OrderFacts facts = state.facts();
        return new OrderView(
                facts.orderId().value(),
                state.status().name(),
                state.commission().status(),
                state.commission().state(),
                Amount.of(facts.value()),
                Figures.of(state.commission()),
                facts.productId().value(),
                facts.categoryId().value(),
                facts.providerId().value(),
                facts.integrationId().value(),
                facts.customerId().value(),
                facts.placedAt(),
                recordedAt);
    }

    static OrderView of(OrderRow row) {
        return new OrderView(
                row.orderId(),
                row.status(),
                row.commission().status(),
                row.commission().state(),
                Amount.of(Money.ofMinor(row.value(), row.currency())),
                Figures.of(row.commission()),
                row.productId(),
                row.categoryId(),
                row.providerId(),
                row.integrationId(),
                row.customerId(),
                row.placedAt(),
                row.recordedAt());
    }
}
