package org.commissionledger.projection.revenue;

import java.time.Instant;
import java.util.stream.Collectors;
import org.commissionledger.account.AccountId;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.Usage;
import org.commissionledger.discount.DiscountGiven;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderEvent.CommissionReversed;
import org.commissionledger.order.OrderFacts;
import org.commissionledger.order.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * One line of revenue, as it is written. What another kind of line does not know is null.
 *
 * @param gross before the discount; negative when it is given back
 * @param discount of the same sign
 */
record RevenueLine(
        RecordedEvent event,
        Kind kind,
        String productId,
        Owner owner,
        @Nullable OrderFacts order,
        @Nullable Use use,
        Money gross,
        long discount,
        Grounds grounds) {

    enum Kind {
        COMMISSION_PAID,
        COMMISSION_REVERSED,
        USAGE
    }

    /** Who it is earned from: a provider, or an account that may be a partner's customer's. */
    record Owner(
            @Nullable String providerId,
            @Nullable String accountId,
            @Nullable String accountType,
            @Nullable String partnerId) {

        static Owner provider(String providerId) {
            return new Owner(providerId, null, null, null);
        }

        static Owner account(AccountFacts account) {
            AccountId partner = account.partnerId();
            return new Owner(
                    null, account.accountId().value(), account.type().name(), partner == null ? null : partner.value());
        }
    }

    /**
     * What was used.
     *
     * @param topUps those that paid, in the order in which they burned: {@code INV-1=300}, minor units, by spaces
     * @param holdId the hold that was captured
     */
    record Use(
            String usageId,
            long quantity,
            @Nullable String discountId,
            String topUps,
            long overdraft,
            @Nullable String holdId) {

        static Use of(Used used) {
            Usage usage = used.usage();
            DiscountGiven discount = usage.discount();
            String topUps = usage.consumed().stream()
                    .map(part -> part.topUpId().value() + "=" + part.amount())
                    .collect(Collectors.joining(" "));
            return new Use(
                    usage.usageId().value(),
                    usage.quantity(),
                    discount == null ? null : discount.discountId().value(),
                    topUps,
                    usage.overdraft(),
                    used instanceof HoldCaptured captured
                            ? captured.hold().holdId().value()
                            : null);
        }
    }

    /** Why, as far as it was said. */
    record Grounds(
            @Nullable ReasonCode reason,
            @Nullable String reference,
            @Nullable String note) {

        static final Grounds NONE = new Grounds(null, null, null);
    }

    static RevenueLine paid(RecordedEvent event, CommissionConfirmed e) {
        return commission(event, Kind.COMMISSION_PAID, e, e.amount(), new Grounds(null, e.reference(), null));
    }

    static RevenueLine reversed(RecordedEvent event, CommissionReversed e) {
        Grounds grounds = new Grounds(e.reasonCode(), e.reference(), e.note());
        return commission(event, Kind.COMMISSION_REVERSED, e, Math.negateExact(e.amount()), grounds);
    }

    /** Gross as it was asked for; what ran into the overdraft was earned as well. */
    static RevenueLine used(RecordedEvent event, Used e) {
        AccountFacts account = e.account();
        Usage usage = e.usage();
        return new RevenueLine(
                event,
                Kind.USAGE,
                usage.productId().value(),
                Owner.account(account),
                null,
                Use.of(e),
                Money.ofMinor(usage.gross(), account.currency()),
                usage.discounted(),
                Grounds.NONE);
    }

    private static RevenueLine commission(RecordedEvent event, Kind kind, OrderEvent e, long amount, Grounds grounds) {
        OrderFacts order = e.order();
        return new RevenueLine(
                event,
                kind,
                order.productId().value(),
                Owner.provider(order.providerId().value()),
                order,
                null,
                order.value().withAmount(amount),
                0,
                grounds);
    }

    long net() {
        return Math.subtractExact(gross.amount(), discount);
    }

    @Nullable
    String category() {
        return order == null ? null : order.categoryId().value();
    }

    @Nullable
    String integration() {
        return order == null ? null : order.integrationId().value();
    }

    @Nullable
    String customer() {
        return order == null ? null : order.customerId().value();
    }

    @Nullable
    String orderId() {
        return order == null ? null : order.orderId().value();
    }

    @Nullable
    Long orderValue() {
        return order == null ? null : order.value().amount();
    }

    @Nullable
    Instant placedAt() {
        return order == null ? null : order.placedAt();
    }
}
