package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryPagesTest {

    private static final OrganisationId DEMO = new OrganisationId("demo");

    /** Nine whole pages and a part of one. */
    private static final int HEAD = 9_300;

    private final TestDatabase database = TestDatabase.migrated();
    private final EventReader reader = new EventReader(database.service());
    private final HistoryPages pages = new HistoryPages(reader, LedgerCore.codec());

    @BeforeEach
    void append() {
        NewEvent[] events = IntStream.range(0, HEAD)
                .mapToObj(i -> EventAppenderTest.event("order/" + i, 0))
                .toArray(NewEvent[]::new);
        try (EventAppender appender = new EventAppender(
                database.service(),
                AppenderSettings.DEFAULT,
                Clock.systemUTC(),
                new SimpleMeterRegistry(),
                position -> {})) {
            for (int from = 0; from < HEAD; from += 1_000) {
                NewEvent[] some = Arrays.copyOfRange(events, from, Math.min(HEAD, from + 1_000));
                appender.append(EventAppenderTest.append(DEMO, some));
            }
        }
    }

    private List<LedgerEventMessage> all(long from) throws InterruptedException {
        List<LedgerEventMessage> read = new ArrayList<>();
        try (HistoryPages.Follower follower = pages.follow(from)) {
            while (follower.position() < HEAD) {
                follower.awaitOthers();
                read.addAll(follower.next(HEAD));
            }
            assertThat(follower.next(HEAD)).isEmpty();
        }
        return read;
    }

    private static List<Long> positions(List<LedgerEventMessage> read) {
        return read.stream().map(event -> event.recorded().position()).toList();
    }

    private static List<Long> behind(long from) {
        return LongStream.rangeClosed(from + 1, HEAD).boxed().toList();
    }

    @Test
    void everybodyReadsAllOfItInOrderWhereverTheyBegin() throws Exception {
        List<Long> starts = List.of(0L, 0L, 1L, 999L, 1_000L, 4_567L, 9_299L);
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<LedgerEventMessage>>> reading = together.invokeAll(starts.stream()
                    .map(from -> (Callable<List<LedgerEventMessage>>) () -> all(from))
                    .toList());
            for (int i = 0; i < starts.size(); i++) {
                assertThat(positions(reading.get(i).get())).isEqualTo(behind(starts.get(i)));
            }
        }
    }

    @Test
    void aPageIsReadOnceForThoseWhoFollowTogether() {
        try (HistoryPages.Follower one = pages.follow(0);
                HistoryPages.Follower other = pages.follow(500)) {
            List<LedgerEventMessage> first = one.next(HEAD);
            List<LedgerEventMessage> second = other.next(HEAD);
            assertThat(first).hasSize(1_000);
            assertThat(second).hasSize(500);
            assertThat(second.getFirst()).isSameAs(first.get(500));
        }
    }

    @Test
    void nobodyReadsPastEventsThatAreNotThere() {
        try (HistoryPages.Follower follower = pages.follow(9_000)) {
            for (int i = 0; i < 2; i++) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> follower.next(10_000))
                        .withMessageContaining("lacks events behind position 9000");
            }
            assertThat(follower.position()).isEqualTo(9_000);
        }
    }

    @Test
    void whoeverIsAheadWaitsForThoseWhoComeOn() {
        try (HistoryPages.Follower fast = pages.follow(0)) {
            HistoryPages.Follower slow = pages.follow(0);
            Stream.generate(() -> fast.next(HEAD))
                    .limit(7)
                    .forEach(page -> assertThat(fast.isAhead()).isFalse());
            fast.next(HEAD);
            assertThat(fast.isAhead()).isTrue();
            assertThat(slow.isAhead()).isFalse();
            slow.next(HEAD);
            assertThat(fast.isAhead()).isFalse();
            fast.next(HEAD);
            assertThat(fast.isAhead()).isTrue();
            slow.close();
            assertThat(fast.isAhead()).isFalse();
        }
    }
}
