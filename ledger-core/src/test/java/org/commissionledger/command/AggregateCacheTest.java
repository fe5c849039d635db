package org.commissionledger.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.eventstore.Submission;
import org.commissionledger.eventstore.Tentative;
import org.commissionledger.organisation.OrganisationId;
import org.junit.jupiter.api.Test;

class AggregateCacheTest {

    private static final int MOST = 100;

    private static final OrganisationId DEMO = new OrganisationId("demo");

    private final AggregateCache cache = new AggregateCache(MOST);

    private static String stream(int number) {
        return StreamId.of(DEMO, "account", "a-" + number).toString();
    }

    private void put(int number) {
        cache.put(stream(number), "state " + number);
    }

    private long held(int upTo) {
        long held = 0;
        for (int i = 0; i < upTo; i++) {
            held += cache.containsKey(stream(i)) ? 1 : 0;
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
            cache.weigh(stream(i), 10);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> held(MOST) <= MOST / 10);
        assertThat(held(MOST)).isPositive();
    }

    @Test
    void doesNotKeepOneThatIsTooHeavyByItself() {
        put(0);
        put(1);
        cache.weigh(stream(0), MOST + 1);
        await().atMost(Duration.ofSeconds(10)).until(() -> !cache.containsKey(stream(0)));
        assertThat(cache.<String, String>get(stream(1))).isEqualTo("state 1");
    }

    @Test
    void weighsWhatItHoldsAndNothingElse() {
        put(0);
        cache.weigh(stream(0), 50);
        cache.weigh(stream(1), 50);
        assertThat(cache.<String, String>get(stream(0))).isEqualTo("state 0");
        assertThat(cache.containsKey(stream(1))).isFalse();
        assertThat(cache.remove(stream(0))).isTrue();
        assertThat(cache.remove(stream(0))).isFalse();
    }

    @Test
    void forgetsWhatWasDecidedAndNotWritten() {
        put(0);
        put(1);
        Tentative undone = requireNonNull(cache.tentative(stream(0)));
        Submission decided = new Submission(DEMO, "{}", false);
        decided.restsOn(undone);
        decided.settle(CompletableFuture.completedFuture(new Append.Outcome.Conflicted("account/a-0", false)));
        put(0); // by one that was decided meanwhile, on what was there
        assertThat(cache.containsKey(stream(0))).isFalse();
        assertThat(cache.containsKey(stream(1))).isTrue();
        assertThat(cache.<String, String>get(stream(0))).isNull();
        put(0); // read anew
        assertThat(cache.containsKey(stream(0))).isTrue();
        assertThat(cache.tentative(stream(0))).isNotSameAs(undone);
    }
}
