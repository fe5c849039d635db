package org.commissionledger.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimedCodeTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** The last six of the eight figures of RFC 6238, appendix B. */
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void isAsTheStandardSays(long second, String code) {
        assertThat(TimedCode.at(SECRET, Instant.ofEpochSecond(second))).isEqualTo(code);
    }

    @Test
    void holdsForAClockThatIsAHalfMinuteWrong() {
        Instant now = Instant.ofEpochSecond(1_000_000_020);
        assertThat(TimedCode.step(SECRET, TimedCode.at(SECRET, now.minusSeconds(30)), now))
                .isPresent();
        assertThat(TimedCode.step(SECRET, TimedCode.at(SECRET, now.plusSeconds(30)), now))
                .isPresent();
        assertThat(TimedCode.step(SECRET, TimedCode.at(SECRET, now.minusSeconds(60)), now))
                .isEmpty();
    }

    @Test
    void writesSecretsAsAppsReadThem() {
        assertThat(TimedCode.base32("foobar".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("MZXW6YTBOI");
    }
}
