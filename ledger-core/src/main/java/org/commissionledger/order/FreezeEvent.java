package org.commissionledger.order;

import java.time.Instant;
import java.util.List;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.money.Money;
import org.commissionledger.payout.PayoutId;

/**
 * What payouts do to an order's commission. It changes none of its figures, so it is no {@link OrderEvent}: lists, totals and timelines need
 * not hear of it, and an event repeats none of the order's facts.
 */
public sealed interface FreezeEvent extends LedgerEvent {

    List<EventType> TYPES = List.of(
            EventType.of("commission.frozen", 1, CommissionFrozen.class),
            EventType.of("commission.thawed", 1, CommissionThawed.class));

    OrderId orderId();

    PayoutId payoutId();

    /**
     * An approved payout has taken the movements over: what is paid cannot be taken back for now.
     *
     * @param movements by their place in the order's stream; {@code amount} is their sum
     */
    record CommissionFrozen(OrderId orderId, PayoutId payoutId, Money amount, List<Long> movements, Instant at)
            implements FreezeEvent {}

    /** @param paidOut whether the payout was settled; otherwise its movements are open again */
    record CommissionThawed(OrderId orderId, PayoutId payoutId, boolean paidOut, Instant at) implements FreezeEvent {}
}
