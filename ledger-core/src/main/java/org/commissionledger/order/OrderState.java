package org.commissionledger.order;

import java.time.Instant;

/**
 * An order as it stands.
 *
 * @param recordedAt when the ledger learned of the order; for one that is just being placed, a guess that the receipt replaces
 */
public record OrderState(
        OrderFacts facts,
        OrderStatus status,
        OrderStatus placedAs,
        boolean commissionGiven,
        Commission commission,
        Instant recordedAt) {}
