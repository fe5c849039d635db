package org.commissionledger.credit;

import java.util.List;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.discount.DiscountGiven;
import org.jspecify.annotations.Nullable;

/**
 * A service was used. All amounts are minor units of the account's currency; {@code gross} less what {@code discount} gave is
 * {@code net}, and so is the sum of {@code consumed} and {@code overdraft}.
 *
 * @param quantity how much of the service, one or more; the amounts are for all of it
 * @param discount the single one that the usage got
 * @param consumed the top-ups that it took from, in the order in which they burned
 * @param overdraft the part that ran into the overdraft
 */
public record Usage(
        UsageId usageId,
        ProductId productId,
        long quantity,
        long gross,
        @Nullable DiscountGiven discount,
        long net,
        List<Consumed> consumed,
        long overdraft) {

    public Usage {
        consumed = List.copyOf(consumed);
    }

    /** What the discount gave, 0 without one. */
    public long discounted() {
        return discount == null ? 0 : discount.given();
    }

    /**
     * What was taken from one top-up.
     *
     * @param afterExpiry its expiry had been booked already; the usage was before it, and only came in late: the event before it reduced
     *     the expiry by as much
     */
    public record Consumed(TopUpId topUpId, TopUpCategory category, long amount, boolean afterExpiry) {}
}
