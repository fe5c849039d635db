package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commissionledger.projection.past.Moment;

/** Links from a figure to what it is made of: with the filters of the request that showed it, and fixed to its moment. */
public final class Links {

    /** What a link says anew, or what was said about pages and forms. */
    private static final Set<String> DROPPED =
            Set.of("asof", "effectiveasof", "position", "limit", "cursor", "format", "compare", "layout");

    private final String path;
    private final Map<String, String> parameters;

    private Links(String path, Map<String, String> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /** Without the filters of any request. */
    public static Links to(String path) {
        return new Links(path, Map.of());
    }

    /** @param prefixes of the moments that the request is about, besides none */
    public static Links to(String path, HttpServletRequest request, String... prefixes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!isDropped(name, prefixes)) {
                parameters.put(name, values[0]);
            }
        });
        return new Links(path, parameters);
    }

    private static boolean isDropped(String name, String... prefixes) {
        String plain = name.replace("-", "").toLowerCase(Locale.ROOT);
        return DROPPED.contains(plain)
                || List.of(prefixes).stream()
                        .anyMatch(prefix ->
                                plain.startsWith(prefix) && DROPPED.contains(plain.substring(prefix.length())));
    }

    /** The same with one parameter set. */
    public Links and(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Links(path, more);
    }

    /** The same without some parameters. */
    public Links without(Set<String> names) {
        Map<String, String> fewer = new LinkedHashMap<>(parameters);
        fewer.keySet().removeAll(names);
        return new Links(path, fewer);
    }

    /** Fixed to a moment. */
    public String at(Moment moment) {
        return fixed("position", "effectiveAsOf", moment);
    }

    /** Fixed to a moment, in the parameters that begin with {@code prefix}. */
    public String with(String prefix, Moment moment) {
        return fixed(prefix + "Position", prefix + "EffectiveAsOf", moment);
    }

    private String fixed(String position, String effectiveAsOf, Moment moment) {
        Links fixed = and(position, Long.toString(moment.position()));
        return (moment.effectiveAsOf() == null
                        ? fixed
                        : fixed.and(effectiveAsOf, moment.effectiveAsOf().toString()))
                .toString();
    }

    @Override
    public String toString() {
        return parameters.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&", path + (path.contains("?") ? "&" : "?"), ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
