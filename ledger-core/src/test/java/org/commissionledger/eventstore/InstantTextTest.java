package org.commissionledger.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

    private static final long SEED = 20_110_301;

    @Test
    void agreesWithThePlatformOnAnyTime() {
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            long second = random.nextLong(-70_000_000_000L, 260_000_000_000L);
            int nano = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> random.nextInt(1_000) * 1_000_000;
                case 2 -> random.nextInt(1_000_000) * 1_000;
                default -> random.nextInt(1_000_000_000);
            };
            Instant at = Instant.ofEpochSecond(second, nano);
            assertThat(InstantText.of(at)).as("seed %d, round %d", SEED, i).isEqualTo(at.toString());
            assertThat(InstantText.parse(at.toString())).isEqualTo(at);
            Instant micros = at.truncatedTo(ChronoUnit.MICROS);
            assertThat(Instant.parse(InstantText.micros(at))).isEqualTo(micros);
        }
    }

    @Test
    void alwaysHashesSixDecimals() {
        assertThat(InstantText.micros(Instant.parse("2011-03-01T00:00:00Z"))).isEqualTo("2011-03-01T00:00:00.000000Z");
        assertThat(InstantText.micros(Instant.parse("2011-12-31T23:59:59.123456789Z")))
                .isEqualTo("2011-12-31T23:59:59.123456Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2011-03-01T01:00:00+01:00", "2011-03-01T00:00:00.5Z"})
    void leavesOtherFormsToThePlatform(String text) {
        assertThat(InstantText.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2011-02-29T00:00:00Z", "2011-03-01T00:00:60Z", "2011-13-01T00:00:00Z", "x", ""})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
