package org.commissionledger.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidV7Test {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_645_557_742_000L, (1L << 48) - 1})
    void beginsWithTheMillisecond(long epochMilli) {
        UUID id = UuidV7.at(epochMilli);
        assertThat(id.toString().replace("-", "").substring(0, 12)).isEqualTo("%012x".formatted(epochMilli));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void agreesWithTheExampleOfTheStandard() {
        // RFC 9562, appendix A.6: 2022-02-22T19:22:22.000Z is 017F22E2-79B0-7...
        UUID id = UuidV7.at(Instant.parse("2022-02-22T19:22:22Z").toEpochMilli());
        assertThat(id).asString().startsWith("017f22e2-79b0-7");
    }

    @Test
    void sortsByTimeAsText() {
        long start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        String before = UuidV7.at(start).toString();
        for (long later = start + 1; later < start + 5_000; later += 7) {
            String id = UuidV7.at(later).toString();
            assertThat(id).isGreaterThan(before);
            before = id;
        }
    }

    @Test
    void isNotMadeTwiceInOneMillisecond() {
        Set<UUID> made = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            made.add(UuidV7.at(0));
        }
        assertThat(made).hasSize(100_000);
    }

    @Test
    void takesTheTimeOfNow() {
        long before = System.currentTimeMillis();
        long made = UuidV7.next().getMostSignificantBits() >>> 16;
        assertThat(made).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void namesEveryMessageOfTheFramework() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(UuidV7.class);
        assertThat(UUID.fromString(IdentifierFactory.getInstance().generateIdentifier())
                        .version())
                .isEqualTo(7);
    }
}
