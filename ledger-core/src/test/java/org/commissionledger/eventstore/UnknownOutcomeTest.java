package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.commissionledger.eventstore.Append.Outcome;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.LossyDatabase;
import org.commissionledger.testing.LossyDatabase.Lost;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection is lost at COMMIT, before PostgreSQL heard of it or after it was done: who sends again never writes twice. */
class UnknownOutcomeTest {

    private static final OrganisationId DEMO = new OrganisationId("demo");
    private static final Instant AT = Instant.parse("2011-03-01T00:00:00Z");
    private static final String STREAM = "customer-events/c-1";

    private final TestDatabase database = TestDatabase.migrated();
    private final EventReader reader = new EventReader(database.service());
    private final LossyDatabase lossy = new LossyDatabase(database.service());

    private EventAppender appender() {
        return new EventAppender(
                lossy, AppenderSettings.DEFAULT, Clock.systemUTC(), new SimpleMeterRegistry(), position -> {});
    }

    private static NewEvent once(int key) {
        return new NewEvent(
                UuidV7.next(), STREAM, NewEvent.AT_END, "customer.event-recorded", 1, AT, "{}", "{}", new UUID(7, key));
    }

    private static Outcome append(EventAppender appender, NewEvent... events) {
        return appender.submit(new Append(DEMO, List.of(events), Map.of(), null))
                .join();
    }

    private static int written(Outcome outcome, int sent) {
        return sent - ((Outcome.Appended) outcome).receipt().leftOut().size();
    }

    @Test
    void whatWasCommittedAfterAllIsToldAsSuch() {
        try (EventAppender appender = appender()) {
            lossy.lose(Lost.AFTER);
            assertThat(written(append(appender, once(1), once(2)), 2)).isEqualTo(2);
            assertThat(written(append(appender, once(1), once(2), once(3)), 3)).isEqualTo(1);
        }
        assertThat(reader.head()).isEqualTo(3);
        ChainCheck.assertWhole(reader, DEMO);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE", "IDLE"})
    void whatWasNotIsWrittenWhenItIsSentAgain(Lost lost) {
        try (EventAppender appender = appender()) {
            lossy.lose(lost);
            assertThatThrownBy(() -> append(appender, once(1)))
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isFalse());
            assertThat(reader.head()).isZero();
            assertThat(written(append(appender, once(1)), 1)).isEqualTo(1);
        }
        assertThat(reader.head()).isEqualTo(1);
    }

    /** So many are copied, which begins to write before the commit is sent. */
    @Test
    void ofALargeBatchWhoseSessionWasEndedWhileItWasSilentNothingIsLeft() {
        NewEvent[] many =
                IntStream.range(0, 1_500).mapToObj(UnknownOutcomeTest::once).toArray(NewEvent[]::new);
        try (EventAppender appender = appender()) {
            lossy.lose(Lost.IDLE);
            assertThatThrownBy(() -> append(appender, many)).hasCauseInstanceOf(StoreUnavailableException.class);
            assertThat(reader.head()).isZero();
            assertThat(written(append(appender, many), many.length)).isEqualTo(many.length);
        }
        assertThat(reader.head()).isEqualTo(many.length);
        ChainCheck.assertWhole(reader, DEMO);
    }

    @Test
    void eachEventIsWrittenOnceByManyWhoSendUntilTheyAreHeard() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            lossy.lose(Lost.values()[random.nextInt(Lost.values().length)]);
        }
        AtomicLong written = new AtomicLong();
        try (EventAppender here = appender();
                EventAppender there = appender();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int sender = 0; sender < 8; sender++) {
                EventAppender node = sender % 2 == 0 ? here : there;
                all.add(senders.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        written.addAndGet(sendUntilHeard(node, 2 * i));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(lossy.pending())
                .as("seed %d: all connections were lost", seed)
                .isZero();
        assertThat(written).as("seed %d", seed).hasValue(100);
        assertThat(reader.head()).as("seed %d", seed).isEqualTo(100);
        ChainCheck.assertWhole(reader, DEMO);
    }

    private static int sendUntilHeard(EventAppender node, int key) {
        while (true) {
            try {
                return written(append(node, once(key), once(key + 1)), 2);
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
            }
        }
    }
}
