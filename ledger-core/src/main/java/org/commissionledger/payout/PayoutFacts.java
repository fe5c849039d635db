package org.commissionledger.payout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What was fixed when a payout was drafted. Every later event of the payout repeats it, so that each explains itself.
 *
 * @param number counts the drafts of the organisation from 1: a draft that was made without knowing of the one before has a number that
 *     is taken
 * @param providerId the only provider whose commission was gathered; null for all
 * @param from what was booked in [from, to) was gathered
 * @param orders how many orders it takes something over of
 * @param shares by provider and currency
 * @param createdBy the client or user that made it
 */
public record PayoutFacts(
        PayoutId payoutId,
        long number,
        @Nullable ProviderId providerId,
        Instant from,
        Instant to,
        int orders,
        List<PayoutShare> shares,
        String createdBy,
        Instant createdAt) {

    /** The sums by currency, in the order of their codes; each is more than nothing. */
    public List<Money> amounts() {
        return sums(shares.stream().map(PayoutShare::amount).toList());
    }

    static List<Money> sums(List<Money> amounts) {
        Map<Currency, Long> sums = new TreeMap<>(Comparator.comparing(Currency::getCurrencyCode));
        amounts.forEach(amount -> sums.merge(amount.currency(), amount.amount(), Math::addExact));
        List<Money> found = new ArrayList<>();
        sums.forEach((currency, sum) -> found.add(Money.ofMinor(sum, currency)));
        return found;
    }
}
