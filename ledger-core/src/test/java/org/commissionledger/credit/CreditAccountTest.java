package org.commissionledger.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.AggregateFixture.alreadyAsAsked;
import static org.commissionledger.testing.AggregateFixture.refusal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.credit.CreditCommand.BookExpiries;
import org.commissionledger.credit.CreditCommand.CaptureHold;
import org.commissionledger.credit.CreditCommand.OpenAccount;
import org.commissionledger.credit.CreditCommand.PlaceHold;
import org.commissionledger.credit.CreditCommand.RecordUsage;
import org.commissionledger.credit.CreditCommand.ReleaseHold;
import org.commissionledger.credit.CreditCommand.TopUpAccount;
import org.commissionledger.credit.CreditCommand.VoidTopUp;
import org.commissionledger.credit.CreditEvent.AccountChanged;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.CreditUsed;
import org.commissionledger.credit.CreditEvent.HoldCaptured;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.ReleaseReason;
import org.commissionledger.credit.CreditEvent.TopUpExpired;
import org.commissionledger.credit.CreditEvent.TopUpExpiryReduced;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.Usage.Consumed;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountGiven;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.testing.AggregateFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts are pence. The account is a customer's of a partner. */
class CreditAccountTest {

    private static final Currency GBP = Currency.getInstance("GBP");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final OrganisationId DEMO = new OrganisationId("demo");
    private static final AccountId ID = new AccountId("c-1");
    private static final AccountId PARTNER = new AccountId("acme");
    private static final AccountFacts ACCOUNT = new AccountFacts(ID, AccountType.CUSTOMER, PARTNER, GBP);
    private static final StreamId STREAM = CreditCommand.stream(DEMO, ID);
    private static final ProductId PRODUCT = new ProductId("giftware");
    private static final Instant NOW = Instant.parse("2011-03-01T00:00:00Z");
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(100));

    private final AggregateTestFixture<CreditAccount> fixture =
            AggregateFixture.of(CreditAccount.class, CreditAccount::new);

    private static CreditFigures figures(long paid, long promotional, long held, long overdrawn, long limit) {
        return new CreditFigures(paid, promotional, held, overdrawn, limit);
    }

    private static AccountOpened opened(long limit) {
        return new AccountOpened(ACCOUNT, "Shop", figures(0, 0, 0, 0, limit), LONG_AGO);
    }

    private static Money gbp(long amount) {
        return Money.ofMinor(amount, GBP);
    }

    private static TopUp lot(String id, TopUpCategory category, long amount, @Nullable Instant expiresAt) {
        return new TopUp(new TopUpId(id), category, amount, 50, expiresAt);
    }

    private static CreditToppedUp toppedUp(TopUp topUp, CreditFigures after) {
        return new CreditToppedUp(ACCOUNT, topUp, 0, after, LONG_AGO);
    }

    private static TopUpAccount topUp(TopUp topUp, @Nullable CreditToppedUp known) {
        return new TopUpAccount(
                STREAM,
                topUp.topUpId(),
                gbp(topUp.amount()),
                topUp.category(),
                topUp.priority(),
                topUp.expiresAt(),
                known,
                NOW,
                false,
                NOW);
    }

    private static RecordUsage use(String id, long amount, Instant at) {
        return new RecordUsage(STREAM, new UsageId(id), PRODUCT, 1, gbp(amount), List.of(), null, at, true, NOW);
    }

    private static Usage usage(String id, long amount, long overdraft, Consumed... consumed) {
        return new Usage(new UsageId(id), PRODUCT, 1, amount, null, amount, List.of(consumed), overdraft);
    }

    private static CreditUsed used(Usage usage, CreditFigures after, Instant at) {
        return new CreditUsed(ACCOUNT, usage, after, at);
    }

    private static Consumed from(String topUp, TopUpCategory category, long amount) {
        return new Consumed(new TopUpId(topUp), category, amount, false);
    }

    private static Consumed paid(String topUp, long amount) {
        return from(topUp, TopUpCategory.PAID, amount);
    }

    /** 1,000 paid, never expiring. */
    private TestExecutor<CreditAccount> withThousand(long limit) {
        return fixture.given(
                opened(limit), toppedUp(lot("t-1", TopUpCategory.PAID, 1_000, null), figures(1_000, 0, 0, 0, limit)));
    }

    private static void refused(ResultValidator<CreditAccount> result, Class<? extends Rejection> type, String code) {
        result.expectNoEvents().expectException(refusal(type, code));
    }

    @Nested
    class Opening {

        private OpenAccount open(AccountFacts account, String name, long limit) {
            return new OpenAccount(STREAM, account, name, limit, NOW, NOW);
        }

        @Test
        void opensTheAccount() {
            fixture.givenNoPriorActivity()
                    .when(open(ACCOUNT, "Shop", 500))
                    .expectEvents(new AccountOpened(ACCOUNT, "Shop", figures(0, 0, 0, 0, 500), NOW))
                    .expectResultMessagePayload(new AccountState(ACCOUNT, "Shop", figures(0, 0, 0, 0, 500)));
        }

        @Test
        void isNoNewsWhenItIsTheSame() {
            fixture.given(opened(500))
                    .when(open(ACCOUNT, "Shop", 500))
                    .expectSuccessfulHandlerExecution()
                    .expectNoEvents();
        }

        @Test
        void changesNameAndLimit() {
            withThousand(500)
                    .when(open(ACCOUNT, "Store", 0))
                    .expectEvents(new AccountChanged(ACCOUNT, "Store", figures(1_000, 0, 0, 0, 0), NOW));
        }

        @Test
        void mayLowerTheLimitBelowWhatIsOverdrawn() {
            fixture.given(opened(500), used(usage("u", 400, 400), figures(0, 0, 0, 400, 500), NOW))
                    .when(open(ACCOUNT, "Shop", 100))
                    .expectEvents(new AccountChanged(ACCOUNT, "Shop", figures(0, 0, 0, 400, 100), NOW));
        }

        @Test
        void keepsCurrencyTypeAndPartner() {
            AccountFacts yen = new AccountFacts(ID, AccountType.CUSTOMER, PARTNER, JPY);
            AccountFacts partner = new AccountFacts(ID, AccountType.PARTNER, null, GBP);
            AccountFacts alone = new AccountFacts(ID, AccountType.CUSTOMER, null, GBP);
            refused(withThousand(0).when(open(yen, "Shop", 0)), AccountFixed.class, "account.currency-fixed");
            refused(withThousand(0).when(open(partner, "Shop", 0)), AccountFixed.class, "account.type-fixed");
            refused(withThousand(0).when(open(alone, "Shop", 0)), AccountFixed.class, "account.partner-fixed");
        }

        @Test
        void refusesWhatCannotBe() {
            AccountFacts partnerOfPartner = new AccountFacts(ID, AccountType.PARTNER, PARTNER, GBP);
            refused(
                    fixture.givenNoPriorActivity().when(open(partnerOfPartner, "Shop", 0)),
                    InvalidCredit.class,
                    "request.invalid-value");
            refused(
                    fixture.givenNoPriorActivity().when(open(ACCOUNT, "Shop", -1)),
                    InvalidCredit.class,
                    "request.invalid-amount");
            refused(
                    fixture.givenNoPriorActivity().when(open(ACCOUNT, "Shop", Long.MAX_VALUE)),
                    AmountTooLarge.class,
                    "credit.amount-too-large");
        }
    }

    @Nested
    class ToppingUp {

        private static final TopUp TOP_UP = lot("t-2", TopUpCategory.PROMOTIONAL, 300, TOMORROW);

        @Test
        void addsToWhatIsLeft() {
            CreditToppedUp event = new CreditToppedUp(ACCOUNT, TOP_UP, 0, figures(1_000, 300, 0, 0, 0), NOW);
            withThousand(0)
                    .when(topUp(TOP_UP, null))
                    .expectEvents(event)
                    .expectResultMessagePayload(new Movement(event, event.figures()));
        }

        @ParameterizedTest
        @ValueSource(longs = {100, 400, 1_000})
        void settlesTheOverdraftFirst(long amount) {
            long settled = Math.min(400, amount);
            TopUp topUp = lot("t", TopUpCategory.PAID, amount, null);
            fixture.given(opened(500), used(usage("u", 400, 400), figures(0, 0, 0, 400, 500), NOW))
                    .when(topUp(topUp, null))
                    .expectEvents(new CreditToppedUp(
                            ACCOUNT, topUp, settled, figures(amount - settled, 0, 0, 400 - settled, 500), NOW));
        }

        @Test
        void againIsNoNews() {
            CreditToppedUp known = new CreditToppedUp(ACCOUNT, TOP_UP, 0, figures(1_000, 300, 0, 0, 0), YESTERDAY);
            withThousand(0)
                    .when(topUp(TOP_UP, known))
                    .expectNoEvents()
                    .expectResultMessagePayload(new Movement(known, figures(1_000, 0, 0, 0, 0)));
        }

        @Test
        void ofTheSameIdWithOtherContentIsRefused() {
            CreditToppedUp known = toppedUp(lot("t-2", TopUpCategory.PAID, 300, TOMORROW), figures(300, 0, 0, 0, 0));
            refused(withThousand(0).when(topUp(TOP_UP, known)), DuplicateMovement.class, "credit.duplicate-top-up");
        }

        @Test
        void afterItsExpiryIsRecordedAndExpiresAtOnce() {
            TopUp topUp = lot("t", TopUpCategory.PAID, 100, YESTERDAY);
            TopUpAccount late = new TopUpAccount(
                    STREAM, topUp.topUpId(), gbp(100), TopUpCategory.PAID, 50, YESTERDAY, null, LONG_AGO, true, NOW);
            fixture.given(opened(0))
                    .when(late)
                    .expectEvents(
                            new CreditToppedUp(ACCOUNT, topUp, 0, figures(100, 0, 0, 0, 0), LONG_AGO),
                            new TopUpExpired(
                                    ACCOUNT,
                                    topUp.topUpId(),
                                    TopUpCategory.PAID,
                                    100,
                                    figures(0, 0, 0, 0, 0),
                                    YESTERDAY));
        }

        @Test
        void refusesWhatCannotBe() {
            refused(
                    withThousand(0).when(topUp(lot("t", TopUpCategory.PAID, 0, null), null)),
                    InvalidCredit.class,
                    "request.invalid-amount");
            refused(
                    withThousand(0).when(topUp(lot("t", TopUpCategory.PAID, 1, NOW), null)),
                    InvalidCredit.class,
                    "request.invalid-value");
            refused(
                    withThousand(0).when(topUp(new TopUp(new TopUpId("t"), TopUpCategory.PAID, 1, 101, null), null)),
                    InvalidCredit.class,
                    "request.invalid-value");
            refused(
                    withThousand(0).when(topUp(lot("t", TopUpCategory.PAID, CreditFigures.MOST, null), null)),
                    AmountTooLarge.class,
                    "credit.amount-too-large");
            TopUpAccount yen = new TopUpAccount(
                    STREAM,
                    new TopUpId("t"),
                    Money.ofMinor(1, JPY),
                    TopUpCategory.PAID,
                    50,
                    null,
                    null,
                    NOW,
                    true,
                    NOW);
            refused(withThousand(0).when(yen), CreditCurrencyMismatch.class, "credit.currency-mismatch");
        }
    }

    @Nested
    class Using {

        @Test
        void takesFromTheTopUps() {
            CreditUsed event = used(usage("u", 300, 0, paid("t-1", 300)), figures(700, 0, 0, 0, 0), NOW);
            withThousand(0)
                    .when(use("u", 300, NOW))
                    .expectEvents(event)
                    .expectResultMessagePayload(new Movement(event, event.figures()));
        }

        @Test
        void burnsInOrder() {
            Instant soon = NOW.plus(Duration.ofHours(1));
            List<Object> given = new ArrayList<>(List.of(opened(0)));
            List<TopUp> lots = List.of(
                    lot("paid-never", TopUpCategory.PAID, 1, null),
                    lot("promotional-never", TopUpCategory.PROMOTIONAL, 1, null),
                    lot("paid-tomorrow", TopUpCategory.PAID, 1, TOMORROW),
                    lot("promotional-tomorrow", TopUpCategory.PROMOTIONAL, 1, TOMORROW),
                    lot("paid-tomorrow-later", TopUpCategory.PAID, 1, TOMORROW),
                    lot("paid-soon", TopUpCategory.PAID, 1, soon),
                    new TopUp(new TopUpId("first"), TopUpCategory.PAID, 1, 0, null),
                    new TopUp(new TopUpId("last"), TopUpCategory.PROMOTIONAL, 1, 100, soon));
            long paid = 0;
            long promotional = 0;
            for (TopUp topUp : lots) {
                paid += topUp.category() == TopUpCategory.PAID ? 1 : 0;
                promotional += topUp.category() == TopUpCategory.PROMOTIONAL ? 1 : 0;
                given.add(toppedUp(topUp, figures(paid, promotional, 0, 0, 0)));
            }
            fixture.given(given)
                    .when(use("u", 8, NOW))
                    .expectEvents(used(
                            usage(
                                    "u",
                                    8,
                                    0,
                                    paid("first", 1),
                                    paid("paid-soon", 1),
                                    from("promotional-tomorrow", TopUpCategory.PROMOTIONAL, 1),
                                    paid("paid-tomorrow", 1),
                                    paid("paid-tomorrow-later", 1),
                                    from("promotional-never", TopUpCategory.PROMOTIONAL, 1),
                                    paid("paid-never", 1),
                                    from("last", TopUpCategory.PROMOTIONAL, 1)),
                            figures(0, 0, 0, 0, 0),
                            NOW));
        }

        @Test
        void runsIntoTheOverdraftUpToTheLimit() {
            withThousand(500)
                    .when(use("u", 1_500, NOW))
                    .expectEvents(used(usage("u", 1_500, 500, paid("t-1", 1_000)), figures(0, 0, 0, 500, 500), NOW));
        }

        @Test
        void isRefusedBeyondTheLimit() {
            refused(withThousand(500).when(use("u", 1_501, NOW)), InsufficientCredit.class, "credit.insufficient");
            refused(
                    withThousand(500).when(use("u", Long.MAX_VALUE, NOW)),
                    InsufficientCredit.class,
                    "credit.insufficient");
        }

        @Test
        void againIsNoNews() {
            CreditUsed known = used(usage("u", 300, 0, paid("t-0", 300)), figures(0, 0, 0, 0, 0), NOW);
            RecordUsage again = new RecordUsage(
                    STREAM, new UsageId("u"), PRODUCT, 1, gbp(300), List.of(), known, TOMORROW, false, NOW);
            withThousand(0)
                    .when(again)
                    .expectNoEvents()
                    .expectResultMessagePayload(new Movement(known, figures(1_000, 0, 0, 0, 0)));
        }

        @Test
        void ofTheSameIdWithOtherContentIsRefused() {
            AccountFacts other = new AccountFacts(PARTNER, AccountType.PARTNER, null, GBP);
            Usage usage = usage("u", 300, 0, paid("t-0", 300));
            List<CreditEvent.Used> others = List.of(
                    used(usage("u", 301, 0, paid("t-0", 301)), figures(0, 0, 0, 0, 0), NOW),
                    used(usage, figures(0, 0, 0, 0, 0), YESTERDAY),
                    new CreditUsed(other, usage, figures(0, 0, 0, 0, 0), NOW),
                    new HoldCaptured(
                            ACCOUNT, new Hold(new HoldId("h"), 300, null), usage, figures(0, 0, 0, 0, 0), NOW));
            for (CreditEvent.Used known : others) {
                RecordUsage again = new RecordUsage(
                        STREAM, new UsageId("u"), PRODUCT, 1, gbp(300), List.of(), known, NOW, true, NOW);
                refused(withThousand(0).when(again), DuplicateMovement.class, "credit.duplicate-usage");
            }
        }

        @Test
        void getsTheBestDiscount() {
            Discount discount = new Discount(
                    new DiscountId("d"),
                    PARTNER,
                    DiscountScope.CUSTOMERS,
                    null,
                    new DiscountTerms.Percent(1_000),
                    LONG_AGO,
                    null);
            RecordUsage use = new RecordUsage(
                    STREAM,
                    new UsageId("u"),
                    PRODUCT,
                    2,
                    gbp(305),
                    List.of(new GrantedDiscount(discount, LONG_AGO, null)),
                    null,
                    NOW,
                    true,
                    NOW);
            DiscountGiven given = new DiscountGiven(new DiscountId("d"), discount.terms(), 30);
            withThousand(0)
                    .when(use)
                    .expectEvents(used(
                            new Usage(new UsageId("u"), PRODUCT, 2, 305, given, 275, List.of(paid("t-1", 275)), 0),
                            figures(725, 0, 0, 0, 0),
                            NOW));
        }

        @Test
        void thatIsGivenAwayWhollyNeedsNoCredit() {
            Discount discount = new Discount(
                    new DiscountId("d"),
                    ID,
                    DiscountScope.ACCOUNT,
                    PRODUCT,
                    new DiscountTerms.Fixed(gbp(10_000)),
                    LONG_AGO,
                    null);
            RecordUsage use = new RecordUsage(
                    STREAM,
                    new UsageId("u"),
                    PRODUCT,
                    1,
                    gbp(300),
                    List.of(new GrantedDiscount(discount, LONG_AGO, null)),
                    null,
                    NOW,
                    true,
                    NOW);
            DiscountGiven given = new DiscountGiven(new DiscountId("d"), discount.terms(), 300);
            fixture.given(opened(0))
                    .when(use)
                    .expectEvents(used(
                            new Usage(new UsageId("u"), PRODUCT, 1, 300, given, 0, List.of(), 0),
                            figures(0, 0, 0, 0, 0),
                            NOW));
        }

        @Test
        void booksWhatHasRunOutFirst() {
            TopUp ended = lot("t-2", TopUpCategory.PROMOTIONAL, 50, YESTERDAY);
            fixture.given(
                            opened(0),
                            toppedUp(lot("t-1", TopUpCategory.PAID, 1_000, null), figures(1_000, 0, 0, 0, 0)),
                            toppedUp(ended, figures(1_000, 50, 0, 0, 0)))
                    .when(use("u", 100, NOW))
                    .expectEvents(
                            new TopUpExpired(
                                    ACCOUNT,
                                    ended.topUpId(),
                                    TopUpCategory.PROMOTIONAL,
                                    50,
                                    figures(1_000, 0, 0, 0, 0),
                                    YESTERDAY),
                            used(usage("u", 100, 0, paid("t-1", 100)), figures(900, 0, 0, 0, 0), NOW));
        }

        @Test
        void booksNothingWhenItIsRefused() {
            refused(
                    fixture.given(
                                    opened(0),
                                    toppedUp(lot("t-2", TopUpCategory.PAID, 50, YESTERDAY), figures(50, 0, 0, 0, 0)))
                            .when(use("u", 10, NOW)),
                    InsufficientCredit.class,
                    "credit.insufficient");
        }

        @Test
        void lateTakesFromWhatHasExpiredSince() {
            TopUp ended = lot("t-2", TopUpCategory.PAID, 50, YESTERDAY);
            fixture.given(
                            opened(0),
                            toppedUp(ended, figures(50, 0, 0, 0, 0)),
                            new TopUpExpired(
                                    ACCOUNT,
                                    ended.topUpId(),
                                    TopUpCategory.PAID,
                                    50,
                                    figures(0, 0, 0, 0, 0),
                                    YESTERDAY))
                    .when(use("u", 30, LONG_AGO))
                    .expectEvents(
                            new TopUpExpiryReduced(
                                    ACCOUNT,
                                    ended.topUpId(),
                                    TopUpCategory.PAID,
                                    30,
                                    figures(30, 0, 0, 0, 0),
                                    YESTERDAY),
                            used(
                                    usage("u", 30, 0, new Consumed(ended.topUpId(), TopUpCategory.PAID, 30, true)),
                                    figures(0, 0, 0, 0, 0),
                                    LONG_AGO));
        }

        /** One more than are kept, each of 10, the first expired longest ago. */
        private List<CreditEvent> moreExpiredThanAreKept() {
            List<CreditEvent> history = new ArrayList<>(List.of(opened(0)));
            for (int i = 0; i <= Lots.EXPIRED_KEPT; i++) {
                Instant end = YESTERDAY.minusSeconds(Lots.EXPIRED_KEPT - i);
                TopUp ended = lot("e-" + i, TopUpCategory.PAID, 10, end);
                history.add(toppedUp(ended, figures(10, 0, 0, 0, 0)));
                history.add(new TopUpExpired(
                        ACCOUNT, ended.topUpId(), TopUpCategory.PAID, 10, figures(0, 0, 0, 0, 0), end));
            }
            return history;
        }

        @Test
        void lateTakesFromTheThousandThatExpiredLast() {
            Consumed[] all = IntStream.rangeClosed(1, Lots.EXPIRED_KEPT)
                    .mapToObj(i -> new Consumed(new TopUpId("e-" + i), TopUpCategory.PAID, 10, true))
                    .toArray(Consumed[]::new);
            List<CreditEvent> events = new ArrayList<>();
            for (int i = 1; i <= Lots.EXPIRED_KEPT; i++) {
                events.add(new TopUpExpiryReduced(
                        ACCOUNT,
                        new TopUpId("e-" + i),
                        TopUpCategory.PAID,
                        10,
                        figures(10L * i, 0, 0, 0, 0),
                        YESTERDAY.minusSeconds(Lots.EXPIRED_KEPT - i)));
            }
            events.add(used(usage("u", 10_000, 0, all), figures(0, 0, 0, 0, 0), LONG_AGO));
            fixture.given(moreExpiredThanAreKept())
                    .when(use("u", 10_000, LONG_AGO))
                    .expectEvents(events.toArray());
        }

        @Test
        void lateThatWouldNeedAnOlderOneFindsTooLittle() {
            refused(
                    fixture.given(moreExpiredThanAreKept()).when(use("u", 10_001, LONG_AGO)),
                    InsufficientCredit.class,
                    "credit.insufficient");
        }

        @Test
        void keepsNoMoreInItsSnapshot() {
            List<CreditEvent> history = moreExpiredThanAreKept();
            CreditState state = new CreditState((AccountOpened) history.getFirst());
            history.subList(1, history.size()).forEach(state::evolve);
            assertThat(state.snapshot().expired()).hasSize(Lots.EXPIRED_KEPT);
            assertThat(CreditState.of(state.snapshot()).snapshot()).isEqualTo(state.snapshot());
        }

        @Test
        void atTheMomentOfExpiryIsTooLate() {
            TopUp ended = lot("t-2", TopUpCategory.PAID, 50, YESTERDAY);
            refused(
                    fixture.given(opened(0), toppedUp(ended, figures(50, 0, 0, 0, 0)))
                            .when(use("u", 30, YESTERDAY)),
                    InsufficientCredit.class,
                    "credit.insufficient");
        }

        @Test
        void leavesWhatIsHeld() {
            CreditHeld held =
                    new CreditHeld(ACCOUNT, new Hold(new HoldId("h"), 900, null), figures(1_000, 0, 900, 0, 50), NOW);
            fixture.given(
                            opened(50),
                            toppedUp(lot("t-1", TopUpCategory.PAID, 1_000, null), figures(1_000, 0, 0, 0, 50)),
                            held)
                    .when(use("u", 150, NOW))
                    .expectEvents(used(usage("u", 150, 50, paid("t-1", 100)), figures(900, 0, 900, 50, 50), NOW));
        }

        @Test
        void leavesTheOverdraftThatAHoldRestsOn() {
            CreditHeld held =
                    new CreditHeld(ACCOUNT, new Hold(new HoldId("h"), 100, null), figures(0, 0, 100, 0, 100), NOW);
            refused(
                    fixture.given(opened(100), held).when(use("u", 1, NOW)),
                    InsufficientCredit.class,
                    "credit.insufficient");
        }

        @Test
        void refusesWhatCannotBe() {
            refused(withThousand(0).when(use("u", 0, NOW)), InvalidCredit.class, "request.invalid-amount");
            RecordUsage none =
                    new RecordUsage(STREAM, new UsageId("u"), PRODUCT, 0, gbp(1), List.of(), null, NOW, true, NOW);
            refused(withThousand(0).when(none), InvalidCredit.class, "request.invalid-value");
            RecordUsage yen = new RecordUsage(
                    STREAM, new UsageId("u"), PRODUCT, 1, Money.ofMinor(1, JPY), List.of(), null, NOW, true, NOW);
            refused(withThousand(0).when(yen), CreditCurrencyMismatch.class, "credit.currency-mismatch");
        }
    }

    @Nested
    class Holding {

        private static final HoldId HOLD = new HoldId("h-1");
        private static final Hold HELD = new Hold(HOLD, 600, TOMORROW);
        private static final CreditHeld PLACED = new CreditHeld(ACCOUNT, HELD, figures(1_000, 0, 600, 0, 0), LONG_AGO);
        private static final UsageId CAPTURE = UsageId.ofCapture(ID, HOLD);

        private PlaceHold hold(long amount, @Nullable Instant expiresAt, @Nullable CreditHeld known) {
            return new PlaceHold(STREAM, HOLD, gbp(amount), expiresAt, known, NOW, NOW);
        }

        private CaptureHold capture(@Nullable Long amount, HoldHistory history, Instant now) {
            return new CaptureHold(
                    STREAM, HOLD, amount == null ? null : gbp(amount), PRODUCT, 1, List.of(), history, now, now);
        }

        private TestExecutor<CreditAccount> withHold() {
            return fixture.given(
                    opened(0),
                    toppedUp(lot("t-1", TopUpCategory.PAID, 1_000, null), figures(1_000, 0, 0, 0, 0)),
                    PLACED);
        }

        private HoldCaptured captured(long amount) {
            Usage usage = new Usage(CAPTURE, PRODUCT, 1, amount, null, amount, List.of(paid("t-1", amount)), 0);
            return new HoldCaptured(ACCOUNT, HELD, usage, figures(1_000 - amount, 0, 0, 0, 0), NOW);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 1_000, 1_200})
        void reserves(long amount) {
            withThousand(200)
                    .when(hold(amount, TOMORROW, null))
                    .expectEvents(new CreditHeld(
                            ACCOUNT, new Hold(HOLD, amount, TOMORROW), figures(1_000, 0, amount, 0, 200), NOW));
        }

        @Test
        void againIsNoNews() {
            withHold()
                    .when(hold(600, TOMORROW, PLACED))
                    .expectNoEvents()
                    .expectResultMessagePayload(new Movement(PLACED, PLACED.figures()));
        }

        @Test
        void isRefused() {
            refused(withThousand(200).when(hold(1_201, null, null)), InsufficientCredit.class, "credit.insufficient");
            refused(withHold().when(hold(401, null, null)), InsufficientCredit.class, "credit.insufficient");
            refused(withHold().when(hold(601, TOMORROW, PLACED)), DuplicateMovement.class, "credit.duplicate-hold");
            refused(withThousand(0).when(hold(1, NOW, null)), InvalidCredit.class, "request.invalid-value");
            refused(withThousand(0).when(hold(0, null, null)), InvalidCredit.class, "request.invalid-amount");
        }

        @Test
        void isCapturedWhole() {
            withHold().when(capture(null, HoldHistory.NONE, NOW)).expectEvents(captured(600));
        }

        @Test
        void isCapturedInPartAndTheRestGivenBack() {
            withHold().when(capture(100L, HoldHistory.NONE, NOW)).expectEvents(captured(100));
        }

        @Test
        void isNotCapturedForMore() {
            refused(withHold().when(capture(601L, HoldHistory.NONE, NOW)), ExceedsHold.class, "credit.exceeds-hold");
            refused(withHold().when(capture(0L, HoldHistory.NONE, NOW)), InvalidCredit.class, "request.invalid-amount");
        }

        @Test
        void isNotCapturedWhenTheCreditUnderItIsGone() { // as it could be withdrawn once
            TopUpVoided gone = new TopUpVoided(
                    ACCOUNT,
                    new TopUpId("t-1"),
                    TopUpCategory.PAID,
                    1_000,
                    ReasonCode.FRAUD,
                    null,
                    figures(0, 0, 600, 0, 0),
                    NOW);
            refused(
                    withHold().andGiven(gone).when(capture(null, HoldHistory.NONE, NOW)),
                    InsufficientCredit.class,
                    "credit.insufficient");
        }

        @Test
        void isNotCapturedUnderAnIdThatAUsageTook() {
            CreditUsed taken =
                    used(new Usage(CAPTURE, PRODUCT, 1, 1, null, 1, List.of(), 1), figures(0, 0, 0, 1, 0), NOW);
            refused(
                    withHold().when(capture(null, new HoldHistory(PLACED, null, taken), NOW)),
                    DuplicateMovement.class,
                    "credit.duplicate-usage");
        }

        @Test
        void isReleased() {
            withHold()
                    .when(new ReleaseHold(STREAM, HOLD, HoldHistory.NONE, NOW, NOW))
                    .expectEvents(
                            new HoldReleased(ACCOUNT, HELD, ReleaseReason.CLIENT, figures(1_000, 0, 0, 0, 0), NOW));
        }

        @Test
        void isGivenBackWhenItsTimeIsOver() {
            withHold()
                    .when(new BookExpiries(STREAM, TOMORROW))
                    .expectEvents(new HoldReleased(
                            ACCOUNT, HELD, ReleaseReason.EXPIRED, figures(1_000, 0, 0, 0, 0), TOMORROW));
        }

        @Test
        void isClosedOnce() {
            HoldHistory taken = new HoldHistory(PLACED, null, captured(600));
            HoldReleased back = new HoldReleased(ACCOUNT, HELD, ReleaseReason.CLIENT, figures(1_000, 0, 0, 0, 0), NOW);
            HoldHistory given = new HoldHistory(PLACED, back, null);
            withThousand(0)
                    .when(capture(null, taken, NOW))
                    .expectNoEvents()
                    .expectException(alreadyAsAsked(HoldClosed.class, "credit.hold-closed"));
            withThousand(0)
                    .when(new ReleaseHold(STREAM, HOLD, given, NOW, NOW))
                    .expectNoEvents()
                    .expectException(alreadyAsAsked(HoldClosed.class, "credit.hold-closed"));
            refused(withThousand(0).when(capture(1L, taken, NOW)), HoldClosed.class, "credit.hold-closed");
            refused(withThousand(0).when(capture(null, given, NOW)), HoldClosed.class, "credit.hold-closed");
            refused(
                    withThousand(0).when(new ReleaseHold(STREAM, HOLD, taken, NOW, NOW)),
                    HoldClosed.class,
                    "credit.hold-closed");
            refused(
                    withHold().when(capture(null, new HoldHistory(PLACED, null, null), TOMORROW)),
                    HoldClosed.class,
                    "credit.hold-closed");
        }

        @Test
        void isUnknownWhenItNeverWas() {
            refused(
                    withThousand(0).when(capture(null, HoldHistory.NONE, NOW)),
                    UnknownHold.class,
                    "credit.unknown-hold");
            refused(
                    withThousand(0).when(new ReleaseHold(STREAM, HOLD, HoldHistory.NONE, NOW, NOW)),
                    UnknownHold.class,
                    "credit.unknown-hold");
        }
    }

    @Nested
    class Voiding {

        private static final CreditToppedUp KNOWN =
                toppedUp(lot("t-1", TopUpCategory.PAID, 1_000, null), figures(1_000, 0, 0, 0, 0));

        private VoidTopUp voided(ReasonCode reason, @Nullable CreditToppedUp known, @Nullable TopUpVoided before) {
            return new VoidTopUp(STREAM, new TopUpId("t-1"), reason, null, known, before, NOW, NOW);
        }

        private static final TopUpVoided VOIDED = new TopUpVoided(
                ACCOUNT,
                new TopUpId("t-1"),
                TopUpCategory.PAID,
                1_000,
                ReasonCode.FRAUD,
                null,
                figures(0, 0, 0, 0, 0),
                NOW);

        @Test
        void withdrawsWhatIsLeft() {
            withThousand(0).when(voided(ReasonCode.FRAUD, KNOWN, null)).expectEvents(VOIDED);
        }

        @Test
        void leavesWhatIsHeld() {
            Hold hold = new Hold(new HoldId("h"), 1, null);
            refused(
                    withThousand(0)
                            .andGiven(new CreditHeld(ACCOUNT, hold, figures(1_000, 0, 1, 0, 0), NOW))
                            .when(voided(ReasonCode.FRAUD, KNOWN, null)),
                    CreditIsHeld.class,
                    "credit.held");
        }

        @Test
        void againIsNoNews() {
            withThousand(0)
                    .andGiven(VOIDED)
                    .when(voided(ReasonCode.DUPLICATE, KNOWN, VOIDED))
                    .expectNoEvents()
                    .expectResultMessagePayload(new Movement(VOIDED, VOIDED.figures()));
        }

        @Test
        void isRefused() {
            refused(
                    fixture.given(opened(0)).when(voided(ReasonCode.FRAUD, null, null)),
                    UnknownTopUp.class,
                    "credit.unknown-top-up");
            refused(
                    fixture.given(opened(0)).when(voided(ReasonCode.FRAUD, KNOWN, null)),
                    NothingLeft.class,
                    "credit.nothing-left");
            refused(
                    withThousand(0).when(voided(ReasonCode.OTHER, KNOWN, null)),
                    InvalidCredit.class,
                    "request.missing-field");
        }
    }

    @Nested
    class Expiring {

        @Test
        void isNoNewsWhenNothingHasRunOut() {
            withThousand(0).when(new BookExpiries(STREAM, TOMORROW)).expectNoEvents();
        }

        @Test
        void booksInTheOrderInWhichItRanOut() {
            Hold hold = new Hold(new HoldId("h"), 10, NOW);
            fixture.given(
                            opened(0),
                            toppedUp(lot("t-1", TopUpCategory.PAID, 20, TOMORROW), figures(20, 0, 0, 0, 0)),
                            toppedUp(lot("t-2", TopUpCategory.PROMOTIONAL, 30, YESTERDAY), figures(20, 30, 0, 0, 0)),
                            new CreditHeld(ACCOUNT, hold, figures(20, 30, 10, 0, 0), LONG_AGO))
                    .when(new BookExpiries(STREAM, TOMORROW))
                    .expectEvents(
                            new TopUpExpired(
                                    ACCOUNT,
                                    new TopUpId("t-2"),
                                    TopUpCategory.PROMOTIONAL,
                                    30,
                                    figures(20, 0, 10, 0, 0),
                                    YESTERDAY),
                            new HoldReleased(ACCOUNT, hold, ReleaseReason.EXPIRED, figures(20, 0, 0, 0, 0), NOW),
                            new TopUpExpired(
                                    ACCOUNT,
                                    new TopUpId("t-1"),
                                    TopUpCategory.PAID,
                                    20,
                                    figures(0, 0, 0, 0, 0),
                                    TOMORROW));
        }
    }

    @Nested
    class Ids {

        @Test
        void thatFitTheRuleStayAsTheyAre() {
            assertThat(UsageId.of("u-1").value()).isEqualTo("u-1");
        }

        @Test
        void thatDoNotAreHashedAlwaysTheSame() {
            UsageId hashed = UsageId.of("https://example.org/meter 1");
            assertThat(hashed).isEqualTo(UsageId.of("https://example.org/meter 1"));
            assertThat(hashed).isNotEqualTo(UsageId.of("https://example.org/meter 2"));
        }

        @Test
        void ofCloudEventsAreOfSourceAndIdTogether() {
            assertThat(UsageId.ofCloudEvent("/a", "b c")).isNotEqualTo(UsageId.ofCloudEvent("/a b", "c"));
            assertThat(UsageId.ofCloudEvent("/a", "b")).isEqualTo(UsageId.ofCloudEvent("/a", "b"));
            assertThat(UsageId.ofCloudEvent("/a", "b").value()).hasSize(50);
        }
    }
}
