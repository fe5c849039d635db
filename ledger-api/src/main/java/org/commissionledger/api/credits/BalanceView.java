package org.commissionledger.api.credits;

import java.time.Instant;
import java.util.Map;
import org.commissionledger.api.web.Links;
import org.commissionledger.projection.credits.Balance;
import org.jspecify.annotations.Nullable;

/**
 * A balance as the API shows it, in minor units.
 *
 * @param links to the movements that add up to what is available
 */
record BalanceView(
        String currency,
        long available,
        long held,
        long paid,
        long promotional,
        long overdrawn,
        long overdraftLimit,
        Instant asOf,
        @Nullable Instant effectiveAsOf,
        long position,
        Map<String, String> links) {

    static BalanceView of(String accountId, Balance balance, @Nullable Instant effectiveAsOf) {
        Links entries = Links.to("/v1/accounts/" + accountId + "/entries")
                .and("asOf", balance.asOf().toString());
        return new BalanceView(
                balance.currency(),
                balance.available(),
                balance.held(),
                balance.paid(),
                balance.promotional(),
                balance.overdrawn(),
                balance.overdraftLimit(),
                balance.asOf(),
                effectiveAsOf,
                balance.position(),
                Map.of(
                        "entries",
                        (effectiveAsOf == null ? entries : entries.and("effectiveAsOf", effectiveAsOf.toString()))
                                .toString()));
    }
}
