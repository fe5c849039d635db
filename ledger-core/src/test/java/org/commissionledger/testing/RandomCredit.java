package org.commissionledger.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.testing.CreditModel.Offer;
import org.commissionledger.testing.CreditOperation.Book;
import org.commissionledger.testing.CreditOperation.Capture;
import org.commissionledger.testing.CreditOperation.Hold;
import org.commissionledger.testing.CreditOperation.Limit;
import org.commissionledger.testing.CreditOperation.Release;
import org.commissionledger.testing.CreditOperation.TopUp;
import org.commissionledger.testing.CreditOperation.Use;
import org.commissionledger.testing.CreditOperation.Withdraw;
import org.jspecify.annotations.Nullable;

/**
 * What random clients ask of one account: sound things and others, early and late ones, some again and some again with other content.
 * Amounts are small, so that top-ups run out often. The same random numbers give the same history.
 */
public final class RandomCredit {

    public static final List<String> PRODUCTS = List.of("product-uk", "product-japan");
    private static final List<Currency> CURRENCIES =
            List.of(Currency.getInstance("GBP"), Currency.getInstance("JPY"), Currency.getInstance("KWD"));
    private static final Instant START = Instant.parse("2011-01-01T00:00:00Z");

    private final Random random;
    private final String account;
    private final Currency currency;
    private final List<CreditOperation> asked = new ArrayList<>();
    private Instant now = START;
    private int topUps;
    private int holds;
    private int usages;

    public RandomCredit(Random random, String account) {
        this.random = random;
        this.account = account;
        this.currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
    }

    public Currency currency() {
        return currency;
    }

    /** Discounts that hold, or not, at some of the times that usages are of. */
    public List<Offer> offers(String prefix) {
        List<Offer> offers = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            boolean percent = random.nextBoolean();
            Instant from = START.plus(hours(24 * 20));
            offers.add(new Offer(
                    prefix + i,
                    random.nextBoolean() ? null : PRODUCTS.get(random.nextInt(PRODUCTS.size())),
                    percent ? 1 + random.nextInt(random.nextInt(3) == 0 ? 10_000 : 3_000) : 0,
                    percent ? 0 : 1 + random.nextInt(12),
                    percent ? null : random.nextInt(4) == 0 ? CURRENCIES.get(random.nextInt(3)) : currency,
                    from,
                    random.nextBoolean() ? null : from.plus(hours(24 * 20)),
                    START.plusSeconds(random.nextInt(2)),
                    random.nextInt(3) == 0 ? from.plus(hours(24 * 10)) : null));
        }
        return offers;
    }

    /** At least an hour. */
    private Duration hours(int most) {
        return Duration.ofHours(1 + random.nextInt(most));
    }

    public CreditOperation next() {
        now = now.plus(Duration.ofMinutes(random.nextInt(600)));
        CreditOperation next = random.nextInt(12) == 0 && !asked.isEmpty() ? again() : fresh();
        asked.add(next);
        return next;
    }

    private CreditOperation fresh() {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> topUp("t-" + topUps++);
            case 3, 4 -> hold("h-" + holds++);
            case 5 ->
                new Capture(account, some("h-", holds), random.nextBoolean() ? null : amount(30), product(), at(), now);
            case 6 -> new Release(account, some("h-", holds), now);
            case 7 ->
                random.nextInt(3) == 0
                        ? new Withdraw(account, some("t-", topUps), now)
                        : new Limit(account, random.nextInt(40), now);
            case 8 -> new Book(account, now);
            default -> use("u-" + account + "-" + usages++);
        };
    }

    /** Something that was asked before, or something else under its id. */
    private CreditOperation again() {
        boolean other = random.nextBoolean();
        return switch (asked.get(random.nextInt(asked.size()))) {
            case TopUp o ->
                other
                        ? topUp(o.id())
                        : new TopUp(
                                account, o.id(), o.amount(), o.category(), o.priority(), o.expiresAt(), o.at(), now);
            case Use o ->
                other ? use(o.id()) : new Use(account, o.id(), o.product(), o.gross(), o.currency(), o.at(), now);
            case Hold o -> other ? hold(o.id()) : new Hold(account, o.id(), o.amount(), o.expiresAt(), now);
            case Capture o -> new Capture(account, o.hold(), o.amount(), o.product(), o.at(), now);
            case Release o -> new Release(account, o.hold(), now);
            case Withdraw o -> new Withdraw(account, o.topUp(), now);
            case Limit o -> new Limit(account, o.limit(), now);
            case Book o -> new Book(account, now);
        };
    }

    private TopUp topUp(String id) {
        @Nullable
        Instant end = random.nextInt(3) == 0 ? null : now.plus(hours(24 * 6)).minus(hours(24));
        return new TopUp(
                account,
                id,
                amount(60),
                TopUpCategory.values()[random.nextInt(2)],
                random.nextInt(3) == 0 ? random.nextInt(101) : 50,
                end,
                random.nextInt(3) == 0 ? now.minus(hours(24 * 3)) : now,
                now);
    }

    private Use use(String id) {
        Currency in = random.nextInt(40) == 0 ? CURRENCIES.get(random.nextInt(3)) : currency;
        return new Use(account, id, product(), amount(40), in, at(), now);
    }

    private Hold hold(String id) {
        @Nullable
        Instant end = random.nextInt(3) == 0 ? null : now.plus(hours(24 * 2)).minus(Duration.ofHours(4));
        return new Hold(account, id, amount(30), end, now);
    }

    /** Now, a few days late, or early. */
    private Instant at() {
        return switch (random.nextInt(4)) {
            case 0 -> now.minus(hours(24 * 5));
            case 1 -> now.plus(hours(24 * 2));
            default -> now;
        };
    }

    private long amount(int most) {
        return 1 + random.nextInt(most);
    }

    private String product() {
        return PRODUCTS.get(random.nextInt(PRODUCTS.size()));
    }

    private String some(String prefix, int count) {
        return prefix + random.nextInt(count + 1);
    }
}
