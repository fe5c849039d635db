package org.commissionledger.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.testing.TestLedger.GBP;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.UnknownCatalogueEntry;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoreUnavailableException;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.money.Money;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.LossyDatabase;
import org.commissionledger.testing.LossyDatabase.Lost;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single usages of one account by many clients at once: they share transactions, and each is answered for itself. */
class SingleUsagesTest {

    private static final Instant NOW = TestLedger.MARCH;
    private static final AccountId SHOP = new AccountId("shop");
    private static final ProductId PRODUCT = new ProductId("product-uk");
    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();
    private static final int CREDIT = 100;
    private static final int OVERDRAFT = 40;

    private static TestDatabase database;
    private static LossyDatabase lossy;
    private static TestLedger ledger;

    private final OrganisationId organisation = new OrganisationId("single-" + ORGANISATIONS.incrementAndGet());

    /** Clients that ask at once, each in a thread of its own. */
    private final List<Thread> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = TestDatabase.migrated();
        lossy = new LossyDatabase(database.service());
        ledger = new TestLedger(database, lossy, AppenderSettings.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @BeforeEach
    void openShop() {
        ledger.withCatalogue(organisation, "uk");
        CreditDrafts drafts = ledger.core.creditDrafts();
        AccountFacts facts = new AccountFacts(SHOP, AccountType.CUSTOMER, null, GBP);
        accepted(drafts.open(organisation, facts, "Shop", OVERDRAFT, NOW, NOW));
        TopUp topUp = new TopUp(new TopUpId("t"), TopUpCategory.PAID, CREDIT, 50, null);
        accepted(drafts.topUp(organisation, SHOP, topUp, GBP, NOW, true, NOW));
        use("first", 1, null);
    }

    private void accepted(Drafting drafting) {
        Reply reply = ledger.ledger().execute(TestLedger.context(organisation), drafting, null);
        assertThat(((Reply.Fresh) reply).result().refusal()).isNull();
    }

    private static UsageRequest usage(String id, ProductId product, long amount) {
        return new UsageRequest(SHOP, new UsageId(id), product, 1, Money.ofMinor(amount, GBP), NOW, true);
    }

    private Reply use(String id, long amount, @Nullable Keyed keyed) {
        return use(usage(id, PRODUCT, amount), keyed);
    }

    private Reply use(UsageRequest usage, @Nullable Keyed keyed) {
        return ledger.core.creditUsages().record(TestLedger.context(organisation), usage, NOW, keyed);
    }

    private CompletableFuture<Reply> inAThread(UsageRequest usage, @Nullable Keyed keyed) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        clients.add(Thread.ofPlatform().start(() -> {
            try {
                reply.complete(use(usage, keyed));
            } catch (RuntimeException e) {
                reply.completeExceptionally(e);
            }
        }));
        return reply;
    }

    /**
     * Nothing is written until all of them ask, so that each is decided behind the one before it. What writes nothing may be answered before,
     * when it came first.
     */
    private void whileNothingIsWritten(Runnable asking) throws SQLException {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table ledger.event in share mode");
            asking.run();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> clients.stream()
                            .allMatch(client -> client.getState() == Thread.State.WAITING || !client.isAlive()));
            connection.rollback();
        }
    }

    private static Result result(CompletableFuture<Reply> reply) {
        return ((Reply.Fresh) reply.join()).result();
    }

    private static long available(Result result) {
        return ((Movement) Objects.requireNonNull(result.value())).figures().available();
    }

    private List<Used> recorded() {
        return ledger.core.reader().stream(CreditCommand.stream(organisation, SHOP), 0, 10_000).stream()
                .map(ledger.core.eventCodec()::decode)
                .filter(Used.class::isInstance)
                .map(Used.class::cast)
                .toList();
    }

    private void assertWithoutHoles() {
        List<RecordedEvent> events = ledger.core.reader().stream(CreditCommand.stream(organisation, SHOP), 0, 10_000);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).streamSequence()).isEqualTo(i);
        }
    }

    @Test
    void neverGoBeyondTheOverdraftAndAreAnsweredAsIfOneAfterTheOther() throws Exception {
        Map<String, CompletableFuture<Reply>> asked = new TreeMap<>();
        whileNothingIsWritten(() -> {
            for (int i = 0; i < 200; i++) {
                String id = "u-" + i;
                asked.put(id, inAThread(usage(id, PRODUCT, 1), null));
            }
        });
        long refused = 0;
        Map<String, Long> told = new TreeMap<>();
        for (Map.Entry<String, CompletableFuture<Reply>> one : asked.entrySet()) {
            Result result = result(one.getValue());
            if (result.refusal() == null) {
                told.put(one.getKey(), available(result));
            } else {
                assertThat(result.refusal()).isExactlyInstanceOf(InsufficientCredit.class);
                refused++;
            }
        }
        assertThat(told).hasSize(CREDIT + OVERDRAFT - 1);
        assertThat(refused).isEqualTo(200 - told.size());
        long left = CREDIT - 1;
        for (Used used : recorded().subList(1, told.size() + 1)) {
            assertThat(used.figures().available()).isEqualTo(--left);
            assertThat(told.get(used.usage().usageId().value())).isEqualTo(left);
        }
        assertThat(left).isEqualTo(-OVERDRAFT);
        assertWithoutHoles();
    }

    @Test
    void areWrittenInFewTransactions() throws Exception {
        long before = ledger.meters().get("ledger.append.batch").summary().count();
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        whileNothingIsWritten(() -> {
            for (int i = 0; i < 100; i++) {
                asked.add(inAThread(usage("u-" + i, PRODUCT, 1), null));
            }
        });
        asked.forEach(one -> assertThat(result(one).changed()).isTrue());
        assertThat(ledger.meters().get("ledger.append.batch").summary().count() - before)
                .isLessThan(20);
    }

    @Test
    void failAlone() throws Exception {
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        Keyed broken = keyed("broken", result -> {
            throw new IllegalStateException("no answer");
        });
        whileNothingIsWritten(() -> {
            asked.add(inAThread(usage("a", PRODUCT, 10), null));
            asked.add(inAThread(usage("b", PRODUCT, 1_000), null));
            asked.add(inAThread(usage("c", new ProductId("none"), 10), null));
            asked.add(inAThread(usage("d", PRODUCT, 10), broken));
            asked.add(inAThread(usage("first", PRODUCT, 2), null));
            asked.add(inAThread(usage("first", PRODUCT, 1), null));
            asked.add(inAThread(usage("e", PRODUCT, 10), null));
        });
        assertThat(result(asked.get(0)).changed()).isTrue();
        assertThat(result(asked.get(1)).refusal()).isExactlyInstanceOf(InsufficientCredit.class);
        assertThat(result(asked.get(2)).refusal()).isExactlyInstanceOf(UnknownCatalogueEntry.class);
        assertThatThrownBy(() -> asked.get(3).join()).hasRootCauseMessage("no answer");
        assertThat(result(asked.get(4)).refusal()).isExactlyInstanceOf(DuplicateMovement.class);
        assertThat(result(asked.get(5)).changed()).isFalse();
        assertThat(result(asked.get(6)).changed()).isTrue();
        assertThat(recorded().getLast().figures().available()).isEqualTo(CREDIT - 21);
        assertThat(recorded()).hasSize(3);
        assertWithoutHoles();
    }

    /** Each of them ends an attempt for all behind it, which is then not one that was made in vain. */
    @Test
    void failAloneHoweverManyThereAre() throws Exception {
        Keyed broken = keyed("broken", result -> {
            throw new IllegalStateException("no answer");
        });
        List<CompletableFuture<Reply>> failed = new ArrayList<>();
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        whileNothingIsWritten(() -> {
            for (int i = 0; i < 30; i++) {
                asked.add(inAThread(usage("u-" + i, PRODUCT, 1), null));
                failed.add(inAThread(usage("b-" + i, PRODUCT, 1), broken));
            }
        });
        asked.forEach(one -> assertThat(result(one).changed()).isTrue());
        assertThat(failed).allSatisfy(one -> assertThatThrownBy(one::join).hasRootCauseMessage("no answer"));
        assertThat(recorded().getLast().figures().available()).isEqualTo(CREDIT - 31);
        assertWithoutHoles();
    }

    /** It rests on nothing, and so not on the request before it either, which is none because its key was used. */
    @Test
    void areRefusedForAProductThatIsNotThereWhateverBecomesOfTheOneBefore() throws Exception {
        Keyed used = keyed("used", result -> "available " + available(result));
        use(usage("before", PRODUCT, 1), used);
        List<CompletableFuture<Reply>> again = new ArrayList<>();
        List<CompletableFuture<Reply>> refused = new ArrayList<>();
        whileNothingIsWritten(() -> {
            inAThread(usage("lead", PRODUCT, 1), null);
            for (int i = 0; i < 6; i++) {
                again.add(inAThread(usage("k-" + i, PRODUCT, 1), used));
                refused.add(inAThread(usage("r-" + i, new ProductId("none"), 1), null));
            }
        });
        assertThat(again).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Reply.Repeated.class));
        assertThat(refused)
                .allSatisfy(one -> assertThat(result(one).refusal()).isExactlyInstanceOf(UnknownCatalogueEntry.class));
        assertWithoutHoles();
    }

    private static Keyed keyed(String key, Function<Result, String> body) {
        return new Keyed(
                new RequestKey("client", key, new byte[] {1}),
                (result, receipt) -> new StoredAnswer(201, null, body.apply(result)));
    }

    @Test
    void ofOneKeyOrOneIdCountOnce() throws Exception {
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        Keyed keyed = keyed("key", result -> "available " + available(result));
        whileNothingIsWritten(() -> {
            for (int i = 0; i < 6; i++) {
                asked.add(inAThread(usage("k-" + i, PRODUCT, 1), keyed));
                asked.add(inAThread(usage("same", PRODUCT, 1), null));
                asked.add(inAThread(usage("u-" + i, PRODUCT, 1), null));
            }
        });
        List<String> told = new ArrayList<>();
        int repeated = 0;
        int changed = 0;
        for (CompletableFuture<Reply> one : asked) {
            switch (one.join()) {
                case Reply.Fresh fresh -> {
                    changed += fresh.result().changed() ? 1 : 0;
                    told.add(fresh.answer() == null ? "" : fresh.answer().body());
                }
                case Reply.Repeated again -> {
                    repeated++;
                    told.add(again.answer().body());
                }
            }
        }
        assertThat(repeated).isEqualTo(5);
        assertThat(changed).isEqualTo(8);
        assertThat(told.stream().filter(body -> !body.isEmpty()).distinct()).hasSize(1);
        assertThat(recorded()).hasSize(9);
        assertWithoutHoles();
    }

    /** The service makes an id for a usage that has none, so that only the key tells that it is a repetition. */
    @Test
    void areToldTheirFirstAnswersWhenAllComeAgain() throws Exception {
        for (int i = 0; i < 40; i++) {
            use("first-" + i, 1, keyed("key-" + i, result -> "first"));
        }
        List<CompletableFuture<Reply>> again = new ArrayList<>();
        List<CompletableFuture<Reply>> fresh = new ArrayList<>();
        whileNothingIsWritten(() -> {
            for (int i = 0; i < 40; i++) {
                again.add(inAThread(usage("again-" + i, PRODUCT, 1), keyed("key-" + i, result -> "again")));
                again.add(inAThread(usage("one-" + i, PRODUCT, 1), keyed("key-0", result -> "again")));
                fresh.add(inAThread(usage("fresh-" + i, PRODUCT, 1), keyed("fresh-" + i, result -> "fresh")));
            }
        });
        assertThat(again)
                .extracting(one -> ((Reply.Repeated) one.join()).answer().body())
                .containsOnly("first");
        assertThat(fresh).extracting(one -> result(one).changed()).containsOnly(true);
        assertThat(recorded()).hasSize(81);
        assertWithoutHoles();
    }

    @Test
    void areAcceptedWhenTheCommitWasDoneAndItsAnswerLost() throws Exception {
        List<CompletableFuture<Reply>> asked = losing(Lost.AFTER);
        asked.forEach(one -> assertThat(result(one).changed()).isTrue());
        assertThat(recorded()).hasSize(31);
        assertThat(available(((Reply.Fresh) use("then", 1, null)).result())).isEqualTo(CREDIT - 32);
        assertWithoutHoles();
    }

    @Test
    void areToldSoWhenTheCommitWasLost() throws Exception {
        List<CompletableFuture<Reply>> asked = losing(Lost.BEFORE);
        int written = 0;
        for (CompletableFuture<Reply> one : asked) {
            try {
                written += result(one).changed() ? 1 : 0;
            } catch (CompletionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                StoreUnavailableException.class,
                                lost -> assertThat(lost.outcomeUnknown()).isFalse());
            }
        }
        assertThat(written).isLessThan(30);
        assertThat(recorded()).hasSize(1 + written);
        assertThat(available(((Reply.Fresh) use("then", 1, null)).result())).isEqualTo(CREDIT - 2 - written);
        assertWithoutHoles();
    }

    /** The connection of the first, or of the group behind it, is lost. */
    private List<CompletableFuture<Reply>> losing(Lost lost) throws SQLException {
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        whileNothingIsWritten(() -> {
            asked.add(inAThread(usage("leads", PRODUCT, 1), null));
            await().until(() -> clients.getFirst().getState() == Thread.State.WAITING);
            lossy.lose(lost);
            for (int i = 1; i < 30; i++) {
                asked.add(inAThread(usage("u-" + i, PRODUCT, 1), null));
            }
        });
        return asked;
    }
}
