package org.commissionledger.payout;

import java.util.List;
import java.util.stream.Collectors;
import org.commissionledger.order.OrderId;
import org.commissionledger.rejection.Rejection;

/** Something that was gathered was taken back since, or is in another payout: this one can be cancelled and made anew. */
public final class PayoutOutdated extends Rejection.Conflict {

    private static final int NAMED = 5;

    private final List<OrderId> orders;

    public PayoutOutdated(List<OrderId> orders) {
        super("payout.outdated", "What is owed has changed since the payout was drafted, of order " + named(orders));
        this.orders = List.copyOf(orders);
    }

    private static String named(List<OrderId> orders) {
        String first = orders.stream().limit(NAMED).map(OrderId::value).collect(Collectors.joining(", "));
        return first + (orders.size() > NAMED ? " and " + (orders.size() - NAMED) + " more." : ".");
    }

    public List<OrderId> orders() {
        return orders;
    }
}
