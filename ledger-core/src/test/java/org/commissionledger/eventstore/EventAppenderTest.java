package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.commissionledger.eventstore.Append.Outcome;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.LossyDatabase;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventAppenderTest {

    private static final OrganisationId DEMO = new OrganisationId("demo");
    private static final OrganisationId OTHER = new OrganisationId("other");
    private static final Instant AT = Instant.parse("2011-03-01T00:00:00.123456Z");

    private final TestDatabase database = TestDatabase.migrated();
    private final EventReader reader = new EventReader(database.service());
    private final AtomicLong told = new AtomicLong();
    private EventAppender appender;

    @BeforeEach
    void open() {
        appender = appender(Clock.systemUTC(), AppenderSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        appender.close();
    }

    private EventAppender appender(Clock clock, AppenderSettings settings) {
        return new EventAppender(
                database.service(),
                settings,
                clock,
                new SimpleMeterRegistry(),
                p -> told.accumulateAndGet(p, Math::max));
    }

    static NewEvent event(String stream, long sequence) {
        return new NewEvent(UuidV7.next(), stream, sequence, "order.placed", 1, AT, "{\"a\":\"é\\\"\"}", "{}");
    }

    static Append append(OrganisationId organisation, NewEvent... events) {
        return new Append(organisation, List.of(events), Map.of(), null);
    }

    private static Append behind(CompletableFuture<Outcome> before, Append append) {
        return new Append(
                append.organisation(), append.events(), append.basis(), Map.of(), Set.of(before), append.keyed());
    }

    private static Append keyed(String key, String body, NewEvent... events) {
        return new Append(
                DEMO,
                List.of(events),
                Map.of(),
                new Append.KeyedAnswer(
                        new RequestKey("client", key, body.getBytes()),
                        receipt -> new StoredAnswer(201, "/x", body + "@" + receipt.position())));
    }

    private static NewEvent once(String stream, int key) {
        return new NewEvent(
                UuidV7.next(), stream, NewEvent.AT_END, "customer.event-recorded", 1, AT, "{}", "{}", new UUID(7, key));
    }

    private Receipt receipt(Append append) {
        return ((Outcome.Appended) run(append)).receipt();
    }

    /** Many events are copied, not inserted: the same rows must come of it. */
    @Nested
    class ManyInOneRequest {

        private static final int MANY = 1_500;

        private final List<String> texts =
                List.of("{}", "{\"a\":\"é\\n\\\"\\\\, \u20AC \uD83D\uDCB7\"}", "{\"a\":\"\\\\.\"}");
        /** Longer than what is sent at once. */
        private final String longText = "{\"a\":\"" + "x".repeat(300_000) + "\"}";

        private final List<Instant> times = List.of(
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("1999-12-31T23:59:59.000001Z"),
                Instant.parse("2000-01-01T00:00:00Z"),
                AT);

        private NewEvent[] many() {
            return IntStream.range(0, MANY)
                    .mapToObj(i -> new NewEvent(
                            UuidV7.next(),
                            "customer-events/c-" + i % 7,
                            NewEvent.AT_END,
                            "customer.event-recorded",
                            1 + i % 2,
                            times.get(i % times.size()),
                            i == MANY / 2 ? longText : texts.get(i % texts.size()),
                            "{\"n\":" + "1".repeat(1 + i % 300) + "}",
                            i % 3 == 0 ? null : new UUID(9, i)))
                    .toArray(NewEvent[]::new);
        }

        @Test
        void areReadBackAsTheyWereGiven() {
            NewEvent[] given = many();
            assertThat(receipt(append(DEMO, given)).position()).isEqualTo(MANY);
            List<RecordedEvent> stored = reader.after(0, MANY + 1);
            assertThat(stored)
                    .extracting(
                            RecordedEvent::eventId,
                            RecordedEvent::stream,
                            RecordedEvent::revision,
                            RecordedEvent::effectiveAt,
                            RecordedEvent::payload,
                            RecordedEvent::metadata)
                    .containsExactlyElementsOf(Stream.of(given)
                            .map(e -> tuple(
                                    e.eventId(), e.stream(), e.revision(), e.effectiveAt(), e.payload(), e.metadata()))
                            .toList());
            ChainCheck.assertWhole(reader, DEMO);
        }

        @Test
        void whatIsThereAlreadyIsLeftOutAndTheRestWritten() {
            NewEvent before = once("customer-events/c-1", 1);
            receipt(append(DEMO, before));
            List<NewEvent> events = new ArrayList<>(List.of(many()));
            NewEvent again = once("customer-events/c-1", 1);
            events.add(MANY / 2, again);
            Receipt receipt = receipt(append(DEMO, events.toArray(NewEvent[]::new)));
            assertThat(receipt.leftOut()).containsExactly(again.eventId());
            assertThat(reader.after(0, MANY + 5)).hasSize(MANY + 1);
            ChainCheck.assertWhole(reader, DEMO);
        }
    }

    @Nested
    class WritesOnce {

        private static final String STREAM = "customer-events/c-1";

        @Test
        void theFirstOfSeveralInOneRequest() {
            NewEvent first = once(STREAM, 1);
            NewEvent again = once(STREAM, 1);
            Receipt receipt = receipt(append(DEMO, first, again, event(STREAM, NewEvent.AT_END), once(STREAM, 2)));
            assertThat(receipt.leftOut()).containsExactly(again.eventId());
            assertThat(receipt.position()).isEqualTo(3);
            assertThat(reader.after(0, 10)).extracting(RecordedEvent::position).containsExactly(1L, 2L, 3L);
            assertThat(reader.after(0, 10))
                    .extracting(RecordedEvent::streamSequence)
                    .containsExactly(0L, 1L, 2L);
            ChainCheck.assertWhole(reader, DEMO);
        }

        @Test
        void whatComesAgainInAnotherRequestOrAfterARestart() {
            receipt(append(DEMO, once(STREAM, 1), once(STREAM, 2)));
            appender.close();
            appender = appender(Clock.systemUTC(), AppenderSettings.DEFAULT);
            NewEvent again = once(STREAM, 2);
            Receipt receipt = receipt(append(DEMO, again, once(STREAM, 3)));
            assertThat(receipt.leftOut()).containsExactly(again.eventId());
            Receipt nothing = receipt(append(DEMO, once(STREAM, 1), once(STREAM, 3)));
            assertThat(nothing.leftOut()).hasSize(2);
            assertThat(nothing.position()).isEqualTo(3);
            assertThat(reader.after(0, 10)).hasSize(3);
            ChainCheck.assertWhole(reader, DEMO);
        }

        private NewEvent decided(String stream, long sequence, int key) {
            return new NewEvent(UuidV7.next(), stream, sequence, "credit.used", 1, AT, "{}", "{}", new UUID(8, key));
        }

        @Test
        void whatWasDecidedIsDecidedAgainWhenItsKeyTurnedUp() {
            receipt(append(DEMO, decided("account/a", 0, 1)));
            assertThat(run(append(DEMO, decided("account/b", 0, 1), decided("account/b", 1, 2))))
                    .isEqualTo(Outcome.Conflicted.overtaken("account/b"));
            assertThat(reader.after(0, 10)).hasSize(1);
            assertThat(receipt(append(DEMO, decided("account/b", 0, 2))).leftOut())
                    .isEmpty();
            ChainCheck.assertWhole(reader, DEMO);
        }

        @Test
        void aKeyTwiceAmongWhatWasDecidedIsNoAppend() {
            assertThat(run(append(DEMO, decided("account/a", 0, 1), decided("account/a", 1, 1))))
                    .isEqualTo(Outcome.Conflicted.overtaken("account/a"));
            assertThat(reader.after(0, 10)).isEmpty();
        }

        @Test
        void oneOfManyDecisionsOnTwoNodesAtOnce() throws Exception {
            try (EventAppender other = appender(Clock.systemUTC(), AppenderSettings.DEFAULT);
                    ExecutorService callers = Executors.newFixedThreadPool(8)) {
                List<Future<Outcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    EventAppender node = i % 2 == 0 ? appender : other;
                    Append append = append(DEMO, decided("account/" + i, 0, 1));
                    outcomes.add(callers.submit(() -> node.submit(append).join()));
                }
                int appended = 0;
                for (Future<Outcome> outcome : outcomes) {
                    appended += outcome.get() instanceof Outcome.Appended ? 1 : 0;
                }
                assertThat(appended).isEqualTo(1);
            }
            assertThat(reader.after(0, 10)).hasSize(1);
            assertThat(reader.once(List.of(new UUID(8, 1), new UUID(8, 2)))).containsOnlyKeys(new UUID(8, 1));
        }

        @Test
        void whatTwoNodesSendAtOnce() throws Exception {
            try (EventAppender other = appender(Clock.systemUTC(), AppenderSettings.DEFAULT);
                    ExecutorService callers = Executors.newFixedThreadPool(8)) {
                List<Future<Outcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    EventAppender node = i % 2 == 0 ? appender : other;
                    Append append = append(DEMO, once(STREAM, 1), event("order/" + i, 0));
                    outcomes.add(callers.submit(() -> node.submit(append).join()));
                }
                int leftOut = 0;
                for (Future<Outcome> outcome : outcomes) {
                    leftOut += ((Outcome.Appended) outcome.get())
                            .receipt()
                            .leftOut()
                            .size();
                }
                assertThat(leftOut).isEqualTo(199);
            }
            assertThat(reader.stream(new StreamId(DEMO, STREAM), 0, 10)).hasSize(1);
            assertThat(reader.after(0, 1_000))
                    .last()
                    .extracting(RecordedEvent::position)
                    .isEqualTo(201L);
            ChainCheck.assertWhole(reader, DEMO);
        }
    }

    private Outcome run(Append append) {
        return appender.submit(append).join();
    }

    /** Decisions on what others are about to write, which the store is not asked to wait for. */
    @Nested
    class Behind {

        @Test
        void oneThatIsWrittenAnotherIs() {
            CompletableFuture<Outcome> first = appender.submit(append(DEMO, event("account/a", 0)));
            CompletableFuture<Outcome> second = appender.submit(behind(first, append(DEMO, event("account/a", 1))));
            assertThat(first.join()).isInstanceOf(Outcome.Appended.class);
            assertThat(second.join()).isInstanceOf(Outcome.Appended.class);
            assertThat(appender.submit(behind(second, append(DEMO, event("account/a", 2))))
                            .join())
                    .isInstanceOf(Outcome.Appended.class);
        }

        /** Somebody else's event took the place of the first: the second would fit behind it, and knows nothing of it. */
        @Test
        void oneThatIsNotWrittenNoneIsThoughItsPlaceIsFree() {
            run(append(DEMO, event("account/a", 0)));
            run(append(DEMO, event("account/a", 1)));
            CompletableFuture<Outcome> first = appender.submit(append(DEMO, event("account/a", 1)));
            CompletableFuture<Outcome> second = appender.submit(behind(first, append(DEMO, event("account/a", 2))));
            CompletableFuture<Outcome> third = appender.submit(behind(second, append(DEMO, event("account/a", 3))));
            assertThat(List.of(first.join(), second.join(), third.join()))
                    .containsExactly(
                            Outcome.Conflicted.overtaken("account/a"),
                            Outcome.Conflicted.misled("account/a"),
                            Outcome.Conflicted.misled("account/a"));
            assertThat(appender.submit(behind(third, append(DEMO, event("account/a", 2))))
                            .join())
                    .isEqualTo(Outcome.Conflicted.misled("account/a"));
            assertThat(reader.after(0, 10)).hasSize(2);
        }

        @Test
        void oneThatFailedNoneIs() {
            CompletableFuture<Outcome> failed = CompletableFuture.failedFuture(StoreUnavailableException.queueFull());
            assertThat(appender.submit(behind(failed, append(DEMO, event("account/a", 0))))
                            .join())
                    .isEqualTo(Outcome.Conflicted.misled("account/a"));
        }
    }

    @Nested
    class Numbers {

        @Test
        void positionsAndSequencesWithoutGapsOverOrganisations() {
            run(append(DEMO, event("order/1", 0), event("order/1", 1)));
            run(append(OTHER, event("order/1", 0)));
            run(append(DEMO, event("order/2", 0)));

            List<RecordedEvent> all = reader.after(0, 100);
            assertThat(all).extracting(RecordedEvent::position).containsExactly(1L, 2L, 3L, 4L);
            assertThat(all).extracting(RecordedEvent::ledgerSequence).containsExactly(1L, 2L, 1L, 3L);
            assertThat(all).extracting(RecordedEvent::streamSequence).containsExactly(0L, 1L, 0L, 0L);
            assertThat(told).hasValue(4);
        }

        @Test
        void keepsPayloadAndTimesExactly() {
            run(append(DEMO, event("order/1", 0)));
            RecordedEvent stored = reader.after(0, 1).getFirst();
            assertThat(stored.payload()).isEqualTo("{\"a\":\"é\\\"\"}");
            assertThat(stored.effectiveAt()).isEqualTo(AT);
        }

        @Test
        void chainsEachOrganisationByItself() {
            run(append(DEMO, event("order/1", 0), event("order/2", 0)));
            run(append(OTHER, event("order/1", 0)));
            run(append(DEMO, event("order/1", 1)));

            for (OrganisationId organisation : List.of(DEMO, OTHER)) {
                ChainCheck.assertWhole(reader, organisation);
            }
        }

        @Test
        void recordedAtNeverGoesBackWithinAnOrganisation() {
            run(append(DEMO, event("order/1", 0)));
            Instant first = reader.after(0, 1).getFirst().recordedAt();
            try (EventAppender behind =
                    appender(Clock.fixed(first.minusSeconds(60), ZoneOffset.UTC), AppenderSettings.DEFAULT)) {
                behind.submit(append(DEMO, event("order/2", 0))).join();
            }
            assertThat(reader.after(1, 1).getFirst().recordedAt()).isEqualTo(first);
        }

        @Test
        void appendsAtTheEndOfAStreamThatNeedsNoDecision() {
            run(append(DEMO, event("customer/1", NewEvent.AT_END), event("customer/1", NewEvent.AT_END)));
            run(append(DEMO, event("customer/1", NewEvent.AT_END)));
            assertThat(reader.stream(new StreamId(DEMO, "customer/1"), 0, 10))
                    .extracting(RecordedEvent::streamSequence)
                    .containsExactly(0L, 1L, 2L);
        }
    }

    @Nested
    class Checks {

        @Test
        void refusesAWriterThatComesSecond() {
            run(append(DEMO, event("order/1", 0)));
            assertThat(run(append(DEMO, event("order/1", 0)))).isEqualTo(Outcome.Conflicted.overtaken("order/1"));
            assertThat(reader.head()).isEqualTo(1);
        }

        @Test
        void refusesADecisionWhoseBasisMovedOn() {
            run(append(DEMO, event("product/1", 0)));
            Append stale = new Append(DEMO, List.of(event("order/1", 0)), Map.of("product/1", -1L), null);
            Append fresh = new Append(DEMO, List.of(event("order/1", 0)), Map.of("product/1", 0L), null);
            assertThat(run(stale)).isEqualTo(Outcome.Conflicted.overtaken("product/1"));
            assertThat(run(fresh)).isInstanceOf(Outcome.Appended.class);
        }

        @Test
        void remembersNothingThatAnotherNodeHasChangedSince() {
            try (EventAppender other = appender(Clock.systemUTC(), AppenderSettings.DEFAULT)) {
                run(append(DEMO, event("product/1", 0)));
                Append asked = new Append(DEMO, List.of(event("order/1", 0)), Map.of("product/1", 0L), null);
                assertThat(run(asked)).isInstanceOf(Outcome.Appended.class);
                assertThat(other.append(append(DEMO, event("product/1", 1)))).isInstanceOf(Outcome.Appended.class);
                Append stale = new Append(DEMO, List.of(event("order/2", 0)), Map.of("product/1", 0L), null);
                Append fresh = new Append(DEMO, List.of(event("order/2", 0)), Map.of("product/1", 1L), null);
                assertThat(run(stale)).isEqualTo(Outcome.Conflicted.overtaken("product/1"));
                assertThat(run(fresh)).isInstanceOf(Outcome.Appended.class);
            }
        }

        @Test
        void remembersWhatItHasChangedItself() {
            run(append(DEMO, event("product/1", 0)));
            run(new Append(DEMO, List.of(event("order/1", 0)), Map.of("product/1", 0L), null));
            run(append(DEMO, event("product/1", 1)));
            Append stale = new Append(DEMO, List.of(event("order/2", 0)), Map.of("product/1", 0L), null);
            assertThat(run(stale)).isEqualTo(Outcome.Conflicted.overtaken("product/1"));
        }

        @Test
        void twoNodesInAnyOrderLeaveNoGapInAnyStream() {
            long seed = Long.getLong("ledger.test.seed", System.nanoTime());
            Random random = new Random(seed);
            Map<String, Long> model = new HashMap<>();
            try (EventAppender other = appender(Clock.systemUTC(), AppenderSettings.DEFAULT)) {
                for (int i = 0; i < 300; i++) {
                    EventAppender node = random.nextInt(4) > 0 ? appender : other;
                    List<NewEvent> events = new ArrayList<>();
                    for (int e = random.nextInt(1, 5); e > 0; e--) {
                        events.add(event("customer/" + random.nextInt(12), NewEvent.AT_END));
                    }
                    boolean stale = random.nextInt(5) == 0;
                    String basis = "customer/" + random.nextInt(12);
                    long head = model.getOrDefault(basis, -1L);
                    Outcome outcome =
                            node.append(new Append(DEMO, events, Map.of(basis, stale ? head + 1 : head), null));
                    if (stale) {
                        assertThat(outcome)
                                .as("seed %d, step %d", seed, i)
                                .isEqualTo(Outcome.Conflicted.overtaken(basis));
                    } else {
                        assertThat(outcome).as("seed %d, step %d", seed, i).isInstanceOf(Outcome.Appended.class);
                        events.forEach(event -> model.merge(event.stream(), 0L, (before, zero) -> before + 1));
                    }
                }
            }
            model.forEach((stream, head) -> assertThat(reader.stream(new StreamId(DEMO, stream), 0, 1_000))
                    .as("seed %d, %s", seed, stream)
                    .extracting(RecordedEvent::streamSequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(0, head).boxed().toList()));
            ChainCheck.assertWhole(reader, DEMO);
        }

        @Test
        void checksARefusalThatWritesNothing() {
            Append refusal = new Append(DEMO, List.of(), Map.of("order/1", -1L), null);
            assertThat(run(refusal)).isInstanceOf(Outcome.Appended.class);
            run(append(DEMO, event("order/1", 0)));
            assertThat(run(refusal)).isEqualTo(Outcome.Conflicted.overtaken("order/1"));
        }

        @Test
        void checksTheNamesThatARefusalFoundFree() {
            Map<String, Long> basis = Map.of("order/1", -1L);
            Append refusal = new Append(DEMO, List.of(), basis, Map.of(new UUID(7, 1), "usage"), Set.of(), null);
            assertThat(run(refusal)).isInstanceOf(Outcome.Appended.class);
            run(append(DEMO, once("customer/1", 2)));
            assertThat(run(refusal)).isInstanceOf(Outcome.Appended.class);
            run(append(DEMO, once("customer/1", 1)));
            assertThat(run(refusal)).isEqualTo(Outcome.Conflicted.overtaken("usage"));
        }

        @Test
        void writesAllOfARequestOrNothing() {
            run(append(DEMO, event("order/2", 0)));
            assertThat(run(append(DEMO, event("order/1", 0), event("order/2", 0))))
                    .isInstanceOf(Outcome.Conflicted.class);
            assertThat(reader.head()).isEqualTo(1);
        }

        @Test
        void letsOneOfManyWritersOfOnePlaceWin() throws Exception {
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Outcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    outcomes.add(clients.submit(() -> run(append(DEMO, event("order/1", 0)))));
                }
                int won = 0;
                for (Future<Outcome> outcome : outcomes) {
                    won += outcome.get() instanceof Outcome.Appended ? 1 : 0;
                }
                assertThat(won).isEqualTo(1);
            }
            assertThat(reader.head()).isEqualTo(1);
        }
    }

    @Nested
    class Keys {

        @Test
        void givesTheFirstAnswerAgain() {
            Outcome first = run(keyed("k", "one", event("order/1", 0)));
            Outcome again = run(keyed("k", "one", event("order/2", 0)));
            StoredAnswer answer = new StoredAnswer(201, "/x", "one@1");
            assertThat(first).isEqualTo(new Outcome.Appended(((Outcome.Appended) first).receipt(), answer));
            assertThat(again).isInstanceOfSatisfying(Outcome.Repeated.class, repeated -> {
                assertThat(repeated.answer()).isEqualTo(answer);
                assertThat(repeated.position()).isEqualTo(1);
                assertThat(repeated.fingerprint()).isEqualTo("one".getBytes());
            });
            assertThat(reader.head()).isEqualTo(1);
        }

        @Test
        void keepsTheAnswerOfARequestWithoutEvents() {
            run(keyed("k", "refused"));
            assertThat(run(keyed("k", "refused"))).isInstanceOf(Outcome.Repeated.class);
        }

        @Test
        void hasOneEffectWhenSentManyTimesAtOnce() throws Exception {
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Outcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    int n = i;
                    outcomes.add(clients.submit(() -> run(keyed("k", "same", event("order/" + n, 0)))));
                }
                int won = 0;
                for (Future<Outcome> outcome : outcomes) {
                    switch (outcome.get()) {
                        case Outcome.Appended a -> won++;
                        case Outcome.Repeated r -> assertThat(r.answer().body()).isEqualTo("same@1");
                        case Outcome.Conflicted c -> throw new AssertionError(c);
                    }
                }
                assertThat(won).isEqualTo(1);
            }
            assertThat(reader.head()).isEqualTo(1);
        }

        @Test
        void oneRequestWhoseAnswerCannotBeWrittenFailsAlone() {
            Append broken = new Append(
                    DEMO,
                    List.of(event("order/1", 0)),
                    Map.of(),
                    new Append.KeyedAnswer(new RequestKey("c", "k", new byte[0]), r -> {
                        throw new IllegalStateException("cannot be written");
                    }));
            assertThatThrownBy(() -> appender.append(broken)).hasMessageContaining("cannot be written");
            assertThat(run(append(DEMO, event("order/1", 0)))).isInstanceOf(Outcome.Appended.class);
        }
    }

    @Nested
    class Faults {

        @Test
        void oneRequestThatTheDatabaseRefusesFailsAlone() throws Exception {
            NewEvent unstorable =
                    new NewEvent(UuidV7.next(), "order/2", 0, "order.placed", 1, AT, "{\"a\":\"\u0000\"}", "{}");
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 10; i < 30; i++) {
                outcomes.add(
                        appender.submit(i == 20 ? append(DEMO, unstorable) : append(DEMO, event("order/" + i, 0))));
            }
            for (int i = 0; i < outcomes.size(); i++) {
                CompletableFuture<Outcome> outcome = outcomes.get(i);
                if (i == 10) {
                    assertThatThrownBy(outcome::join).hasCauseInstanceOf(StoreUnavailableException.class);
                } else {
                    assertThat(outcome.join()).isInstanceOf(Outcome.Appended.class);
                }
            }
            assertThat(reader.head()).isEqualTo(19);
            ChainCheck.assertWhole(reader, DEMO);
        }

        @Test
        void aFullQueueIsRefusedAtOnce() throws Exception {
            try (Connection blocker = database.owner().getConnection();
                    EventAppender small =
                            appender(Clock.systemUTC(), new AppenderSettings(1, 2, Duration.ofSeconds(5)))) {
                blocker.setAutoCommit(false);
                lock(blocker);
                List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 10; i++) {
                                waiting.add(small.submit(append(DEMO, event("order/" + i, 0))));
                            }
                        })
                        .isInstanceOfSatisfying(
                                StoreUnavailableException.class,
                                e -> assertThat(e.outcomeUnknown()).isFalse());
                blocker.rollback();
                waiting.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Outcome.Appended.class));
            }
        }

        @Test
        void anErrorIsAnsweredAndTheNextIsServed() {
            Append.KeyedAnswer answer =
                    new Append.KeyedAnswer(new RequestKey("client", "k", new byte[] {1}), receipt -> {
                        throw new StackOverflowError("in the answer");
                    });
            Append broken = new Append(DEMO, List.of(event("order/1", 0)), Map.of(), answer);
            assertThatThrownBy(() -> appender.append(broken))
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isTrue())
                    .hasRootCauseMessage("in the answer");
            assertThat(receipt(append(DEMO, event("order/1", 0))).position()).isEqualTo(1);
        }

        @Test
        void whatIsWrittenIsWrittenWhateverThoseSayWhoAreTold() {
            try (EventAppender telling = new EventAppender(
                    database.service(),
                    AppenderSettings.DEFAULT,
                    Clock.systemUTC(),
                    new SimpleMeterRegistry(),
                    position -> {
                        throw new IllegalStateException("not now");
                    })) {
                assertThat(telling.append(
                                append(DEMO, event("order/1", NewEvent.AT_END), event("order/2", NewEvent.AT_END))))
                        .isInstanceOf(Outcome.Appended.class);
                assertThat(telling.append(append(DEMO, event("order/1", NewEvent.AT_END))))
                        .isInstanceOf(Outcome.Appended.class);
            }
            assertThat(reader.after(0, 10)).hasSize(3);
        }

        @Test
        void aKilledSessionIsReplacedAndLosesNothingThatWasPromised() {
            AtomicLong promised = new AtomicLong();
            for (int i = 0; i < 20; i++) {
                if (i % 5 == 2) {
                    database.asOwner("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = current_database() and usename = 'ledger_service'");
                }
                try {
                    run(append(DEMO, event("order/" + i, 0)));
                    promised.incrementAndGet();
                } catch (CompletionException e) {
                    assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
                }
            }
            assertThat(reader.head()).isEqualTo(promised.get());
            assertThat(promised.get()).isGreaterThanOrEqualTo(16);
            ChainCheck.assertWhole(reader, DEMO);
        }

        @Test
        void commitsDurablyWhateverTheServersDefault() throws Exception {
            database.asOwner("alter role ledger_service set synchronous_commit = off");
            try (Connection connection = database.service().getConnection()) {
                AppendStatements.prepare(connection);
                assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
            } finally {
                database.asOwner("alter role ledger_service reset synchronous_commit");
            }
        }

        /** Whatever becomes of the node or of the way between them: neither waits for the other for ever. */
        @Test
        void itsOwnSessionIsGivenUpByTheServerAndByTheNodeWhenTheOtherIsSilent() throws Exception {
            LossyDatabase database = new LossyDatabase(EventAppenderTest.this.database.service());
            try (EventAppender own = new EventAppender(
                    database, AppenderSettings.DEFAULT, Clock.systemUTC(), new SimpleMeterRegistry(), p -> {})) {
                assertThat(own.append(append(DEMO, event("order/1", 0)))).isInstanceOf(Outcome.Appended.class);
                Connection session = database.newest();
                assertThat(setting(session, "idle_in_transaction_session_timeout"))
                        .isEqualTo("10s");
                assertThat(setting(session, "lock_timeout")).isEqualTo("30s");
                assertThat(Duration.ofMillis(session.getNetworkTimeout())).isEqualTo(Duration.ofMinutes(1));
            }
        }

        private static String setting(Connection session, String name) throws SQLException {
            try (Statement statement = session.createStatement();
                    ResultSet rows = statement.executeQuery("show " + name)) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Nested
    class Immutability {

        @Test
        void theServiceMayNotChangeTheHistory() {
            run(append(DEMO, event("order/1", 0)));
            for (String sql : CHANGES) {
                assertThatThrownBy(() -> execute(database.service().getConnection(), sql))
                        .hasMessageContaining("permission denied");
            }
        }

        @Test
        void evenTheOwnerMayNotChangeTheHistory() {
            run(append(DEMO, event("order/1", 0)));
            for (String sql : CHANGES) {
                assertThatThrownBy(() -> execute(database.owner().getConnection(), sql))
                        .hasMessageContaining("cannot be changed");
            }
            assertThat(reader.head()).isEqualTo(1);
        }

        private static final List<String> CHANGES =
                List.of("update ledger.event set payload = '{}'", "delete from ledger.event", "truncate ledger.event");
    }

    @Test
    void twoNodesOnOneDatabaseLeaveNoGapAndOneChain() throws Exception {
        try (EventAppender second = appender(Clock.systemUTC(), AppenderSettings.DEFAULT);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int c = 0; c < 16; c++) {
                EventAppender node = c % 2 == 0 ? appender : second;
                int client = c;
                running.add(clients.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        OrganisationId organisation = i % 3 == 0 ? OTHER : DEMO;
                        node.submit(append(organisation, event("order/" + client + "-" + i, 0)))
                                .join();
                    }
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        List<RecordedEvent> all = reader.after(0, 10_000);
        assertThat(all).hasSize(1_600);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).position()).isEqualTo(i + 1);
        }
        ChainCheck.assertWhole(reader, DEMO);
        ChainCheck.assertWhole(reader, OTHER);
    }

    private static void lock(Connection connection) throws SQLException {
        execute(connection, "select pg_advisory_xact_lock(" + AppendStatements.APPEND_LOCK + ")", false);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        execute(connection, sql, true);
    }

    private static void execute(Connection connection, String sql, boolean close) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } finally {
            if (close) {
                connection.close();
            }
        }
    }
}
