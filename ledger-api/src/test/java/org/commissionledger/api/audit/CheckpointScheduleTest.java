package org.commissionledger.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.commissionledger.api.audit.CheckpointSchedule.Unsealed;
import org.junit.jupiter.api.Test;

/** When a history is sealed; times are nanoseconds. */
class CheckpointScheduleTest {

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final long SECOND = 1_000_000_000L;

    private static Unsealed fresh(long events) {
        return new Unsealed(events, 0, 0, 0);
    }

    @Test
    void tenThousandEventsAreSealedAtOnce() {
        assertThat(fresh(9_999).isDue(1, QUIET, false)).isFalse();
        assertThat(fresh(9_999).more(1, 1).isDue(1, QUIET, false)).isTrue();
    }

    @Test
    void fewAreSealedOnceNothingHasHappenedForASecond() {
        Unsealed busy = fresh(1).more(1, SECOND / 2);
        assertThat(busy.isDue(SECOND, QUIET, false)).isFalse();
        assertThat(busy.isDue(3 * SECOND / 2, QUIET, false)).isTrue();
    }

    @Test
    void noneWaitsLongerThanTenSecondsHoweverBusyItIs() {
        Unsealed busy = fresh(1);
        for (int i = 1; i <= 19; i++) {
            busy = busy.more(1, i * SECOND / 2);
            assertThat(busy.isDue(i * SECOND / 2, QUIET, false)).isFalse();
        }
        assertThat(busy.more(1, 10 * SECOND).isDue(10 * SECOND, QUIET, false)).isTrue();
    }

    @Test
    void aLoadComesFirstForHalfAMinute() {
        Unsealed load = fresh(10_000);
        for (int i = 1; i <= 59; i++) {
            load = load.more(10_000, i * SECOND / 2);
            assertThat(load.isDue(i * SECOND / 2, QUIET, true)).isFalse();
        }
        assertThat(load.more(1, 30 * SECOND).isDue(30 * SECOND, QUIET, true)).isTrue();
        assertThat(load.isDue(59 * SECOND / 2, QUIET, false)).isTrue();
    }

    @Test
    void whatWasRefusedIsNotTriedAgainAtOnce() {
        Unsealed refused = new Unsealed(10_000, 0, 0, 60 * SECOND);
        assertThat(refused.isDue(59 * SECOND, QUIET, false)).isFalse();
        assertThat(refused.isDue(60 * SECOND, QUIET, false)).isTrue();
    }
}
