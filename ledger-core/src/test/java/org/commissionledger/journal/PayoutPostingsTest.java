package org.commissionledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.money.Money;
import org.commissionledger.payout.Approval;
import org.commissionledger.payout.PayoutEvent;
import org.commissionledger.payout.PayoutEvent.LinesGathered;
import org.commissionledger.payout.PayoutEvent.PayoutApproved;
import org.commissionledger.payout.PayoutEvent.PayoutCancelled;
import org.commissionledger.payout.PayoutEvent.PayoutDrafted;
import org.commissionledger.payout.PayoutEvent.PayoutFailed;
import org.commissionledger.payout.PayoutEvent.PayoutSettled;
import org.commissionledger.payout.PayoutFacts;
import org.commissionledger.payout.PayoutId;
import org.commissionledger.payout.PayoutShare;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayoutPostingsTest {

    private static final List<Currency> CURRENCIES = List.of(Currency.getInstance("GBP"), Currency.getInstance("JPY"));
    private static final Instant AT = Instant.parse("2011-04-02T10:00:00Z");
    private static final Approval APPROVAL = new Approval("second", AT);

    private static PayoutFacts facts(PayoutShare... shares) {
        PayoutId id = new PayoutId("march");
        return new PayoutFacts(id, 1, null, AT, AT, shares.length, List.of(shares), "maker", AT);
    }

    private static PayoutShare share(String provider, long amount, Currency currency) {
        return new PayoutShare(new ProviderId(provider), Money.ofMinor(amount, currency));
    }

    @Test
    void moveWhatIsPaidToTheBank() {
        Currency gbp = CURRENCIES.getFirst();
        PayoutFacts facts = facts(share("uk", 700, gbp), share("france", -200, gbp));
        assertThat(Journal.entry(new PayoutApproved(facts, "second", AT)).postings())
                .containsExactlyInAnyOrder(
                        new Posting("commission:paid:uk", gbp, -700),
                        new Posting("payout:payable:uk", gbp, 700),
                        new Posting("commission:paid:france", gbp, 200),
                        new Posting("payout:payable:france", gbp, -200));
        assertThat(Journal.entry(new PayoutSettled(facts, APPROVAL, null, AT)).postings())
                .containsExactlyInAnyOrder(
                        new Posting("payout:payable:uk", gbp, -700),
                        new Posting("payout:payable:france", gbp, 200),
                        new Posting("payout:bank", gbp, 500));
        assertThat(Journal.entry(new PayoutDrafted(facts, AT)).isEmpty()).isTrue();
        assertThat(Journal.entry(new PayoutCancelled(facts, null, AT)).isEmpty())
                .isTrue();
        assertThat(Journal.entry(new LinesGathered(facts.payoutId(), 0, List.of(), AT))
                        .isEmpty())
                .isTrue();
    }

    /** Approved, perhaps failed and approved again, perhaps settled: nothing stays on the way, and each entry balances. */
    @ParameterizedTest
    @ValueSource(longs = {1, 20110402})
    void leaveNothingOnTheWayOfARandomPayout(long seed) {
        Random random = new Random(seed);
        Map<String, Long> accounts = new TreeMap<>();
        for (int payout = 0; payout < 500; payout++) {
            List<PayoutShare> shares = new ArrayList<>();
            for (Currency currency : CURRENCIES) {
                for (String provider : List.of("uk", "japan", "france")) {
                    shares.add(share(provider, random.nextInt(-500, 2_000), currency));
                }
            }
            PayoutFacts facts = facts(shares.toArray(PayoutShare[]::new));
            book(new PayoutApproved(facts, "second", AT), accounts, seed);
            while (random.nextInt(3) == 0) {
                book(new PayoutFailed(facts, APPROVAL, "closed", AT), accounts, seed);
                book(new PayoutApproved(facts, "second", AT), accounts, seed);
            }
            boolean settled = random.nextBoolean();
            book(
                    settled
                            ? new PayoutSettled(facts, APPROVAL, null, AT)
                            : new PayoutFailed(facts, APPROVAL, "closed", AT),
                    accounts,
                    seed);
            accounts.forEach((account, balance) -> {
                if (account.startsWith("payout:payable")) {
                    assertThat(balance).as("seed %d, %s", seed, account).isZero();
                }
            });
        }
        assertThat(accounts).as("seed %d", seed).containsKeys("payout:bank GBP", "payout:bank JPY");
    }

    private static void book(PayoutEvent event, Map<String, Long> accounts, long seed) {
        Map<Currency, Long> sums = new HashMap<>();
        for (Posting posting : Journal.entry(event).postings()) {
            accounts.merge(posting.account() + " " + posting.currency(), posting.amount(), Math::addExact);
            sums.merge(posting.currency(), posting.amount(), Math::addExact);
        }
        assertThat(sums.values()).as("seed %d, %s", seed, event).allMatch(sum -> sum == 0);
    }
}
