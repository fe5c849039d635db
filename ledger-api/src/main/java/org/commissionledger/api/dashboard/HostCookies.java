package org.commissionledger.api.dashboard;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * The dashboard's two cookies. Over https they are {@code __Host-} cookies, which no other host or path can set; browsers refuse those over plain
 * http, where the same cookies go by plain names. Lax, because an outside identity provider leads back here.
 */
final class HostCookies {

    private static final String SECURE = "__Host-";

    private HostCookies() {}

    /** Keeps who is signed in. */
    static CookieSerializer session() {
        DefaultCookieSerializer plain = serializer("ledger-session", false);
        DefaultCookieSerializer secure = serializer(SECURE + "ledger-session", true);
        return new CookieSerializer() {
            @Override
            public void writeCookieValue(CookieValue value) {
                (value.getRequest().isSecure() ? secure : plain).writeCookieValue(value);
            }

            @Override
            public List<String> readCookieValues(HttpServletRequest request) {
                return (request.isSecure() ? secure : plain).readCookieValues(request);
            }
        };
    }

    private static DefaultCookieSerializer serializer(String name, boolean secure) {
        DefaultCookieSerializer serializer = new DefaultCookieSerializer();
        serializer.setCookieName(name);
        serializer.setCookiePath("/");
        serializer.setUseHttpOnlyCookie(true);
        serializer.setUseSecureCookie(secure);
        serializer.setSameSite("Lax");
        return serializer;
    }

    /** Shows that a form was ours. It needs no session, so that whoever only looks at the sign-in form costs the database nothing. */
    static CsrfTokenRepository csrf() {
        CsrfTokenRepository plain = repository("ledger-csrf", false);
        CsrfTokenRepository secure = repository(SECURE + "ledger-csrf", true);
        return new CsrfTokenRepository() {
            @Override
            public CsrfToken generateToken(HttpServletRequest request) {
                return (request.isSecure() ? secure : plain).generateToken(request);
            }

            @Override
            public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
                (request.isSecure() ? secure : plain).saveToken(token, request, response);
            }

            @Override
            public @Nullable CsrfToken loadToken(HttpServletRequest request) {
                return (request.isSecure() ? secure : plain).loadToken(request);
            }
        };
    }

    private static CsrfTokenRepository repository(String name, boolean secure) {
        CookieCsrfTokenRepository repository = new CookieCsrfTokenRepository();
        repository.setCookieName(name);
        repository.setCookiePath("/");
        repository.setCookieCustomizer(
                cookie -> cookie.secure(secure).httpOnly(true).sameSite("Lax"));
        return repository;
    }
}
