package org.commissionledger.projection.webhooks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.discount.DiscountEvent.DiscountExpired;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderEvent.OrderFailed;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderEvent.OrderSucceeded;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.webhook.WebhookType;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell whoever listens: an event as one of the types.
 *
 * @param step where an event is told as several types: in which order, from 0
 * @param providerId the provider that it is about, if any
 * @param threshold of credits.low; minor units of the account's currency
 */
record Telling(
        RecordedEvent event,
        WebhookType type,
        int step,
        @Nullable String providerId,
        @Nullable Long threshold) {

    /** The same for the same event and type for ever: a receiver tells repetitions by it. */
    UUID messageId() {
        return messageId(event.eventId(), type);
    }

    static UUID messageId(UUID event, WebhookType type) {
        return UUID.nameUUIDFromBytes((event + "/" + type).getBytes(StandardCharsets.UTF_8));
    }

    /** What an event says by itself; what follows from others as well is not among it. */
    static List<Telling> of(RecordedEvent recorded, LedgerEvent event) {
        if (event instanceof OrderEvent order) {
            List<WebhookType> types = types(order);
            List<Telling> tellings = new ArrayList<>(types.size());
            String provider = order.order().providerId().value();
            types.forEach(type -> tellings.add(new Telling(recorded, type, tellings.size(), provider, null)));
            return tellings;
        }
        if (event instanceof PayoutMoved payout) {
            return payout(recorded, payout);
        }
        return event instanceof DiscountExpired
                ? List.of(new Telling(recorded, WebhookType.DISCOUNT_EXPIRED, 0, null, null))
                : List.of();
    }

    private static List<WebhookType> types(OrderEvent event) {
        return switch (event) {
            case OrderPlaced e -> placed(e);
            case OrderSucceeded e -> succeeded(new ArrayList<>(), e);
            case OrderFailed e -> List.of(WebhookType.ORDER_FAILED);
            case CommissionConfirmed e -> List.of(WebhookType.COMMISSION_CONFIRMED);
            case CommissionDeclined e -> List.of(WebhookType.COMMISSION_DECLINED);
            case CommissionAmended e -> List.of(WebhookType.COMMISSION_AMENDED);
            case CommissionReversed e -> List.of(WebhookType.COMMISSION_REVERSED);
        };
    }

    /** A payout of all providers is told to none of them. */
    private static List<Telling> payout(RecordedEvent recorded, PayoutMoved event) {
        ProviderId provider = event.payout().providerId();
        @Nullable
        WebhookType type = switch (event.state().status()) {
            case APPROVED -> WebhookType.PAYOUT_APPROVED;
            case SETTLED -> WebhookType.PAYOUT_SETTLED;
            case FAILED -> WebhookType.PAYOUT_FAILED;
            case DRAFT, CANCELLED -> null;
        };
        return type == null
                ? List.of()
                : List.of(new Telling(recorded, type, 0, provider == null ? null : provider.value(), null));
    }

    private static List<WebhookType> placed(OrderPlaced event) {
        List<WebhookType> types = new ArrayList<>(List.of(WebhookType.ORDER_PLACED));
        if (event.placedAs() == OrderStatus.FAILED) {
            types.add(WebhookType.ORDER_FAILED);
        }
        return event.placedAs() == OrderStatus.SUCCESSFUL ? succeeded(types, event) : types;
    }

    /** Where no commission is due, none accrued. */
    private static List<WebhookType> succeeded(List<WebhookType> types, OrderEvent event) {
        types.add(WebhookType.ORDER_SUCCEEDED);
        if (event.commission().pending() > 0) {
            types.add(WebhookType.COMMISSION_ACCRUED);
        }
        return types;
    }
}
