package org.commissionledger.order;

import java.time.Instant;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.money.Money;

/**
 * What was fixed when the order was placed. Every later event of the order repeats it, so that each event explains itself and can be
 * counted under its provider, category and day without looking anything up.
 *
 * @param anonymous whether the ledger made the {@code customerId}
 */
public record OrderFacts(
        OrderId orderId,
        IntegrationId integrationId,
        ProductId productId,
        CategoryId categoryId,
        ProviderId providerId,
        CustomerId customerId,
        boolean anonymous,
        Money value,
        Instant placedAt) {}
