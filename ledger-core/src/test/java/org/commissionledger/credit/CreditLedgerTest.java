package org.commissionledger.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.testing.TestLedger.GBP;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.UnknownCatalogueEntry;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.discount.Discount;
import org.commissionledger.discount.DiscountId;
import org.commissionledger.discount.DiscountIsRevoked;
import org.commissionledger.discount.DiscountOwnerFixed;
import org.commissionledger.discount.DiscountScope;
import org.commissionledger.discount.DiscountTerms;
import org.commissionledger.discount.UnknownDiscount;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.journal.Journal;
import org.commissionledger.journal.Posting;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.testing.CreditLines;
import org.commissionledger.testing.CreditModel;
import org.commissionledger.testing.CreditModel.Offer;
import org.commissionledger.testing.CreditModel.Outcome;
import org.commissionledger.testing.CreditOperation;
import org.commissionledger.testing.CreditOperation.Use;
import org.commissionledger.testing.RandomCredit;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credit on a real PostgreSQL, by two nodes. */
class CreditLedgerTest {

    private static final Instant NOW = TestLedger.MARCH;
    private static final AccountId PARTNER = new AccountId("partner");
    private static final AccountId SHOP = new AccountId("shop");
    private static final ProductId PRODUCT = new ProductId("product-uk");
    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();

    private static TestDatabase database;
    private static TestLedger here;
    private static TestLedger elsewhere;

    private final OrganisationId organisation = new OrganisationId("credit-" + ORGANISATIONS.incrementAndGet());

    @BeforeAll
    static void start() {
        database = TestDatabase.migrated();
        here = new TestLedger(database);
        elsewhere = new TestLedger(database);
    }

    @AfterAll
    static void close() {
        elsewhere.close();
        here.close();
    }

    @BeforeEach
    void openPartnerAndShop() {
        here.withCatalogue(organisation, "uk", "japan");
        accepted(open(PARTNER, AccountType.PARTNER, null));
        accepted(open(SHOP, AccountType.CUSTOMER, PARTNER));
    }

    private Drafting open(AccountId account, AccountType type, @Nullable AccountId partner) {
        return here.core
                .creditDrafts()
                .open(organisation, new AccountFacts(account, type, partner, GBP), "Name", 0, NOW, NOW);
    }

    private Drafting topUp(AccountId account, String id, long amount) {
        TopUp topUp = new TopUp(new TopUpId(id), TopUpCategory.PAID, amount, 50, null);
        return here.core.creditDrafts().topUp(organisation, account, topUp, GBP, NOW, true, NOW);
    }

    private static UsageRequest usage(AccountId account, String id, long amount) {
        return new UsageRequest(account, new UsageId(id), PRODUCT, 1, Money.ofMinor(amount, GBP), NOW, true);
    }

    private Drafting use(TestLedger node, AccountId account, String id, long amount) {
        return node.core.creditUsages().drafting(organisation, usage(account, id, amount), NOW);
    }

    private Result run(TestLedger node, Drafting drafting) {
        return ((Reply.Fresh) node.ledger().execute(TestLedger.context(organisation), drafting, null)).result();
    }

    private Result run(Drafting drafting) {
        return run(here, drafting);
    }

    private Result accepted(Drafting drafting) {
        Result result = run(drafting);
        assertThat(result.refusal()).isNull();
        return result;
    }

    private void refused(Drafting drafting, Class<? extends Rejection> type) {
        assertThat(run(drafting).refusal()).isExactlyInstanceOf(type);
    }

    private List<Result> window(TestLedger node, boolean atomic, UsageRequest... usages) {
        GroupReply reply = node.core
                .creditUsages()
                .record(
                        TestLedger.context(organisation),
                        List.of(usages),
                        NOW,
                        atomic,
                        null,
                        (results, receipt) -> new StoredAnswer(200, null, ""));
        return ((GroupReply.Fresh) reply).results();
    }

    private static Movement movement(Result result) {
        return (Movement) Objects.requireNonNull(result.value());
    }

    private List<RecordedEvent> events(AccountId account) {
        return here.core.reader().stream(CreditCommand.stream(organisation, account), 0, 100_000);
    }

    @Nested
    class Accounts {

        @Test
        void belongToPartnersThatExist() {
            AccountId other = new AccountId("other");
            refused(open(other, AccountType.CUSTOMER, new AccountId("none")), UnknownPartner.class);
            refused(open(other, AccountType.CUSTOMER, SHOP), NotAPartner.class);
            assertThat(run(open(SHOP, AccountType.CUSTOMER, PARTNER)).changed()).isFalse();
        }

        @Test
        void areUnknownUntilTheyAreOpened() {
            AccountId none = new AccountId("none");
            refused(topUp(none, "t", 1), UnknownAccount.class);
            refused(use(here, none, "u", 1), UnknownAccount.class);
            accepted(open(none, AccountType.CUSTOMER, null));
            accepted(topUp(none, "t", 1));
            accepted(use(here, none, "u", 1));
        }
    }

    @Nested
    class Once {

        @Test
        void aUsageCountsInTheWholeOrganisation() {
            AccountId other = new AccountId("other");
            accepted(open(other, AccountType.CUSTOMER, PARTNER));
            accepted(topUp(SHOP, "t", 100));
            accepted(topUp(other, "t", 100));
            assertThat(accepted(use(here, SHOP, "u", 10)).changed()).isTrue();
            Result again = run(elsewhere, use(elsewhere, SHOP, "u", 10));
            assertThat(again.changed()).isFalse();
            assertThat(movement(again).figures().available()).isEqualTo(90);
            refused(use(here, SHOP, "u", 11), DuplicateMovement.class);
            refused(use(here, other, "u", 10), DuplicateMovement.class);
        }

        @Test
        void ofManyAtOnceOverTwoAccountsAndTwoNodesOneCounts() throws Exception {
            AccountId other = new AccountId("other");
            accepted(open(other, AccountType.CUSTOMER, PARTNER));
            accepted(topUp(SHOP, "t", 1_000));
            accepted(topUp(other, "t", 1_000));
            int changed = 0;
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Result>> results = IntStream.range(0, 60)
                        .mapToObj(i -> clients.submit(() -> {
                            TestLedger node = i % 2 == 0 ? here : elsewhere;
                            return run(node, use(node, i % 4 < 2 ? SHOP : other, "u", 10));
                        }))
                        .toList();
                for (Future<Result> result : results) {
                    changed += result.get().changed() ? 1 : 0;
                }
            }
            assertThat(changed).isEqualTo(1);
            assertThat(events(SHOP).size() + events(other).size()).isEqualTo(5);
        }

        /** Clients that send a top-up again while others use it: it counts once, and so does what is used of it. */
        @Test
        void whatIsUsedBehindATopUpSentTwiceIsDecidedOnTheOne() throws Exception {
            accepted(topUp(SHOP, "first", 1_000));
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int round = 0; round < 40; round++) {
                    String id = "r" + round;
                    List<Future<Result>> toppedUp = new ArrayList<>();
                    List<Future<Result>> used = new ArrayList<>();
                    used.add(clients.submit(() -> run(use(here, SHOP, id, 1))));
                    for (int i = 0; i < 3; i++) {
                        toppedUp.add(clients.submit(() -> run(topUp(SHOP, id, 100))));
                    }
                    for (int i = 0; i < 3; i++) {
                        String usage = id + "-" + i;
                        used.add(clients.submit(() -> run(use(here, SHOP, usage, 60))));
                    }
                    assertThat(changes(toppedUp)).isEqualTo(1);
                    changes(used);
                }
            }
            run(topUp(SHOP, "last", 1_000));
            long left = movement(accepted(use(here, SHOP, "last", 1))).figures().available();
            long used = events(SHOP).stream()
                    .map(here.core.eventCodec()::decode)
                    .mapToLong(e ->
                            e instanceof CreditEvent.CreditUsed u ? u.usage().net() : 0)
                    .sum();
            assertThat(left).isEqualTo(1_000 + 40 * 100 + 1_000 - used);
        }

        /** The first takes all that the others would need: they have not run out of credit, they are the same. */
        @Test
        void ofManyAtOnceThatTakeAllTheOthersAreUnchanged() throws Exception {
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int round = 0; round < 40; round++) {
                    String id = "r" + round;
                    accepted(topUp(SHOP, id, 100));
                    List<Future<Result>> used = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        TestLedger node = i % 5 == 0 ? elsewhere : here;
                        boolean inWindow = i % 3 == 0;
                        used.add(clients.submit(() -> inWindow
                                ? window(node, false, usage(SHOP, id, 100)).getFirst()
                                : run(node, use(node, SHOP, id, 100))));
                    }
                    assertThat(changes(used)).isEqualTo(1);
                    for (Future<Result> result : used) {
                        assertThat(result.get().refusal()).as(id).isNull();
                    }
                }
            }
        }

        private static int changes(List<Future<Result>> results) throws Exception {
            int changed = 0;
            for (Future<Result> result : results) {
                changed += result.get().changed() ? 1 : 0;
            }
            return changed;
        }

        @Test
        void theSecondOfAWindowSeesTheFirst() {
            accepted(topUp(SHOP, "t", 100));
            List<Result> results = window(
                    here, false, usage(SHOP, "u", 10), usage(SHOP, "u", 10), usage(SHOP, "u", 11), usage(SHOP, "v", 1));
            assertThat(results).extracting(Result::changed).containsExactly(true, false, false, true);
            assertThat(results.get(1).refusal()).isNull();
            assertThat(results.get(2).refusal()).isExactlyInstanceOf(DuplicateMovement.class);
            assertThat(movement(results.get(3)).figures().available()).isEqualTo(89);
        }

        @Test
        void aTopUpAndAHoldCountInTheirAccount() {
            assertThat(accepted(topUp(PARTNER, "t", 100)).changed()).isTrue();
            assertThat(accepted(topUp(SHOP, "t", 100)).changed()).isTrue();
            assertThat(accepted(topUp(SHOP, "t", 100)).changed()).isFalse();
            refused(topUp(SHOP, "t", 101), DuplicateMovement.class);
            HoldId id = new HoldId("h");
            CreditDrafts drafts = here.core.creditDrafts();
            Drafting hold = drafts.hold(organisation, SHOP, id, Money.ofMinor(40, GBP), null, NOW, NOW);
            assertThat(accepted(hold).changed()).isTrue();
            assertThat(accepted(hold).changed()).isFalse();
            Drafting capture = drafts.capture(organisation, SHOP, id, null, PRODUCT, 1, NOW, NOW);
            assertThat(movement(accepted(capture)).figures().available()).isEqualTo(60);
            assertThat(run(capture).refusal()).isExactlyInstanceOf(HoldClosed.class);
            refused(drafts.release(organisation, SHOP, id, NOW, NOW), HoldClosed.class);
            refused(drafts.release(organisation, PARTNER, id, NOW, NOW), UnknownHold.class);
            assertThat(accepted(hold).changed()).isFalse();
        }
    }

    @Nested
    class Windows {

        @Test
        void refuseAllForOneWhenAtomic() {
            accepted(topUp(SHOP, "t", 100));
            List<Result> results = window(here, true, usage(SHOP, "u", 10), usage(SHOP, "v", 1_000));
            assertThat(results.get(1).refusal()).isExactlyInstanceOf(InsufficientCredit.class);
            assertThat(events(SHOP)).hasSize(2);
        }

        @Test
        void refuseWhatHasNoAccountOrProductAndGoOn() {
            accepted(topUp(SHOP, "t", 100));
            UsageRequest unknown = new UsageRequest(
                    SHOP, new UsageId("p"), new ProductId("none"), 1, Money.ofMinor(1, GBP), NOW, true);
            List<Result> results =
                    window(here, false, usage(new AccountId("none"), "n", 1), unknown, usage(SHOP, "u", 10));
            assertThat(results.get(0).refusal()).isExactlyInstanceOf(UnknownAccount.class);
            assertThat(results.get(1).refusal()).isExactlyInstanceOf(UnknownCatalogueEntry.class);
            assertThat(results.get(2).changed()).isTrue();
        }

        @Test
        void areDecidedAgainWhenManyDiscountsChangedOnAnotherNode() {
            int accounts = 20;
            UsageRequest[] usages = new UsageRequest[accounts];
            for (int i = 0; i < accounts; i++) {
                AccountId account = new AccountId("a-" + i);
                accepted(open(account, AccountType.CUSTOMER, null));
                accepted(topUp(account, "t", 100));
                usages[i] = usage(account, "u-" + i, 10);
                assertThat(run(elsewhere, use(elsewhere, account, "first-" + i, 10))
                                .changed())
                        .isTrue();
            }
            for (int i = 0; i < accounts; i++) {
                accepted(discount("d-" + i, new AccountId("a-" + i), DiscountScope.ACCOUNT, 5_000));
            }
            assertThat(window(elsewhere, false, usages))
                    .allSatisfy(result ->
                            assertThat(movement(result).figures().available()).isEqualTo(85));
        }
    }

    private Drafting discount(String id, AccountId owner, DiscountScope scope, int basisPoints) {
        Discount discount = new Discount(
                new DiscountId(id),
                owner,
                scope,
                null,
                new DiscountTerms.Percent(basisPoints),
                NOW.minus(Duration.ofDays(1)),
                null);
        return here.core.discountDrafts().put(organisation, discount, NOW);
    }

    @Nested
    class WithDiscounts {

        @Test
        void countFromTheMomentThatAnyNodeKnowsThem() {
            accepted(topUp(SHOP, "t", 1_000));
            run(elsewhere, use(elsewhere, SHOP, "u-1", 100));
            accepted(discount("d-1", PARTNER, DiscountScope.CUSTOMERS, 1_000));
            Movement second = movement(run(elsewhere, use(elsewhere, SHOP, "u-2", 100)));
            assertThat(second.figures().available()).isEqualTo(810);
            accepted(here.core.discountDrafts().revoke(organisation, new DiscountId("d-1"), NOW));
            Movement third = movement(run(elsewhere, use(elsewhere, SHOP, "u-3", 100)));
            assertThat(third.figures().available()).isEqualTo(710);
        }

        @Test
        void ofAPartnerAreNotForItsOwnAccount() {
            accepted(discount("d-1", PARTNER, DiscountScope.CUSTOMERS, 1_000));
            accepted(topUp(PARTNER, "t", 100));
            assertThat(movement(accepted(use(here, PARTNER, "u", 100)))
                            .figures()
                            .available())
                    .isZero();
        }

        @Test
        void keepTheirOwnerAndTheirId() {
            accepted(discount("d-1", PARTNER, DiscountScope.CUSTOMERS, 1_000));
            assertThat(accepted(discount("d-1", PARTNER, DiscountScope.CUSTOMERS, 1_000))
                            .changed())
                    .isFalse();
            refused(discount("d-1", SHOP, DiscountScope.ACCOUNT, 1_000), DiscountOwnerFixed.class);
            refused(discount("d-2", SHOP, DiscountScope.CUSTOMERS, 1_000), NotAPartner.class);
            refused(discount("d-2", new AccountId("none"), DiscountScope.ACCOUNT, 1), UnknownAccount.class);
            refused(
                    here.core.discountDrafts().revoke(organisation, new DiscountId("none"), NOW),
                    UnknownDiscount.class);
            accepted(here.core.discountDrafts().revoke(organisation, new DiscountId("d-1"), NOW));
            refused(discount("d-1", PARTNER, DiscountScope.CUSTOMERS, 1_000), DiscountIsRevoked.class);
        }

        @Test
        void areInTheCurrencyOfTheirAccount() {
            Discount yen = new Discount(
                    new DiscountId("d"),
                    SHOP,
                    DiscountScope.ACCOUNT,
                    null,
                    new DiscountTerms.Fixed(Money.ofMinor(1, Currency.getInstance("JPY"))),
                    NOW,
                    null);
            refused(here.core.discountDrafts().put(organisation, yen, NOW), CreditCurrencyMismatch.class);
        }
    }

    @Nested
    class Snapshots {

        private long sequence() {
            try (Connection connection = database.owner().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("select coalesce(max(stream_sequence), 0) from ledger.snapshot"
                                    + " where stream = 'account/shop' and organisation = '" + organisation + "'")) {
                row.next();
                return row.getLong(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private void grow() {
            accepted(topUp(SHOP, "t", 10_000));
            for (int w = 0; w < 5; w++) {
                int from = w * 50;
                window(
                        here,
                        false,
                        IntStream.range(from, from + 50)
                                .mapToObj(i -> usage(SHOP, "u-" + i, 1))
                                .toArray(UsageRequest[]::new));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> sequence() >= 100);
        }

        @Test
        void ofALongAccountAreReadBySinglesAndByWindows() {
            grow();
            try (TestLedger fresh = new TestLedger(database)) {
                assertThat(movement(run(fresh, use(fresh, SHOP, "one", 1)))
                                .figures()
                                .available())
                        .isEqualTo(9_749);
            }
            try (TestLedger fresh = new TestLedger(database)) {
                List<Result> results = window(fresh, false, usage(SHOP, "two", 1), usage(SHOP, "u-7", 1));
                assertThat(movement(results.get(0)).figures().available()).isEqualTo(9_748);
                assertThat(results.get(1).changed()).isFalse();
            }
        }

        @Test
        void areNeverMadeOfWhatWasRefusedAsAWhole() {
            accepted(topUp(SHOP, "t", 10_000));
            for (int i = 0; i < 120; i++) {
                String id = "w-" + i;
                window(
                        here,
                        true,
                        usage(SHOP, id + "-1", 1),
                        usage(SHOP, id + "-2", 1),
                        usage(SHOP, id + "-3", 1),
                        usage(SHOP, id + "-4", 1_000_000));
                assertThat(movement(run(here, use(here, SHOP, id, 1))).figures().available())
                        .isEqualTo(9_999 - i);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> sequence() >= 99);
            try (TestLedger fresh = new TestLedger(database)) {
                assertThat(movement(run(fresh, use(fresh, SHOP, "one", 1)))
                                .figures()
                                .available())
                        .isEqualTo(9_879);
            }
            database.asOwner("delete from ledger.snapshot");
            try (TestLedger fresh = new TestLedger(database)) {
                assertThat(movement(run(fresh, use(fresh, SHOP, "two", 1)))
                                .figures()
                                .available())
                        .isEqualTo(9_878);
            }
        }

        @Test
        void canBeDroppedAtAnyTime() {
            grow();
            database.asOwner("delete from ledger.snapshot");
            try (TestLedger fresh = new TestLedger(database)) {
                assertThat(movement(window(fresh, false, usage(SHOP, "one", 1)).getFirst())
                                .figures()
                                .available())
                        .isEqualTo(9_749);
            }
        }
    }

    /**
     * Clients ask at once, on two nodes, singly and in windows of usages. What was recorded must be what the model says of the same
     * requests in the order in which they were recorded, and a refusal must be one at some point while the request was under way.
     */
    @Nested
    class AtOnce {

        private static final int ACCOUNTS = 4;
        private static final int CLIENTS = 6;
        private static final int STEPS = 60;

        /** One request; more than one operation for a window. */
        private record Asked(List<CreditOperation> operations, long before, long after, List<Result> results) {}

        private final Map<String, Asked> requests = new ConcurrentHashMap<>();
        private final Map<String, RandomCredit> random = new LinkedHashMap<>();
        private final Map<String, CreditDriver> drivers = new HashMap<>();
        private final AtomicInteger keys = new AtomicInteger();
        private List<Offer> offers = List.of();

        @ParameterizedTest
        @ValueSource(longs = {3, 20110301})
        void isAsIfOneAfterTheOther(long seed) throws Exception {
            prepare(new Random(seed));
            List<List<CreditOperation>> work = work(new Random(seed + 1));
            try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
                List<Future<?>> all = new ArrayList<>();
                for (int c = 0; c < CLIENTS; c++) {
                    int client = c;
                    all.add(clients.submit(() -> {
                        for (int i = client; i < work.size(); i += CLIENTS) {
                            ask(client % 2 == 0 ? here : elsewhere, work.get(i));
                        }
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
            for (String account : random.keySet()) {
                replay(account, "seed " + seed + ", " + account);
            }
            assertBooks("seed " + seed);
        }

        private void prepare(Random source) {
            for (int a = 0; a < ACCOUNTS; a++) {
                String account = "a-" + a;
                RandomCredit one = new RandomCredit(source, account);
                random.put(account, one);
                CreditDriver driver = new CreditDriver(here.core, organisation, one.currency());
                drivers.put(account, driver);
                if (a == 0) {
                    offers = one.offers("d-");
                    offers.forEach(this::grant);
                }
                accepted(driver.open(account, 10, one.next().now()));
            }
        }

        private void grant(Offer offer) {
            Discount discount = CreditDriver.granted(offer, PARTNER, DiscountScope.CUSTOMERS)
                    .discount();
            accepted(here.core.discountDrafts().put(organisation, discount, offer.granted()));
            if (offer.revoked() != null) {
                accepted(here.core.discountDrafts().revoke(organisation, discount.discountId(), offer.revoked()));
            }
        }

        private List<List<CreditOperation>> work(Random source) {
            List<List<CreditOperation>> work = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                List<CreditOperation> window = new ArrayList<>();
                for (RandomCredit one : random.values()) {
                    for (int n = 0; n < 4; n++) {
                        CreditOperation next = one.next();
                        if (next instanceof Use && source.nextBoolean()) {
                            window.add(next);
                        } else {
                            work.add(List.of(next));
                        }
                    }
                }
                if (!window.isEmpty()) {
                    work.add(window);
                }
            }
            return work;
        }

        private void ask(TestLedger node, List<CreditOperation> operations) {
            String key = "r-" + keys.incrementAndGet();
            CommandContext context = new CommandContext(
                    organisation, new EventMetadata("test", "TEST", EventMetadata.Source.API, null, key, null, null));
            long before = here.core.reader().head();
            List<Result> results = null;
            while (results == null) {
                results = attempt(node, context, operations);
            }
            requests.put(key, new Asked(operations, before, here.core.reader().head(), results));
        }

        /** Null when two nodes got into each other's way so often that the client is told to come again. */
        private @Nullable List<Result> attempt(
                TestLedger node, CommandContext context, List<CreditOperation> operations) {
            try {
                if (operations.size() > 1) {
                    return window(node, context, operations);
                }
                CreditOperation one = operations.getFirst();
                Currency currency =
                        Objects.requireNonNull(drivers.get(one.account())).currency();
                Reply reply = new CreditDriver(node.core, organisation, currency).ask(context, one);
                return List.of(((Reply.Fresh) reply).result());
            } catch (StoreUnavailableException busy) {
                assertThat(busy.outcomeUnknown()).isFalse();
                return null;
            }
        }

        private List<Result> window(TestLedger node, CommandContext context, List<CreditOperation> operations) {
            // A window has one clock: the newest of its operations' would book more than the model does for the first
            // of them.
            Instant now = operations.getFirst().now();
            List<UsageRequest> usages = operations.stream()
                    .map(o -> Objects.requireNonNull(drivers.get(o.account())).usage((Use) o))
                    .toList();
            GroupReply reply = node.core
                    .creditUsages()
                    .record(context, usages, now, false, null, (r, receipt) -> new StoredAnswer(200, null, ""));
            return ((GroupReply.Fresh) reply).results();
        }

        private void replay(String account, String where) {
            CreditModel model =
                    new CreditModel(Objects.requireNonNull(drivers.get(account)).currency(), 10, offers);
            List<RecordedEvent> events = events(new AccountId(account));
            Map<Long, CreditModel> standings = new LinkedHashMap<>();
            int next = 1;
            standings.put(events.getFirst().position(), model.copy());
            while (next < events.size()) {
                String key = key(events.get(next));
                List<String> recorded = new ArrayList<>();
                long position = 0;
                while (next < events.size() && key(events.get(next)).equals(key)) {
                    recorded.add(CreditLines.of((CreditEvent) decode(events.get(next))));
                    position = events.get(next++).position();
                }
                Asked asked = Objects.requireNonNull(requests.get(key));
                List<String> lines = new ArrayList<>();
                for (CreditOperation operation : of(asked, account)) {
                    lines.addAll(model.apply(operation).lines());
                }
                assertThat(recorded).as("%s, %s", where, asked.operations()).isEqualTo(lines);
                standings.put(position, model.copy());
            }
            requests.values().stream()
                    .filter(asked -> asked.operations().size() == 1)
                    .filter(asked -> asked.operations().getFirst().account().equals(account))
                    .filter(asked -> !asked.results().getFirst().changed())
                    .forEach(asked -> assertRefusable(asked, standings, where));
        }

        private List<CreditOperation> of(Asked asked, String account) {
            Instant now = asked.operations().getFirst().now();
            return asked.operations().stream()
                    .filter(operation -> operation.account().equals(account))
                    .map(o -> asked.operations().size() > 1 && o instanceof Use u
                            ? new Use(u.account(), u.id(), u.product(), u.gross(), u.currency(), u.at(), now)
                            : o)
                    .toList();
        }

        private void assertRefusable(Asked asked, Map<Long, CreditModel> standings, String where) {
            Rejection refusal = asked.results().getFirst().refusal();
            List<Outcome> possible = new ArrayList<>();
            CreditModel last = null;
            for (Map.Entry<Long, CreditModel> standing : standings.entrySet()) {
                if (standing.getKey() > asked.after()) {
                    break;
                }
                if (standing.getKey() > asked.before() && last != null) {
                    possible.add(last.copy().apply(asked.operations().getFirst()));
                }
                last = standing.getValue();
            }
            possible.add(
                    Objects.requireNonNull(last).copy().apply(asked.operations().getFirst()));
            assertThat(possible)
                    .as("%s, %s", where, asked)
                    .contains(new Outcome(refusal == null ? null : refusal.code(), List.of()));
        }

        private void assertBooks(String where) {
            Map<String, Long> books = new HashMap<>();
            Map<Currency, Long> sums = new HashMap<>();
            for (RecordedEvent recorded : here.core.reader().after(0, 1_000_000)) {
                if (recorded.organisation().equals(organisation)) {
                    LedgerEvent event = decode(recorded);
                    for (Posting posting : Journal.entry(event).postings()) {
                        books.merge(posting.account(), posting.amount(), Math::addExact);
                        sums.merge(posting.currency(), posting.amount(), Math::addExact);
                    }
                    assertThat(sums.values()).as(where).allMatch(sum -> sum == 0);
                    if (event instanceof CreditEvent credit) {
                        CreditFigures figures = credit.figures();
                        assertThat(books.getOrDefault(
                                        "credit:account:" + credit.account().accountId(), 0L))
                                .as(where)
                                .isEqualTo(figures.overdrawn() - figures.left());
                    }
                }
            }
        }

        private LedgerEvent decode(RecordedEvent event) {
            return here.core.eventCodec().decode(event);
        }

        private String key(RecordedEvent event) {
            return String.valueOf(here.core.eventCodec().metadata(event).requestKey());
        }
    }
}
