package org.commissionledger.api.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Addresses near the one of a page: its filters live there, so that links and the back button keep them.
 *
 * @param path of the page, also where only a part of it was asked for
 */
public record Address(DashboardPage page, String path) {

    public Address(DashboardPage page) {
        this(page, page.path());
    }

    /** What names a place in a list; it means nothing once a filter is another one. */
    static final String CURSOR = "cursor";

    /** This page with one filter set to something else, from its beginning on; null takes the filter away. */
    public String with(String name, @Nullable Object value) {
        return at(path, name, value);
    }

    /** Another page with the filters of this one. */
    public String elsewhere(String to) {
        return page.link(here(to).replaceQueryParam(CURSOR).build().toUriString());
    }

    /** Another page with the filters of this one, and one of them set to something else. */
    public String at(String to, String name, @Nullable Object value) {
        return page.link(
                set(here(to).replaceQueryParam(CURSOR), name, value).build().toUriString());
    }

    /** The same filters for another range of days. */
    public String days(DayRange.Preset preset) {
        UriComponentsBuilder here = here(path).replaceQueryParam(CURSOR).replaceQueryParam(DayRange.PRESET);
        return page.link(
                set(set(here, "from", preset.from()), "to", preset.to()).build().toUriString());
    }

    /**
     * The whole list of this page as a file: just what its filters show.
     *
     * @param format {@code csv} or {@code xlsx}
     * @param position what it is to be made from; null for all that there is
     */
    public String download(String report, String format, DayRange days, @Nullable Long position) {
        UriComponentsBuilder address = here("/dashboard/downloads/" + report)
                .replaceQueryParam(CURSOR)
                .replaceQueryParam(DayRange.PRESET)
                .replaceQueryParam("report");
        set(address, "from", days.start());
        set(address, "to", days.end());
        set(address, "timezone", days.zone());
        set(address, "position", position);
        return set(address, "format", format).build().toUriString();
    }

    /** The page behind this one. */
    public String next(String cursor) {
        return page.link(set(here(path), CURSOR, cursor).build().toUriString());
    }

    /** Whether this is not the first page of its list. */
    public boolean isBehind() {
        return page.query() != null && page.query().matches("(.*&)?cursor=.+");
    }

    public String first() {
        return elsewhere(path);
    }

    private UriComponentsBuilder here(String to) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(to);
        return page.query() == null
                ? address
                : address.query(filledIn(page.query()))
                        .replaceQueryParam(LiveUpdate.SEEN)
                        .replaceQueryParam(LiveUpdate.WRITTEN);
    }

    /** Forms send their empty fields as well, which filter nothing. */
    private static String filledIn(String query) {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.endsWith("="))
                .collect(Collectors.joining("&"));
    }

    private static UriComponentsBuilder set(UriComponentsBuilder address, String name, @Nullable Object value) {
        return value == null
                ? address.replaceQueryParam(name)
                : address.replaceQueryParam(name, URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }

    /** Today, where the reader is. */
    public LocalDate today() {
        return LocalDate.now(page.format().zone());
    }
}
