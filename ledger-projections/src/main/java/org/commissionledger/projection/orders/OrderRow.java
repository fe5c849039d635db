package org.commissionledger.projection.orders;

import java.time.Instant;
import java.util.Currency;
import org.commissionledger.order.Commission;
import org.commissionledger.order.CommissionStatus;

/**
 * One order of the list.
 *
 * @param value minor units of the commission's currency
 * @param recordedBy the client that placed it
 * @param position of the last event that changed it
 */
public record OrderRow(
        String orderId,
        String status,
        long value,
        Commission commission,
        String productId,
        String categoryId,
        String providerId,
        String integrationId,
        String customerId,
        Instant placedAt,
        Instant recordedAt,
        String recordedBy,
        long position) {

    public Currency currency() {
        return commission.currency();
    }

    public CommissionStatus commissionStatus() {
        return commission.status();
    }
}
