package org.commissionledger.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.commissionledger.identity.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a request. One that nobody asked for is refused: a mistyped filter that were passed over would show figures
 * of something else.
 */
public final class Query {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-01T00:00:00Z");

    private final HttpServletRequest request;
    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private @Nullable ZoneId timezone;

    /** @throws BadRequest when the parameters cannot be read at all, as with {@code ?limit=%} */
    public Query(HttpServletRequest request) {
        this.request = request;
        try {
            request.getParameterMap();
        } catch (IllegalStateException e) { // so says the Servlet specification of parameters that cannot be decoded
            throw BadRequest.of("request.malformed", "The parameters cannot be read.");
        }
    }

    public @Nullable String text(String name) {
        String value = single(name);
        if (value != null && value.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(name, "request.invalid-value", "Control characters are not expected."));
            return null;
        }
        return value;
    }

    private @Nullable String single(String name) {
        known.add(name);
        String[] values = request.getParameterValues(name);
        if (values == null || values.length == 0) {
            return null;
        }
        if (values.length > 1) {
            errors.add(new FieldError(name, "request.invalid-parameter", "This parameter can be given once."));
        }
        return values[0].isEmpty() ? null : values[0];
    }

    public @Nullable String id(String name) {
        String value = text(name);
        if (value != null && !Identifiers.isValid(value)) {
            errors.add(new FieldError(
                    name, "request.invalid-identifier", "An identifier is 1 to 64 of A-Z a-z 0-9 . _ : -"));
            return null;
        }
        return value;
    }

    public @Nullable String oneOf(String name, Collection<String> allowed) {
        String value = text(name);
        if (value != null && !allowed.contains(value)) {
            errors.add(new FieldError(name, "request.invalid-value", "One of " + allowed + " is expected."));
            return null;
        }
        return value;
    }

    public @Nullable String oneOf(String name, Enum<?>[] allowed) {
        return oneOf(name, Arrays.stream(allowed).map(Enum::toString).toList());
    }

    public long whole(String name, long otherwise, long minimum, long maximum, String code) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("-?[0-9]{1,18}")) {
            long number = Long.parseLong(value);
            if (number >= minimum && number <= maximum) {
                return number;
            }
        }
        errors.add(new FieldError(name, code, "A whole number from " + minimum + " to " + maximum + " is expected."));
        return otherwise;
    }

    /** Finds fault with a parameter that is not there. */
    public void require(String name) {
        String value = request.getParameter(name);
        if (value == null || value.isEmpty()) {
            error(name, "request.missing-parameter", "This parameter is required.");
        }
    }

    public void error(String name, String code, String detail) {
        errors.add(new FieldError(name, code, detail));
    }

    public int limit() {
        return (int) whole("limit", Page.DEFAULT_LIMIT, 1, Page.MAX_LIMIT, "request.invalid-limit");
    }

    public @Nullable String cursor() {
        return single("cursor");
    }

    /** What the parameters select, apart from which page of it; empty without any. */
    String filters() {
        StringBuilder filters = new StringBuilder();
        new TreeMap<>(request.getParameterMap()).forEach((name, values) -> {
            if (!name.equals("cursor") && !name.equals("limit")) {
                filters.append('&').append(name).append('=').append(String.join(",", values));
            }
        });
        return filters.toString();
    }

    public ZoneId timezone() {
        if (timezone == null) {
            timezone = readTimezone();
        }
        return timezone;
    }

    private ZoneId readTimezone() {
        String value = text("timezone");
        if (value == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(value);
        } catch (DateTimeException e) {
            errors.add(new FieldError(
                    "timezone", "request.invalid-timezone", "An IANA name such as Europe/London is expected."));
            return ZoneOffset.UTC;
        }
    }

    /** An instant with an offset, or the start of a day in the timezone. */
    public @Nullable Instant time(String name) {
        ZoneId zone = timezone();
        String value = text(name);
        if (value == null) {
            return null;
        }
        try {
            Instant time = WrittenTime.parse(value.replace(' ', '+'), zone);
            if (!time.isBefore(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // reported below, like a time that no calendar of the store has
        }
        errors.add(new FieldError(
                name,
                "request.invalid-time",
                "A time such as 2011-03-01T10:15:00Z or a day such as 2011-03-01 is expected."));
        return null;
    }

    /** Both ends of a half-open range, in order. */
    public void requireOrder(@Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && to.isBefore(from)) {
            errors.add(new FieldError("to", "request.invalid-range", "The range ends before it begins."));
        }
    }

    public void done() {
        for (String name : request.getParameterMap().keySet()) {
            if (!known.contains(name)) {
                errors.add(new FieldError(name, "request.unknown-parameter", "This parameter is not known here."));
            }
        }
        if (!errors.isEmpty()) {
            throw BadRequest.of(errors);
        }
    }
}
