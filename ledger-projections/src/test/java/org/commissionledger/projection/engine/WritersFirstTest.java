package org.commissionledger.projection.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WritersFirstTest {

    private static final Instant NOW = Instant.parse("2011-03-01T12:00:00Z");
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final AtomicBoolean loading = new AtomicBoolean(true);
    private final AtomicInteger calls = new AtomicInteger();
    private final WritersFirst courtesy =
            new WritersFirst(loading::get, calls::incrementAndGet, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void restsAfterWorkWhileALoadComesIn() {
        assertThat(courtesy.rests(NOW)).isFalse();
        courtesy.worked(HOUR);
        assertThat(courtesy.rests(NOW)).isTrue();
        loading.set(false);
        assertThat(courtesy.rests(NOW)).isFalse();
    }

    @Test
    void doesNotLetAnybodyWait() {
        courtesy.worked(HOUR);
        try (WritersFirst.Wait ignored = courtesy.begin()) {
            try (WritersFirst.Wait ignoredToo = courtesy.begin()) {
                assertThat(courtesy.rests(NOW)).isFalse();
            }
            assertThat(courtesy.rests(NOW)).isFalse();
        }
        assertThat(courtesy.rests(NOW)).isTrue();
    }

    @Test
    void doesNotLetAnybodyWaitOnAnotherNode() {
        courtesy.worked(HOUR);
        courtesy.heard();
        assertThat(courtesy.rests(NOW)).isFalse();
        await().until(() -> courtesy.rests(NOW));
    }

    @Test
    void callsTheOtherNodesOnceInAWhile() {
        courtesy.waitsOn();
        courtesy.waitsOn();
        assertThat(calls).hasValue(1);
        await().until(() -> {
            courtesy.waitsOn();
            return calls.get() == 2;
        });
    }

    @Test
    void leavesNothingForLongerThanHalfAMinute() {
        courtesy.worked(HOUR);
        assertThat(courtesy.rests(NOW.minusSeconds(29))).isTrue();
        assertThat(courtesy.rests(NOW.minusSeconds(30))).isFalse();
    }
}
