package org.commissionledger.api.payouts;

import java.time.Instant;
import java.util.List;
import org.commissionledger.api.web.Amount;
import org.commissionledger.payout.PayoutEvent.PayoutMoved;
import org.commissionledger.payout.PayoutFacts;
import org.jspecify.annotations.Nullable;

/** A payout as it stood after one of its events, to tell others of it. Nothing that somebody typed is in it but the bank's reference. */
public record ChangedPayout(
        String payoutId,
        String state,
        @Nullable String providerId,
        Instant from,
        Instant to,
        List<Amount> amounts,
        long orders,
        @Nullable String reference) {

    public static ChangedPayout of(PayoutMoved event) {
        PayoutFacts facts = event.payout();
        return new ChangedPayout(
                facts.payoutId().value(),
                event.state().status().name(),
                facts.providerId() == null ? null : facts.providerId().value(),
                facts.from(),
                facts.to(),
                facts.amounts().stream().map(Amount::of).toList(),
                facts.orders(),
                event.state().reference());
    }
}
