package org.commissionledger.api.dashboard;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.commissionledger.api.notices.Notices;
import org.commissionledger.api.users.Invitations;
import org.commissionledger.api.web.Caller;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.OrganisationUsers.Standing;
import org.commissionledger.organisation.Settings;
import org.commissionledger.organisation.User;
import org.commissionledger.organisation.UserId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.UriComponentsBuilder;

/** Makes the {@link DashboardPage} of a request. */
@Component
public class Pages {

    /** Set by a script of ours to the name of the reader's timezone. */
    private static final String TIMEZONE = "timezone";

    private static final String AS_OF = "asOf";

    private static final String UNREADABLE = Pages.class.getName() + ".UNREADABLE";

    private final OrganisationUsers users;
    private final Invitations invitations;
    private final Notices notices;

    Pages(OrganisationUsers users, Invitations invitations, Notices notices) {
        this.users = users;
        this.invitations = invitations;
        this.notices = notices;
    }

    DashboardPage of(Caller caller, HttpServletRequest request) {
        Standing standing = users.of(caller.organisation());
        Settings settings = standing.settings();
        User user = standing.users().get(caller.clientId());
        return new DashboardPage(
                standing.name(),
                user == null ? "" : invitations.email(caller.organisation(), user),
                caller.role(),
                request.getRequestURI(),
                queryWithoutDay(request),
                day(request),
                Theme.of(settings.primaryColour()).version(),
                settings.documentationUrl(),
                settings.supportUrl(),
                notices.unseen(caller.organisation(), caller.role(), new UserId(caller.clientId())),
                formats(request));
    }

    /** How the reader of a request is used to see figures and times. */
    public static Formats formats(HttpServletRequest request) {
        Locale locale = RequestContextUtils.getLocale(request);
        return new Formats(locale, zone(request));
    }

    private static ZoneId zone(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(TIMEZONE)) {
                    return zone(cookie.getValue());
                }
            }
        }
        return ZoneOffset.UTC;
    }

    private static ZoneId zone(String encoded) {
        try {
            return ZoneId.of(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
        } catch (DateTimeException | IllegalArgumentException e) {
            return ZoneOffset.UTC;
        }
    }

    /** Whether the parameters of a request can be decoded at all; those of {@code ?to=%} cannot. The server says so only to who looks first. */
    static boolean isReadable(HttpServletRequest request) {
        try {
            request.getParameterMap();
        } catch (IllegalStateException e) { // the Servlet specification has it so
            request.setAttribute(UNREADABLE, true);
        }
        return request.getAttribute(UNREADABLE) == null;
    }

    /** A parameter for pages that come up whatever stands in their address; null also when none can be read. */
    static @Nullable String parameter(HttpServletRequest request, String name) {
        return isReadable(request) ? request.getParameter(name) : null;
    }

    /** Whether the address names a past day that is none: then the page shows today. */
    static boolean isDayPassedOver(HttpServletRequest request) {
        String text = parameter(request, AS_OF);
        return text != null && !text.isBlank() && day(request) == null;
    }

    private static @Nullable LocalDate day(HttpServletRequest request) {
        String text = parameter(request, AS_OF);
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            return day.isBefore(LocalDate.now(zone(request))) && day.getYear() > 0 ? day : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable String queryWithoutDay(HttpServletRequest request) {
        return request.getQueryString() == null || !isReadable(request)
                ? null
                : UriComponentsBuilder.newInstance()
                        .query(request.getQueryString())
                        .replaceQueryParam(AS_OF)
                        .build()
                        .getQuery();
    }
}
