package org.commissionledger.payout;

import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.money.Money;

/** What a payout comes to for one provider in one currency. */
public record PayoutShare(ProviderId providerId, Money amount) {}
