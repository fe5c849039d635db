package org.commissionledger.payout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.money.Money;

/** What can be paid out of what was found: a currency in which nothing or less is left stays for the next payout. */
record Gathered(List<PayoutLine> lines) {

    private record Share(ProviderId provider, Currency currency) {}

    /**
     * @throws NothingToPay when no currency has anything left
     * @throws PayoutTooLarge when there are more lines than a payout may have
     */
    static Gathered of(List<PayoutLine> found) {
        Set<Currency> payable = new HashSet<>();
        for (Money sum : PayoutFacts.sums(found.stream().map(PayoutLine::amount).toList())) {
            if (sum.isPositive()) {
                payable.add(sum.currency());
            }
        }
        List<PayoutLine> lines = found.stream()
                .filter(line -> payable.contains(line.amount().currency()))
                .sorted(Comparator.comparing(line -> line.orderId().value()))
                .toList();
        if (lines.isEmpty()) {
            throw new NothingToPay();
        }
        if (lines.size() > PayoutTooLarge.MOST_ORDERS) {
            throw new PayoutTooLarge();
        }
        return new Gathered(lines);
    }

    List<PayoutShare> shares() {
        Map<Share, Long> sums = new LinkedHashMap<>();
        for (PayoutLine line : lines) {
            Money amount = line.amount();
            sums.merge(new Share(line.providerId(), amount.currency()), amount.amount(), Math::addExact);
        }
        List<PayoutShare> shares = new ArrayList<>();
        sums.forEach((of, sum) -> shares.add(new PayoutShare(of.provider(), Money.ofMinor(sum, of.currency()))));
        shares.sort(
                Comparator.comparing((PayoutShare share) -> share.providerId().value())
                        .thenComparing(share -> share.amount().currency().getCurrencyCode()));
        return shares;
    }
}
