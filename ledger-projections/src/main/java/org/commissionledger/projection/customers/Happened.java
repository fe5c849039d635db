package org.commissionledger.projection.customers;

import java.time.Instant;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.customer.CustomerEvent.CustomerIdentified;
import org.commissionledger.customer.CustomerEvent.EventRecorded;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.OrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a timeline, as it is written.
 *
 * @param stage of the funnel, 1 to 5; 0 for behaviour
 * @param seen whether the customer was there, rather than something done for them
 * @param amount of the order or of the commission's move, when there is one
 */
record Happened(
        RecordedEvent recorded,
        CustomerId customer,
        Instant at,
        String type,
        int stage,
        boolean seen,
        @Nullable String eventId,
        @Nullable String orderId,
        @Nullable ProductId product,
        @Nullable CategoryId category,
        @Nullable IntegrationId integration,
        @Nullable String channel,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable String properties) {

    static Happened of(RecordedEvent recorded, EventRecorded e, EventCodec codec) {
        return new Happened(
                recorded,
                e.customerId(),
                recorded.effectiveAt(),
                e.type().value(),
                Stage.of(e.type()),
                true,
                e.eventId().value(),
                null,
                e.productId(),
                e.categoryId(),
                e.integrationId(),
                e.channel() == null ? null : e.channel().name(),
                null,
                null,
                e.properties() == null ? null : codec.encode(e.properties()));
    }

    /** Who says who they are is there; what they say is not part of it. */
    static Happened of(RecordedEvent recorded, CustomerIdentified e) {
        return new Happened(
                recorded,
                e.customerId(),
                recorded.effectiveAt(),
                "IDENTIFIED",
                0,
                true,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static Happened of(RecordedEvent recorded, OrderEvent event) {
        return switch (event) {
            case OrderPlaced e ->
                order(recorded, e, "ORDER_PLACED", placed(e), e.order().value().amount());
            case OrderSucceeded e -> order(recorded, e, "ORDER_SUCCESSFUL", Stage.ORDER_SUCCESSFUL.number(), null);
            case OrderFailed e -> order(recorded, e, "ORDER_FAILED", 0, null);
            case CommissionConfirmed e -> order(recorded, e, "COMMISSION_CONFIRMED", 0, e.amount());
            case CommissionDeclined e -> order(recorded, e, "COMMISSION_DECLINED", 0, e.amount());
            case CommissionAmended e -> order(recorded, e, "COMMISSION_AMENDED", 0, e.amount());
            case CommissionReversed e -> order(recorded, e, "COMMISSION_REVERSED", 0, e.amount());
        };
    }

    /** Placed as successful, it is a success at once. */
    private static int placed(OrderPlaced e) {
        return (e.placedAs() == OrderStatus.SUCCESSFUL ? Stage.ORDER_SUCCESSFUL : Stage.ORDER_PLACED).number();
    }

    private static Happened order(
            RecordedEvent recorded, OrderEvent event, String type, int stage, @Nullable Long amount) {
        OrderFacts order = event.order();
        boolean placed = event instanceof OrderPlaced;
        return new Happened(
                recorded,
                order.customerId(),
                placed ? order.placedAt() : recorded.effectiveAt(),
                type,
                stage,
                placed,
                null,
                order.orderId().value(),
                order.productId(),
                order.categoryId(),
                order.integrationId(),
                null,
                amount,
                amount == null ? null : order.value().currency().getCurrencyCode(),
                null);
    }
}
