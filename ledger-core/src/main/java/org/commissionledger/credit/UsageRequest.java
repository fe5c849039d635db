package org.commissionledger.credit;

import java.time.Instant;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.money.Money;

/**
 * A usage as a client tells of it.
 *
 * @param amount gross, for all of the quantity
 * @param atGiven whether the client said when; otherwise {@code at} is the time of the request and does not tell two requests apart
 */
public record UsageRequest(
        AccountId accountId,
        UsageId usageId,
        ProductId productId,
        long quantity,
        Money amount,
        Instant at,
        boolean atGiven) {}
