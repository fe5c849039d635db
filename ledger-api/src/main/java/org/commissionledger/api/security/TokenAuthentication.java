package org.commissionledger.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import org.commissionledger.api.web.Caller;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Turns a bearer token into its caller. A token's signature is checked when it is first seen; after that only that it has not run out
 * and that its client has not been revoked.
 */
final class TokenAuthentication implements AuthenticationManager {

    private static final int CACHED = 100_000;

    private final JwtDecoder decoder;
    private final Credentials credentials;
    private final Clock clock;
    private final boolean ownTokens;
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(CACHED)
            .expireAfterWrite(TokenClients.LIFETIME)
            .build();

    /** @param ownTokens whether this service issues the tokens, so that it knows their clients */
    TokenAuthentication(JwtDecoder decoder, Credentials credentials, Clock clock, boolean ownTokens) {
        this.decoder = decoder;
        this.credentials = credentials;
        this.clock = clock;
        this.ownTokens = ownTokens;
    }

    private record Verified(CallerToken token, Instant expiresAt) {}

    /** A caller that was let in, with its role as authority. */
    static final class CallerToken extends AbstractAuthenticationToken {
        private final transient Caller caller;

        CallerToken(Caller caller) {
            super(AuthorityUtils.createAuthorityList("ROLE_" + caller.role()));
            this.caller = caller;
            setAuthenticated(true);
        }

        @Override
        public Object getCredentials() {
            return "";
        }

        @Override
        public Caller getPrincipal() {
            return caller;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CallerToken token && token.caller.equals(caller);
        }

        @Override
        public int hashCode() {
            return caller.hashCode();
        }
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        String token = ((BearerTokenAuthenticationToken) authentication).getToken();
        Verified known = verified.getIfPresent(token);
        if (known == null) {
            known = verify(token);
            verified.put(token, known);
        }
        if (!clock.instant().isBefore(known.expiresAt())) {
            throw new InvalidBearerTokenException("The token has run out.");
        }
        Caller caller = known.token().getPrincipal();
        if (ownTokens && !credentials.isActive(caller.clientId())) {
            throw new InvalidBearerTokenException("The client was revoked.");
        }
        return new CallerToken(caller);
    }

    private Verified verify(String token) {
        try {
            Jwt jwt = decoder.decode(token);
            Instant expiresAt = jwt.getExpiresAt();
            if (expiresAt == null) {
                throw new InvalidBearerTokenException("The token never runs out.");
            }
            return new Verified(new CallerToken(caller(jwt)), expiresAt);
        } catch (JwtException | IllegalArgumentException e) {
            throw new InvalidBearerTokenException("The token is not valid.", e);
        }
    }

    private Caller caller(Jwt jwt) {
        Role role = Role.valueOf(required(jwt, TokenClients.ROLE));
        String provider = jwt.getClaimAsString(TokenClients.PROVIDER);
        if (role == Role.PROVIDER && provider == null) {
            throw new IllegalArgumentException("a PROVIDER token names no provider");
        }
        String account = jwt.getClaimAsString(TokenClients.ACCOUNT);
        if (role == Role.PARTNER && account == null) {
            throw new IllegalArgumentException("a PARTNER token names no account");
        }
        return new Caller(
                new OrganisationId(required(jwt, TokenClients.ORGANISATION)),
                required(jwt, "sub"),
                role,
                role == Role.PROVIDER && provider != null ? new ProviderId(provider) : null,
                role == Role.PARTNER ? account : null,
                ownTokens && Boolean.TRUE.equals(jwt.getClaimAsBoolean(TokenClients.FOUNDER)));
    }

    private static String required(Jwt jwt, String claim) {
        String value = jwt.getClaimAsString(claim);
        if (value == null) {
            throw new IllegalArgumentException("the token has no claim " + claim);
        }
        return value;
    }
}
