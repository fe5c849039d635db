package org.commissionledger.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** A token that was checked once is believed without another look at its signature, and no longer than it says. */
class TokenAuthenticationTest {

    private static final Instant ISSUED = Instant.parse("2026-11-01T10:00:00Z");

    private final AtomicInteger decoded = new AtomicInteger();
    private Instant now = ISSUED;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private Jwt decode(String token) {
        decoded.incrementAndGet();
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .subject("someone")
                .claim(TokenClients.ORGANISATION, "demo")
                .claim(TokenClients.ROLE, "FINANCE")
                .issuedAt(ISSUED)
                .expiresAt(ISSUED.plus(Duration.ofMinutes(10)))
                .build();
    }

    @Test
    void runsOutThoughItIsRemembered() {
        Credentials credentials = TestService.shared().bean("credentials", Credentials.class);
        TokenAuthentication tokens = new TokenAuthentication(this::decode, credentials, clock, false);
        BearerTokenAuthenticationToken token = new BearerTokenAuthenticationToken("a-token");
        for (int minute = 0; minute < 10; minute++) {
            now = ISSUED.plus(Duration.ofMinutes(minute));
            assertThat(tokens.authenticate(token).isAuthenticated()).isTrue();
        }
        assertThat(decoded).hasValue(1);
        now = ISSUED.plus(Duration.ofMinutes(10));
        assertThatExceptionOfType(InvalidBearerTokenException.class).isThrownBy(() -> tokens.authenticate(token));
    }
}
