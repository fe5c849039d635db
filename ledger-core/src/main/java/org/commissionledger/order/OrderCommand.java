package org.commissionledger.order;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.PayoutLine;
import org.commissionledger.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/** Wishes to change an order or its commission. */
public sealed interface OrderCommand extends LedgerCommand {

    static StreamId stream(OrganisationId organisation, OrderId order) {
        return StreamId.of(organisation, "order", order.value());
    }

    @Override
    default Rejection whenMissing() {
        return new UnknownOrder();
    }

    /**
     * @param customerId chosen by the client, or made by the ledger when {@code anonymous}
     * @param commission what is expected; {@code commissionGiven} by the client or from the product's plan
     * @param atGiven whether the client said when; otherwise {@code at} is the time of the request and does not tell two requests apart
     */
    record PlaceOrder(
            @TargetAggregateIdentifier StreamId stream,
            OrderId orderId,
            IntegrationId integrationId,
            ProductId productId,
            CategoryId categoryId,
            ProviderId providerId,
            CustomerId customerId,
            boolean anonymous,
            Money value,
            OrderStatus status,
            Money commission,
            boolean commissionGiven,
            Instant at,
            boolean atGiven)
            implements OrderCommand {}

    /**
     * Asks for an order that could not be placed any more, under the terms of today; but an order that is there already does not ask
     * for terms. What {@code order} says of the commission is not looked at, unless the client gave it.
     *
     * @param whenMissing why it cannot be placed
     */
    record RepeatOrder(@TargetAggregateIdentifier StreamId stream, PlaceOrder order, Rejection whenMissing)
            implements OrderCommand {
        public RepeatOrder(PlaceOrder order, Rejection whenMissing) {
            this(order.stream(), order, whenMissing);
        }
    }

    /**
     * Commands on an order that exists.
     */
    sealed interface OnOrder extends OrderCommand {
        /** The provider whose orders the caller may touch; null for callers who may touch all. */
        @Nullable
        ProviderId only();
    }

    /** @param status SUCCESSFUL or FAILED */
    record ChangeStatus(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            OrderStatus status,
            @Nullable String reason,
            Instant at)
            implements OnOrder {}

    /**
     * @param amount null confirms all that is pending
     * @param isFinal the rest of what is pending is declined
     * @param declinedAtMost minor units; a rest that is larger stays pending all the same. Null declines any
     * @param allowExcess {@code amount} may be more than is pending
     */
    record ConfirmCommission(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            @Nullable Money amount,
            boolean isFinal,
            @Nullable Long declinedAtMost,
            boolean allowExcess,
            @Nullable String reference,
            Instant at)
            implements OnOrder {

        public ConfirmCommission(
                StreamId stream,
                @Nullable ProviderId only,
                @Nullable Money amount,
                boolean isFinal,
                boolean allowExcess,
                @Nullable String reference,
                Instant at) {
            this(stream, only, amount, isFinal, null, allowExcess, reference, at);
        }

        /** The same, but of a rest that is larger than so many minor units nothing is declined. */
        public ConfirmCommission decliningAtMost(long most) {
            return new ConfirmCommission(stream, only, amount, isFinal, most, allowExcess, reference, at);
        }

        boolean declines(long rest) {
            return isFinal && rest > 0 && (declinedAtMost == null || rest <= declinedAtMost);
        }
    }

    record DeclineCommission(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            ReasonCode reasonCode,
            @Nullable String note,
            @Nullable String reference,
            Instant at)
            implements OnOrder {}

    /** @param amount what is to be pending from now on; zero or more */
    record AmendCommission(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            Money amount,
            ReasonCode reasonCode,
            @Nullable String note,
            @Nullable String reference,
            Instant at)
            implements OnOrder {}

    /** @param amount null takes back all that was paid */
    record ReverseCommission(
            @TargetAggregateIdentifier StreamId stream,
            @Nullable ProviderId only,
            @Nullable Money amount,
            ReasonCode reasonCode,
            @Nullable String note,
            @Nullable String reference,
            Instant at)
            implements OnOrder {}

    /**
     * An approved payout takes its line over, as long as the line still says how things stand.
     */
    record FreezeCommission(@TargetAggregateIdentifier StreamId stream, PayoutId payoutId, PayoutLine line, Instant at)
            implements OrderCommand {}

    /** @param paidOut whether the payout was settled, rather than failed */
    record ThawCommission(@TargetAggregateIdentifier StreamId stream, PayoutId payoutId, boolean paidOut, Instant at)
            implements OrderCommand {}
}
