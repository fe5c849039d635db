package org.commissionledger.api.dashboard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.commissionledger.api.security.PageRules;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What every page needs besides its own content. Templates know it as {@code page}.
 *
 * @param path of this page
 * @param query of this page, without {@code asOf}
 * @param asOf the past day that the reader wants to see; null is today
 * @param notices how many notifications hold that the reader has not seen
 * @param theme changes when the organisation's colours do
 */
public record DashboardPage(
        String organisation,
        String email,
        Role role,
        String path,
        @Nullable String query,
        @Nullable LocalDate asOf,
        String theme,
        @Nullable String documentationUrl,
        @Nullable String supportUrl,
        int notices,
        Formats format) {

    /** Where the reader begins. */
    public String home() {
        return Navigation.home(role);
    }

    /** What stands for the reader's picture. */
    public String initial() {
        return email.isEmpty()
                ? "?"
                : email.substring(0, email.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    /** The newest day that can be seen as a past one. */
    public LocalDate yesterday() {
        return LocalDate.now(format.zone()).minusDays(1);
    }

    /** The parameters of this page, for forms that change another one. */
    public List<Map.Entry<String, String>> parameters() {
        if (query == null) {
            return List.of();
        }
        return UriComponentsBuilder.newInstance().query(query).build().getQueryParams().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Address.CURSOR)) // a place in the list of another day
                .flatMap(entry -> entry.getValue().stream()
                        .filter(Objects::nonNull)
                        .map(value -> Map.entry(entry.getKey(), URLDecoder.decode(value, StandardCharsets.UTF_8))))
                .toList();
    }

    public List<Navigation.Group> navigation() {
        return Navigation.of(role);
    }

    /** Whether the reader may do what a button stands for. */
    public boolean may(String method, String pattern) {
        return PageRules.may(role, HttpMethod.valueOf(method), pattern);
    }

    /** A link to another page of the same day. */
    public String link(String to) {
        return asOf == null
                ? to
                : UriComponentsBuilder.fromUriString(to)
                        .queryParam("asOf", asOf)
                        .build()
                        .toUriString();
    }

    /** This page as it is today. */
    public String today() {
        return query == null || query.isEmpty()
                ? path
                : UriComponentsBuilder.fromPath(path)
                        .query(query)
                        .replaceQueryParam(Address.CURSOR)
                        .build()
                        .toUriString();
    }

    /** The end of the day that the reader wants to see, where they are; null is now. */
    public @Nullable Instant asOfEnd() {
        return asOf == null
                ? null
                : asOf.plusDays(1).atStartOfDay(format.zone()).toInstant();
    }
}
