package org.commissionledger.payout;

import java.util.List;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.money.Money;
import org.commissionledger.order.OrderId;

/**
 * What a payout takes over of one order.
 *
 * @param amount the sum of the movements; negative where more was taken back than paid
 * @param movements the events of the order's stream that paid it or took it back, by their place in the stream
 * @param reversed minor units that had been taken back of the order in all when it was gathered: more since then, and the payout is old
 *     news
 */
public record PayoutLine(OrderId orderId, ProviderId providerId, Money amount, List<Long> movements, long reversed) {}
