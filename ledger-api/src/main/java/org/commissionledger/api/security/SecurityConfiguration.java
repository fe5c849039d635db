package org.commissionledger.api.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.commissionledger.api.web.Problem;
import org.commissionledger.api.web.StillWelcome;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.UserId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.util.StringUtils;

/** Two chains: one that gives out tokens, one that lets through what {@link AccessRules} allow. The dashboard has one of its own. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    @Order(1)
    SecurityFilterChain tokens(HttpSecurity http) throws Exception {
        return http.securityMatcher("/oauth2/**", "/.well-known/**")
                .oauth2AuthorizationServer(Customizer.withDefaults())
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint((request, response, e) -> unknownClient(request, response)))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, AuthenticationManagerResolver<HttpServletRequest> tokens)
            throws Exception {
        return http.authorizeHttpRequests(requests -> {
                    for (AccessRules.Rule rule : AccessRules.RULES) {
                        String[] roles = rule.roles().stream().map(Enum::name).toArray(String[]::new);
                        requests.requestMatchers(rule.method(), rule.pattern()).hasAnyRole(roles);
                        if (rule.method().equals(HttpMethod.GET)) {
                            requests.requestMatchers(HttpMethod.HEAD, rule.pattern())
                                    .hasAnyRole(roles);
                        }
                    }
                    requests.requestMatchers(AccessRules.OPEN.toArray(String[]::new))
                            .permitAll();
                    requests.anyRequest().denyAll();
                })
                .oauth2ResourceServer(server -> server.bearerTokenResolver(new BearerTokens())
                        .authenticationManagerResolver(tokens)
                        .authenticationEntryPoint((request, response, e) -> unauthenticated(request, response))
                        .accessDeniedHandler((request, response, e) -> denied(request, response)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> unauthenticated(request, response))
                        .accessDeniedHandler((request, response, e) -> denied(request, response)))
                .csrf(csrf -> csrf.disable()) // nothing here is authenticated by a cookie
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .sessionManagement(session -> session.disable()) // there is none, nor anything that would make one
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .anonymous(Customizer.withDefaults())
                .servletApi(servlet -> servlet.disable())
                .build();
    }

    /** Of a client that says who it is and is not believed, OAuth 2 itself says what is answered. */
    private static void unknownClient(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic");
        write(
                response,
                Problem.of(
                        HttpStatus.UNAUTHORIZED,
                        "access.unauthenticated",
                        "The id and the secret of a client are needed, by HTTP Basic.",
                        request.getRequestURI()));
    }

    private static void unauthenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean presented = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, presented ? "Bearer error=\"invalid_token\"" : "Bearer");
        write(
                response,
                Problem.of(
                        HttpStatus.UNAUTHORIZED,
                        presented ? "access.invalid-token" : "access.unauthenticated",
                        presented
                                ? "The token is not valid, has run out, or its client was revoked. Get a new one at /oauth2/token."
                                : "A bearer token is needed. Get one at /oauth2/token.",
                        request.getRequestURI()));
    }

    /** What no rule knows does not exist; what a rule knows by another method is said to be so. */
    private static void denied(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<HttpMethod> methods = AccessRules.methods(request);
        Problem problem;
        if (methods.isEmpty()) {
            problem = Problem.of(
                    HttpStatus.NOT_FOUND, "request.not-found", "There is nothing here.", request.getRequestURI());
        } else if (methods.stream().noneMatch(method -> method.matches(request.getMethod()))) {
            response.setHeader(HttpHeaders.ALLOW, StringUtils.collectionToCommaDelimitedString(methods));
            problem = Problem.of(
                    HttpStatus.METHOD_NOT_ALLOWED,
                    "request.method-not-allowed",
                    "This method is not for this path.",
                    request.getRequestURI());
        } else {
            problem = Problem.of(
                    HttpStatus.FORBIDDEN, "access.denied", "This role may not do that.", request.getRequestURI());
        }
        write(response, problem);
    }

    @Bean
    HttpFirewall httpFirewall() {
        return BearerTokens.firewall();
    }

    /** What is no path at all does not even get as far as the rules. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, e) -> write(
                response,
                Problem.of(HttpStatus.BAD_REQUEST, "request.malformed", "The path is not well-formed.", null));
    }

    private static void write(HttpServletResponse response, Problem problem) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(problem.json().getBytes(StandardCharsets.UTF_8));
    }

    /** A request is observed as a whole; to observe each filter of each chain would cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    /** What {@code /oauth2/jwks} shows: the public keys of all nodes. */
    @Bean
    JWKSource<SecurityContext> publishedKeys(TokenKeys keys) {
        return (selector, context) -> selector.select(keys.published());
    }

    @Bean
    JwtEncoder jwtEncoder(TokenKeys keys) {
        return new NimbusJwtEncoder(new ImmutableJWKSet<>(keys.signing()));
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings() {
        return AuthorizationServerSettings.builder().build();
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> tokenClaims() {
        return context -> {
            ClientSettings client = context.getRegisteredClient().getClientSettings();
            for (String claim : new String[] {
                TokenClients.ORGANISATION, TokenClients.ROLE, TokenClients.PROVIDER, TokenClients.ACCOUNT
            }) {
                Object value = client.getSetting(claim);
                if (value != null) {
                    context.getClaims().claim(claim, value);
                }
            }
            if (Boolean.TRUE.equals(client.getSetting(TokenClients.FOUNDER))) {
                context.getClaims().claim(TokenClients.FOUNDER, true);
            }
        };
    }

    /**
     * A resolver, because a bean that is an authentication manager itself would also be asked about clients that want a token.
     *
     * @param outsideIssuer when set, tokens come from there and this service's own are not accepted
     */
    @Bean
    AuthenticationManagerResolver<HttpServletRequest> tokenAuthentication(
            TokenKeys keys,
            Credentials credentials,
            Clock clock,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:}") String outsideIssuer) {
        boolean own = outsideIssuer.isBlank();
        JwtDecoder decoder = own ? ownDecoder(keys) : JwtDecoders.fromIssuerLocation(outsideIssuer);
        TokenAuthentication tokens = new TokenAuthentication(decoder, credentials, clock, own);
        return request -> tokens;
    }

    @Bean
    StillWelcome stillWelcome(
            Credentials credentials,
            OrganisationUsers users,
            @Value("${spring.security.oauth2.resourceserver.jwt.issuer-uri:}") String outsideIssuer) {
        return caller -> switch (caller.source()) {
            case DASHBOARD ->
                users.active(caller.organisation(), new UserId(caller.clientId()))
                        .filter(user -> user.role() == caller.role())
                        .isPresent();
            default -> !outsideIssuer.isBlank() || credentials.isActive(caller.clientId());
        };
    }

    private static JwtDecoder ownDecoder(TokenKeys keys) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        JWKSource<SecurityContext> source = (selector, context) -> selector.select(keys.published());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, source));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // the decoder's own validators check the times
        return new NimbusJwtDecoder(processor);
    }
}
