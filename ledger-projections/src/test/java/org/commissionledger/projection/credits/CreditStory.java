package org.commissionledger.projection.credits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.credit.AccountFacts;
import org.commissionledger.credit.AccountType;
import org.commissionledger.credit.CreditCommand;
import org.commissionledger.credit.CreditCommand.BookExpiries;
import org.commissionledger.credit.CreditDrafts;
import org.commissionledger.credit.HoldId;
import org.commissionledger.credit.TopUp;
import org.commissionledger.credit.TopUpId;
import org.commissionledger.credit.UsageId;
import org.commissionledger.credit.UsageRequest;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.CreditModel;
import org.commissionledger.testing.CreditModel.Offer;
import org.commissionledger.testing.CreditModel.Outcome;
import org.commissionledger.testing.CreditOperation;
import org.commissionledger.testing.RandomCredit;
import org.commissionledger.testing.TestLedger;

/** A random history of one account in an organisation of its own, told to the ledger and to a model that shares nothing with it. */
final class CreditStory {

    static final String ACCOUNT = "shop";
    private static final AccountId SHOP = new AccountId(ACCOUNT);
    private static final AccountId PARTNER = new AccountId("partner");
    private static final Instant START = Instant.parse("2011-01-01T00:00:00Z");
    private static final long LIMIT = 10;

    final OrganisationId organisation;
    private final CreditsNode node;
    private final SteppedClock clock;
    private final RandomCredit random;
    private final CreditModel model;
    private final List<Standing> standings = new ArrayList<>();

    /** How the account stood from {@code since} on. */
    private record Standing(Instant since, CreditModel model) {}

    CreditStory(CreditsNode node, SteppedClock clock, Random source, String organisation) {
        this.node = node;
        this.clock = clock;
        this.organisation = new OrganisationId(organisation);
        this.random = new RandomCredit(source, ACCOUNT);
        List<Offer> offers = random.offers("d-");
        this.model = new CreditModel(random.currency(), LIMIT, offers);
        clock.set(START);
        node.ledger.withCatalogue(this.organisation, "uk", "japan");
        accepted(drafts().open(
                        this.organisation,
                        new AccountFacts(PARTNER, AccountType.PARTNER, null, random.currency()),
                        "Partner",
                        0,
                        START,
                        START));
        accepted(open(LIMIT, START));
        offers.stream().sorted(Comparator.comparing(Offer::granted)).forEach(this::grant);
        standings.add(new Standing(START, model.copy()));
    }

    private CreditDrafts drafts() {
        return node.ledger.core.creditDrafts();
    }

    private void accepted(Drafting drafting) {
        assertThat(node.run(organisation, drafting).refusal()).isNull();
    }

    private Drafting open(long limit, Instant now) {
        AccountFacts facts = new AccountFacts(SHOP, AccountType.CUSTOMER, PARTNER, random.currency());
        return drafts().open(organisation, facts, "Shop", limit, now, now);
    }

    private void grant(Offer offer) {
        DiscountTerms terms = offer.basisPoints() > 0
                ? new DiscountTerms.Percent(offer.basisPoints())
                : new DiscountTerms.Fixed(Money.ofMinor(offer.fixed(), Objects.requireNonNull(offer.currency())));
        Discount discount = new Discount(
                new DiscountId(offer.id()),
                PARTNER,
                DiscountScope.CUSTOMERS,
                offer.product() == null ? null : new ProductId(offer.product()),
                terms,
                offer.from(),
                offer.to());
        accepted(node.ledger.core.discountDrafts().put(organisation, discount, offer.granted()));
        if (offer.revoked() != null) {
            accepted(node.ledger.core.discountDrafts().revoke(organisation, discount.discountId(), offer.revoked()));
        }
    }

    /** One more thing that is asked of both. */
    void step(String where) {
        CreditOperation operation = next();
        clock.set(operation.now());
        Outcome expected = model.apply(operation);
        Result result = ask(node, operation);
        assertThat(result.refusal() == null ? null : result.refusal().code())
                .as(where)
                .isEqualTo(expected.code());
        standings.add(new Standing(operation.now(), model.copy()));
    }

    synchronized CreditOperation next() {
        return random.next();
    }

    /** The ledger alone, through any node. */
    Result ask(CreditsNode at, CreditOperation operation) {
        if (operation instanceof CreditOperation.Use use) {
            return ((Reply.Fresh) at.ledger
                            .core
                            .creditUsages()
                            .record(TestLedger.context(organisation), usage(use), use.now(), null))
                    .result();
        }
        return at.run(organisation, drafting(operation));
    }

    private Drafting drafting(CreditOperation operation) {
        Instant now = operation.now();
        return switch (operation) {
            case CreditOperation.TopUp o ->
                drafts().topUp(
                                organisation,
                                SHOP,
                                new TopUp(new TopUpId(o.id()), o.category(), o.amount(), o.priority(), o.expiresAt()),
                                random.currency(),
                                o.at(),
                                true,
                                now);
            case CreditOperation.Use o -> node.ledger.core.creditUsages().drafting(organisation, usage(o), now);
            case CreditOperation.Hold o ->
                drafts().hold(organisation, SHOP, new HoldId(o.id()), money(o.amount()), o.expiresAt(), now, now);
            case CreditOperation.Capture o ->
                drafts().capture(
                                organisation,
                                SHOP,
                                new HoldId(o.hold()),
                                o.amount() == null ? null : money(o.amount()),
                                new ProductId(o.product()),
                                1,
                                o.at(),
                                now);
            case CreditOperation.Release o -> drafts().release(organisation, SHOP, new HoldId(o.hold()), now, now);
            case CreditOperation.Withdraw o ->
                drafts().voidTopUp(organisation, SHOP, new TopUpId(o.topUp()), ReasonCode.FRAUD, null, now, now);
            case CreditOperation.Limit o -> open(o.limit(), now);
            case CreditOperation.Book o ->
                () -> Draft.of(new BookExpiries(CreditCommand.stream(organisation, SHOP), now));
        };
    }

    private static UsageRequest usage(CreditOperation.Use o) {
        return new UsageRequest(
                SHOP,
                new UsageId(o.id()),
                new ProductId(o.product()),
                1,
                Money.ofMinor(o.gross(), o.currency()),
                o.at(),
                true);
    }

    private Money money(long amount) {
        return Money.ofMinor(amount, random.currency());
    }

    Instant now() {
        return clock.instant();
    }

    /** From the start to a while after the end. */
    Instant anyMoment(Random source) {
        long span = now().getEpochSecond() - START.getEpochSecond() + 86_400;
        return START.plusSeconds(source.nextLong(span));
    }

    /** The figures as they were known at that moment, less what had run out. */
    String figuresAt(Instant moment) {
        CreditModel then = standings.getFirst().model();
        for (Standing standing : standings) {
            if (!standing.since().isAfter(moment)) {
                then = standing.model();
            }
        }
        CreditModel booked = then.copy();
        booked.apply(new CreditOperation.Book(ACCOUNT, moment));
        return booked.figures();
    }

    /** What is left of all top-ups, less what is overdrawn, as the books have it. */
    long owed() {
        return model.owed();
    }
}
