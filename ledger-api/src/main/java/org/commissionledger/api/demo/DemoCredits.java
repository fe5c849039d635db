package org.commissionledger.api.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.AccountType;
import org.commissionledger.credit.CreditDrafts;
import org.commissionledger.credit.CreditUsages;
import org.commissionledger.credit.DiscountDrafts;
import org.commissionledger.credit.HoldId;
import org.commissionledger.credit.TopUp;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.credit.UsageId;
import org.commissionledger.credit.UsageRequest;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.OrganisationId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Two partners whose customers top up, use services on credit and now and then run out of it, over the same two months. */
@Component
class DemoCredits {

    private static final long SEED = 20_110_901;
    private static final int DAYS = 60;
    private static final Currency GBP = Currency.getInstance("GBP");
    private static final List<String> SERVICES = List.of("sim-only", "travel-cover");

    private final Ledger ledger;
    private final CreditDrafts credits;
    private final DiscountDrafts discounts;
    private final CreditUsages usages;

    DemoCredits(Ledger ledger, CreditDrafts credits, DiscountDrafts discounts, CreditUsages usages) {
        this.ledger = ledger;
        this.credits = credits;
        this.discounts = discounts;
        this.usages = usages;
    }

    private record Shop(String id, String name, @Nullable String partner, long overdraft) {}

    private static final List<Shop> SHOPS = List.of(
            new Shop("harbour-group", "Harbour Group", null, 0),
            new Shop("fernhill-trade", "Fernhill Trade", null, 0),
            new Shop("brightside", "Brightside Kitchens", "harbour-group", 5_000),
            new Shop("corner-cafe", "Corner Cafe", "harbour-group", 0),
            new Shop("old-mill", "Old Mill Bakery", "harbour-group", 2_000),
            new Shop("pinewood", "Pinewood Joinery", "fernhill-trade", 0),
            new Shop("riverside", "Riverside Cycles", "fernhill-trade", 10_000));

    private record Told(Instant at, Drafting drafting) {}

    /** @param end when the story ends; it begins {@value #DAYS} days before */
    void make(OrganisationId organisation, CommandContext context, Instant end) {
        List<Told> told = new Story(organisation, new Random(SEED), end).tell();
        told.sort(Comparator.comparing(Told::at));
        told.forEach(each -> ledger.execute(context, each.drafting(), null));
    }

    /** What happens, each thing with its time. */
    private final class Story {

        private final OrganisationId organisation;
        private final Random random;
        private final Instant start;
        private final Instant end;
        private final List<Told> told = new ArrayList<>();

        Story(OrganisationId organisation, Random random, Instant end) {
            this.organisation = organisation;
            this.random = random;
            this.start = end.minus(Duration.ofDays(DAYS));
            this.end = end;
        }

        List<Told> tell() {
            SHOPS.forEach(this::open);
            discount();
            for (Shop shop : SHOPS) {
                if (shop.partner() != null) {
                    business(shop);
                }
            }
            AccountId cafe = new AccountId("corner-cafe");
            Money price = Money.ofMinor(4_250, GBP);
            Instant tomorrow = end.plus(Duration.ofDays(1));
            add(end, credits.hold(organisation, cafe, new HoldId("booking-12"), price, tomorrow, end, end));
            return told;
        }

        private void add(Instant at, Drafting drafting) {
            told.add(new Told(at, drafting));
        }

        private void open(Shop shop) {
            AccountId partner = shop.partner() == null ? null : new AccountId(shop.partner());
            AccountType type = partner == null ? AccountType.PARTNER : AccountType.CUSTOMER;
            AccountFacts facts = new AccountFacts(new AccountId(shop.id()), type, partner, GBP);
            add(start, credits.open(organisation, facts, shop.name(), shop.overdraft(), start, start));
        }

        private void discount() {
            Discount discount = new Discount(
                    new DiscountId("autumn"),
                    new AccountId("harbour-group"),
                    DiscountScope.CUSTOMERS,
                    new ProductId("sim-only"),
                    new DiscountTerms.Percent(1_000),
                    end.minus(Duration.ofDays(30)),
                    null);
            add(start, discounts.put(organisation, discount, start));
        }

        private void business(Shop shop) {
            AccountId account = new AccountId(shop.id());
            Instant first = start.plus(Duration.ofHours(2));
            topUp(account, "welcome", TopUpCategory.PROMOTIONAL, 1_000, 50, first, end.plus(Duration.ofDays(30)));
            // Burns last and expires unused, whether the ledger books that while the story is told or afterwards.
            topUp(account, "try-more", TopUpCategory.PROMOTIONAL, 500, 90, first, first.plus(Duration.ofDays(5)));
            for (int month = 0; month < 2; month++) {
                Instant at = start.plus(Duration.ofDays(1L + month * 30)).plus(Duration.ofHours(random.nextInt(9)));
                topUp(account, "invoice-" + (month + 1), TopUpCategory.PAID, 45_000, 50, at, null);
            }
            for (int day = 2; day < DAYS; day += 1 + random.nextInt(4)) {
                use(account, day, start.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(random.nextInt(1_000))));
            }
        }

        private void topUp(
                AccountId account,
                String id,
                TopUpCategory category,
                long pence,
                int priority,
                Instant at,
                @Nullable Instant expiresAt) {
            TopUp topUp = new TopUp(new TopUpId(id), category, pence, priority, expiresAt);
            add(at, credits.topUp(organisation, account, topUp, GBP, at, true, at));
        }

        private void use(AccountId account, int day, Instant at) {
            int quantity = 1 + random.nextInt(3);
            String service = SERVICES.get(random.nextInt(4) == 0 ? 1 : 0);
            long price = service.equals("sim-only") ? 1_200 : 4_250;
            UsageRequest usage = new UsageRequest(
                    account,
                    new UsageId(account + "-" + day),
                    new ProductId(service),
                    quantity,
                    Money.ofMinor(price * quantity, GBP),
                    at,
                    true);
            add(at, usages.drafting(organisation, usage, at));
        }
    }
}
