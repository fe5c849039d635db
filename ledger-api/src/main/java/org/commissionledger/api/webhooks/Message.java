package org.commissionledger.api.webhooks;

import java.time.Instant;
import org.commissionledger.api.notices.NoticeTellings;
import org.commissionledger.api.orders.ChangedOrder;
import org.commissionledger.api.payouts.ChangedPayout;
import org.commissionledger.api.web.Amount;
import org.commissionledger.api.web.Json;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionAmended;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionDeclined;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.projection.webhooks.Claim;
import org.commissionledger.projection.webhooks.ParkedTellings;
import org.commissionledger.proof.Checkpoint;
import org.commissionledger.proof.ProofJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an endpoint is sent: made from the event when it is sent, so that it is the same each time and nothing of it is kept. No name, no
 * address of a person and no text that somebody typed is ever in it.
 */
final class Message {

    private Message() {}

    /** @param timestamp when it happened: {@code data.recordedAt} says when the ledger learned of it */
    private record Body(String type, Instant timestamp, ObjectNode data) {}

    static String of(Claim claim, RecordedEvent recorded, LedgerEvent event) {
        boolean notice = claim.stream().startsWith(NoticeTellings.STREAM);
        boolean parked = notice || claim.stream().startsWith(ParkedTellings.STREAM);
        ObjectNode data = notice ? notice(claim) : parked ? parked(claim, recorded) : data(claim, event);
        Instant recordedAt = parked ? claim.createdAt() : recorded.recordedAt();
        data.put("ledgerSequence", recorded.ledgerSequence());
        data.put("recordedAt", recordedAt.toString());
        return Json.write(new Body(claim.type(), parked ? recordedAt : recorded.effectiveAt(), data));
    }

    /** The checkpoint as it is published everywhere. */
    static String of(Claim claim, Checkpoint checkpoint) {
        return Json.write(new Body(claim.type(), checkpoint.sealedAt(), ProofJson.object(checkpoint)));
    }

    private static ObjectNode data(Claim claim, LedgerEvent event) {
        if (event instanceof OrderEvent order) {
            ObjectNode data = object(ChangedOrder.of(order));
            Move move = move(order);
            if (move != null) {
                data.set("change", Json.MAPPER.valueToTree(move));
            }
            return data;
        }
        if (event instanceof PayoutMoved payout) {
            return object(ChangedPayout.of(payout));
        }
        if (event instanceof CreditEvent credit) {
            return object(Credits.of(credit, claim.threshold() == null ? 0 : claim.threshold()));
        }
        return event instanceof DiscountEvent discount
                ? object(DiscountFacts.of(discount.discount()))
                : object(new Endpoint(claim.webhookId().value()));
    }

    private static ObjectNode object(Object value) {
        return Json.MAPPER.valueToTree(value);
    }

    /** What was done to a commission. {@code pendingBefore} where the amount alone does not tell. */
    private record Move(
            Amount amount,
            @Nullable Amount pendingBefore,
            @Nullable ReasonCode reasonCode,
            @Nullable String reference) {

        static Move of(
                OrderEvent event,
                long amount,
                @Nullable Long before,
                @Nullable ReasonCode reason,
                @Nullable String reference) {
            var currency = event.commission().currency();
            return new Move(
                    Amount.of(amount, currency),
                    before == null ? null : Amount.of(before, currency),
                    reason,
                    reference);
        }
    }

    private static @Nullable Move move(OrderEvent event) {
        return switch (event) {
            case CommissionConfirmed e -> Move.of(e, e.amount(), e.pendingBefore(), null, e.reference());
            case CommissionAmended e -> Move.of(e, e.amount(), e.pendingBefore(), e.reasonCode(), e.reference());
            case CommissionDeclined e -> Move.of(e, e.amount(), null, e.reasonCode(), e.reference());
            case CommissionReversed e -> Move.of(e, e.amount(), null, e.reasonCode(), e.reference());
            case OrderEvent.OrderPlaced e -> null;
            case OrderEvent.OrderSucceeded e -> null;
            case OrderEvent.OrderFailed e -> null;
        };
    }

    /** An account that runs low. */
    private record Credits(
            String accountId,
            String accountType,
            @Nullable String partnerId,
            Amount available,
            Amount threshold,
            Amount overdrawn) {

        static Credits of(CreditEvent event, long threshold) {
            CreditFigures figures = event.figures();
            var account = event.account();
            return new Credits(
                    account.accountId().value(),
                    account.type().name(),
                    account.partnerId() == null ? null : account.partnerId().value(),
                    Amount.of(figures.available(), account.currency()),
                    Amount.of(threshold, account.currency()),
                    Amount.of(figures.overdrawn(), account.currency()));
        }
    }

    /** A discount with the names that it was put by. */
    private record DiscountFacts(
            String discountId,
            @Nullable String accountId,
            @Nullable String partnerId,
            @Nullable String productId,
            String type,
            @Nullable Integer basisPoints,
            @Nullable Amount amount,
            Instant from,
            @Nullable Instant to) {

        static DiscountFacts of(Discount discount) {
            boolean own = discount.scope() == DiscountScope.ACCOUNT;
            String owner = discount.ownerId().value();
            DiscountTerms terms = discount.terms();
            return new DiscountFacts(
                    discount.discountId().value(),
                    own ? owner : null,
                    own ? null : owner,
                    discount.productId() == null ? null : discount.productId().value(),
                    terms instanceof DiscountTerms.Percent ? "PERCENT" : "FIXED",
                    terms instanceof DiscountTerms.Percent(int points) ? points : null,
                    terms instanceof DiscountTerms.Fixed(var money) ? Amount.of(money) : null,
                    discount.from(),
                    discount.to());
        }
    }

    private record Endpoint(String webhookId) {}

    private record Parked(String projection, String stream, String eventType, long position) {}

    private record Raised(String kind, String subject) {}

    private static ObjectNode notice(Claim claim) {
        String[] parts =
                claim.stream().substring(NoticeTellings.STREAM.length()).split("/", 2);
        return object(new Raised(parts[0], parts[1]));
    }

    private static ObjectNode parked(Claim claim, RecordedEvent recorded) {
        String projection = claim.stream().substring(ParkedTellings.STREAM.length());
        return object(new Parked(projection, recorded.stream(), recorded.type(), recorded.position()));
    }
}
