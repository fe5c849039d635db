package org.commissionledger.api.dashboard;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.commissionledger.api.LedgerSettings;
import org.commissionledger.api.security.AccessRules;
import org.commissionledger.api.security.PageRules;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.transaction.support.TransactionOperations;

/** The dashboard's own chain: sessions that stand in the database, so that any node knows them and a restart ends none. */
@Configuration(proxyBeanMethods = false)
class DashboardSecurity {

    /** No script and no style but what this service serves as a file; {@code data:} is for the small pictures in the style sheet. */
    static final String CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    @Bean
    @Order(0)
    SecurityFilterChain dashboard(HttpSecurity http, SessionUsers sessions, PageErrors errors, OutsideSignIn outside)
            throws Exception {
        outside.configure(http);
        return http.securityMatcher(PageRules.PATHS.toArray(String[]::new))
                .authorizeHttpRequests(requests -> {
                    for (AccessRules.Rule rule : PageRules.RULES) {
                        String[] roles = rule.roles().stream().map(Enum::name).toArray(String[]::new);
                        requests.requestMatchers(rule.method(), rule.pattern()).hasAnyRole(roles);
                    }
                    requests.requestMatchers(PageRules.OPEN.toArray(String[]::new))
                            .permitAll();
                    requests.anyRequest().denyAll();
                })
                .securityContext(context -> context.securityContextRepository(sessions))
                .csrf(csrf -> csrf.csrfTokenRepository(HostCookies.csrf()))
                .requestCache(cache -> cache.disable()) // where to go back to stands in the address
                .logout(logout -> logout.disable())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> toSignIn(request, response))
                        .accessDeniedHandler((request, response, e) -> errors.denied(request, response, e)))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                permissions -> permissions.policy("camera=(), microphone=(), geolocation=()")))
                .build();
    }

    /**
     * A page is asked for again after the sign-in. Whoever sent a form is told that it was not carried out, and led back to where it stood;
     * whatever else was asked for is only told that it was not let in.
     */
    private static void toSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String asked =
                request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        boolean reads = request.getMethod().equals("GET");
        String signIn = "/sign-in";
        if (reads && asked.startsWith("/dashboard")) {
            signIn += "?to=" + URLEncoder.encode(asked, StandardCharsets.UTF_8);
        } else if (!reads) {
            signIn += "?ended&to=" + URLEncoder.encode(before(request), StandardCharsets.UTF_8);
        }
        if (request.getHeader("HX-Request") != null) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader("HX-Redirect", "/sign-in");
        } else if (request.getRequestURI().equals("/dashboard/live")) {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
        } else {
            response.sendRedirect(signIn);
        }
    }

    /** The page that the request came from; the sign-in leads to no other than ours. */
    private static String before(HttpServletRequest request) {
        String from = request.getHeader(HttpHeaders.REFERER);
        try {
            URI page = from == null ? null : URI.create(from);
            if (page == null || page.getRawPath() == null) {
                return "";
            }
            return page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Bean
    JdbcIndexedSessionRepository sessions(
            DataSource pool, TransactionOperations transactions, LedgerSettings settings) {
        JdbcIndexedSessionRepository repository =
                new JdbcIndexedSessionRepository(new JdbcTemplate(pool), transactions);
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(repository);
        repository.setTableName("ledger.web_session");
        repository.setDefaultMaxInactiveInterval(settings.dashboard().session());
        return repository;
    }

    /** For the dashboard's paths alone: nothing of the API knows a session. */
    @Bean
    FilterRegistrationBean<SessionRepositoryFilter<?>> sessionFilter(JdbcIndexedSessionRepository sessions) {
        SessionRepositoryFilter<?> filter = new SessionRepositoryFilter<>(sessions);
        CookieHttpSessionIdResolver cookies = new CookieHttpSessionIdResolver();
        cookies.setCookieSerializer(HostCookies.session());
        filter.setHttpSessionIdResolver(cookies);
        FilterRegistrationBean<SessionRepositoryFilter<?>> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
        registration.addUrlPatterns("/", "/dashboard", "/dashboard/*", "/sign-in", "/sign-in/*", "/sign-out");
        registration.addUrlPatterns("/invitation/*");
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
        return registration;
    }
}
