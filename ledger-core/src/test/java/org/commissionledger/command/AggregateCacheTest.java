package org.commissionledger.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.junit.jupiter.api.Test;

class AggregateCacheTest {

    private static final int MOST = 100;

    private final AggregateCache cache = new AggregateCache(MOST);

    private static StreamId stream(int number) {
        return StreamId.of(new OrganisationId("demo"), "account", "a-" + number);
    }

    private void put(int number) {
        cache.put(stream(number).toString(), "state " + number);
    }

    private long held(int upTo) {
        long held = 0;
        for (int i = 0; i < upTo; i++) {
            held += cache.holds(stream(i)) ? 1 : 0;
        }
        return held;
    }

    @Test
    void holdsAsManyLightOnesAsItMayWeigh() {
        for (int i = 0; i < 3 * MOST; i++) {
            put(i);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> held(3 * MOST) == MOST);
    }

    @Test
    void makesRoomForOnesThatHaveGrown() {
        for (int i = 0; i < MOST; i++) {
            put(i);
        }
        for (int i = 0; i < MOST; i++) {
            cache.weigh(stream(i).toString(), 10);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> held(MOST) <= MOST / 10);
        assertThat(held(MOST)).isPositive();
    }

    @Test
    void doesNotKeepOneThatIsTooHeavyByItself() {
        put(0);
        put(1);
        cache.weigh(stream(0).toString(), MOST + 1);
        await().atMost(Duration.ofSeconds(10)).until(() -> !cache.holds(stream(0)));
        assertThat(cache.<String, String>get(stream(1).toString())).isEqualTo("state 1");
    }

    @Test
    void weighsWhatItHoldsAndNothingElse() {
        put(0);
        cache.weigh(stream(0).toString(), 50);
        cache.weigh(stream(1).toString(), 50);
        assertThat(cache.<String, String>get(stream(0).toString())).isEqualTo("state 0");
        assertThat(cache.holds(stream(1))).isFalse();
        assertThat(cache.remove(stream(0).toString())).isTrue();
        assertThat(cache.remove(stream(0).toString())).isFalse();
    }
}
