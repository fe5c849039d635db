package org.commissionledger.api.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Takes the token out of the Authorization header, and nowhere else. What a token may look like is found out by decoding it; to match
 * each of its hundreds of characters against a pattern first, on every request, costs more than all else that is checked.
 */
final class BearerTokens implements BearerTokenResolver {

    private static final String SCHEME = "Bearer ";

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME.strip(), 0, SCHEME.length() - 1)) {
            return null;
        }
        String token = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
        if (token.isEmpty() || token.indexOf(' ') >= 0) {
            throw new InvalidBearerTokenException("The Authorization header holds no bearer token.");
        }
        return token;
    }

    /**
     * Spring's firewall, with its rule for headers (assigned characters, no control characters) as a loop. Dots may be encoded:
     * identifiers have them.
     */
    static StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowedHeaderNames(BearerTokens::isPlain);
        firewall.setAllowedHeaderValues(BearerTokens::isPlain);
        return firewall;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plainAscii = c >= ' ' && c < 0x7F;
            if (!plainAscii && (Character.isISOControl(c) && c != '\t' || !Character.isDefined(c))) {
                return false;
            }
        }
        return true;
    }
}
