package org.commissionledger.order;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an order and its commission. Each event holds the commission's figures as they were after it; what they were
 * before, {@link #before()} works out from the event alone.
 */
public sealed interface OrderEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("order.placed", 1, OrderPlaced.class),
            EventType.of("order.succeeded", 1, OrderSucceeded.class),
            EventType.of("order.failed", 1, OrderFailed.class),
            EventType.of("commission.confirmed", 1, CommissionConfirmed.class),
            EventType.of("commission.declined", 1, CommissionDeclined.class),
            EventType.of("commission.amended", 1, CommissionAmended.class),
            EventType.of("commission.reversed", 1, CommissionReversed.class));

    OrderFacts order();

    /** The figures after this event. */
    Commission commission();

    /** The order's status after this event. */
    default OrderStatus status() {
        return switch (this) {
            case OrderPlaced e -> e.placedAs;
            case OrderFailed e -> OrderStatus.FAILED;
            case OrderSucceeded e -> OrderStatus.SUCCESSFUL;
            case CommissionConfirmed e -> OrderStatus.SUCCESSFUL;
            case CommissionDeclined e -> OrderStatus.SUCCESSFUL;
            case CommissionAmended e -> OrderStatus.SUCCESSFUL;
            case CommissionReversed e -> OrderStatus.SUCCESSFUL;
        };
    }

    /** The order as it stood before this event; nothing for the event that placed it. */
    default @Nullable Standing before() {
        Commission c = commission();
        return switch (this) {
            case OrderPlaced e -> null;
            case OrderSucceeded e -> new Standing(e.previous, withPending(c, 0));
            case OrderFailed e -> new Standing(e.previous, c);
            case CommissionConfirmed e ->
                successful(new Commission(
                        c.currency(), c.expected(), e.pendingBefore, c.paid() - e.amount, c.declined(), c.reversed()));
            case CommissionDeclined e ->
                successful(new Commission(
                        c.currency(), c.expected(), e.amount, c.paid(), c.declined() - e.amount, c.reversed()));
            case CommissionAmended e -> successful(withPending(c, e.pendingBefore));
            case CommissionReversed e ->
                successful(new Commission(
                        c.currency(),
                        c.expected(),
                        c.pending(),
                        c.paid() + e.amount,
                        c.declined(),
                        c.reversed() - e.amount));
        };
    }

    /** An order's status together with its commission's figures. */
    record Standing(OrderStatus status, Commission commission) {}

    private static Standing successful(Commission commission) {
        return new Standing(OrderStatus.SUCCESSFUL, commission);
    }

    private static Commission withPending(Commission c, long pending) {
        return new Commission(c.currency(), c.expected(), pending, c.paid(), c.declined(), c.reversed());
    }

    /**
     * The order came in. Placed as SUCCESSFUL, its commission is pending at once.
     *
     * @param commissionGiven whether the client set the commission, rather than the product's plan
     */
    record OrderPlaced(
            OrderFacts order, OrderStatus placedAs, boolean commissionGiven, Commission commission, Instant at)
            implements OrderEvent {}

    /** It was delivered, and its commission is pending from now on. */
    record OrderSucceeded(
            OrderFacts order,
            OrderStatus previous,
            @Nullable String reason,
            Commission commission,
            Instant at) implements OrderEvent {}

    /** It was not delivered. */
    record OrderFailed(
            OrderFacts order,
            OrderStatus previous,
            @Nullable String reason,
            Commission commission,
            Instant at) implements OrderEvent {}

    /**
     * The provider confirmed {@code amount}: it moved from pending to paid.
     *
     * @param pendingBefore what was pending before; when {@code amount} is more, the excess was due beyond what was expected
     */
    record CommissionConfirmed(
            OrderFacts order,
            long amount,
            long pendingBefore,
            @Nullable String reference,
            Commission commission,
            Instant at)
            implements OrderEvent {}

    /** {@code amount}, all that was pending, is due no more. */
    record CommissionDeclined(
            OrderFacts order,
            long amount,
            ReasonCode reasonCode,
            @Nullable String note,
            @Nullable String reference,
            Commission commission,
            Instant at)
            implements OrderEvent {}

    /** What is pending was set from {@code pendingBefore} to {@code amount}. */
    record CommissionAmended(
            OrderFacts order,
            long amount,
            long pendingBefore,
            ReasonCode reasonCode,
            @Nullable String note,
            @Nullable String reference,
            Commission commission,
            Instant at)
            implements OrderEvent {}

    /** {@code amount} of what was paid was taken back. */
    record CommissionReversed(
            OrderFacts order,
            long amount,
            ReasonCode reasonCode,
            @Nullable String note,
            @Nullable String reference,
            Commission commission,
            Instant at)
            implements OrderEvent {}
}
