package org.commissionledger.api.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.util.UriComponentsBuilder;

/** An OpenID Connect provider that lets everyone in as whoever it was last told, and an issuer of tokens that say what they are told. */
public final class IdentityProvider implements AutoCloseable {

    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();
    private volatile String email = "";
    private volatile boolean verified = true;

    public IdentityProvider() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/keys", exchange -> json(exchange, new JWKSet(key).toString()));
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> json(exchange, "{\"issuer\":\"" + base() + "\",\"jwks_uri\":\"" + base() + "/keys\"}"));
        server.start();
    }

    public String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** For whoever comes next. */
    public void isNow(String address, boolean isVerified) {
        email = address;
        verified = isVerified;
    }

    /** The settings of a service that trusts it, under the name {@code test}. */
    public String[] settings() {
        String client = "--spring.security.oauth2.client.";
        return new String[] {
            client + "registration.test.client-id=ledger",
            client + "registration.test.client-secret=secret",
            client + "registration.test.client-name=Company account",
            client + "registration.test.scope=openid,email",
            client + "registration.test.authorization-grant-type=authorization_code",
            client + "registration.test.redirect-uri={baseUrl}/sign-in/oidc/callback/{registrationId}",
            client + "provider.test.authorization-uri=" + base() + "/authorize",
            client + "provider.test.token-uri=" + base() + "/token",
            client + "provider.test.jwk-set-uri=" + base() + "/keys",
            client + "provider.test.user-name-attribute=sub"
        };
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = UriComponentsBuilder.fromUri(exchange.getRequestURI())
                .build()
                .getQueryParams()
                .toSingleValueMap();
        String code = UUID.randomUUID().toString();
        nonces.put(code, String.valueOf(asked.get("nonce")));
        String back = URLDecoder.decode(String.valueOf(asked.get("redirect_uri")), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", back + "?code=" + code + "&state=" + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String code = form.replaceAll(".*code=([0-9a-f-]+).*", "$1");
        json(
                exchange,
                "{\"access_token\":\"none\",\"token_type\":\"Bearer\",\"expires_in\":60,\"id_token\":\""
                        + idToken(String.valueOf(nonces.remove(code))) + "\"}");
    }

    private String idToken(String nonce) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(base())
                .subject("someone")
                .audience("ledger")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("nonce", nonce)
                .claim("email", email)
                .claim("email_verified", verified)
                .build();
        return signed(claims);
    }

    /** A token for an API. */
    public String accessToken(String subject, Instant expiresAt, Map<String, String> claims) {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder()
                .issuer(base())
                .subject(subject)
                .issueTime(Date.from(expiresAt.minusSeconds(600)))
                .expirationTime(Date.from(expiresAt));
        claims.forEach(builder::claim);
        return signed(builder.build());
    }

    private String signed(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
