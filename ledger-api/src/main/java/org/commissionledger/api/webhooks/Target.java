package org.commissionledger.api.webhooks;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is, read strictly: what different readers could take for different hosts is not read at all. An address in place of a
 * name is written the usual way or not taken: {@code 2130706433}, {@code 0177.0.0.1} and {@code 0x7f.1} are ways around a check.
 *
 * @param literal the address where the host is one
 */
record Target(URI uri, String host, @Nullable InetAddress literal) {

    static final int LONGEST = 1_000;

    /** Why a text is no target. */
    enum Fault {
        /** Not an absolute URL of a web server. */
        MALFORMED,
        /** Neither https nor, where it is allowed, http. */
        SCHEME,
        /** With a user or a fragment in it. */
        PARTS,
        /** An address that may not be called, or written in an unusual way. */
        ADDRESS
    }

    /** A target or a fault. */
    record Reading(@Nullable Target target, @Nullable Fault fault) {
        private static Reading of(Fault fault) {
            return new Reading(null, fault);
        }
    }

    static Reading read(String url, boolean insecure) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Reading.of(Fault.MALFORMED);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(scheme.equals("http") && insecure)) {
            return Reading.of(scheme.isEmpty() ? Fault.MALFORMED : Fault.SCHEME);
        }
        String authority = uri.getRawAuthority();
        if (authority == null || url.length() > LONGEST) {
            return Reading.of(Fault.MALFORMED);
        }
        if (authority.indexOf('@') >= 0 || uri.getRawFragment() != null) {
            return Reading.of(Fault.PARTS);
        }
        return host(uri, authority);
    }

    private static Reading host(URI uri, String authority) {
        String host = withoutPort(authority);
        if (host == null) {
            return Reading.of(Fault.MALFORMED);
        }
        if (host.startsWith("[")) {
            return bracketed(uri, host);
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (looksLikeANumber(name)) {
            return plainAddress(name)
                    .map(address -> new Reading(new Target(uri, name, address), null))
                    .orElse(Reading.of(Fault.ADDRESS));
        }
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return new Reading(new Target(uri, name, InetAddress.ofLiteral("127.0.0.1")), null);
        }
        return isName(name) ? new Reading(new Target(uri, name, null), null) : Reading.of(Fault.MALFORMED);
    }

    /** The host of an authority whose port is a port; null where it is not. */
    private static @Nullable String withoutPort(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (end <= 0 && (authority.startsWith("[") || authority.startsWith(":"))) {
            return null;
        }
        if (end < 0 || end == authority.length()) {
            return authority;
        }
        String port = authority.substring(end);
        boolean sound = port.matches(":[0-9]{1,5}")
                && Integer.parseInt(port.substring(1)) > 0
                && Integer.parseInt(port.substring(1)) < 65_536;
        return sound ? authority.substring(0, end) : null;
    }

    /** IPv6. One that belongs to an interface of this machine is nobody's endpoint. */
    private static Reading bracketed(URI uri, String host) {
        String address = host.substring(1, host.length() - 1);
        if (!address.matches("[0-9a-fA-F:.]+")) {
            return Reading.of(Fault.ADDRESS);
        }
        try {
            return new Reading(new Target(uri, host, InetAddress.ofLiteral(address)), null);
        } catch (IllegalArgumentException e) {
            return Reading.of(Fault.ADDRESS);
        }
    }

    /** By the rule that browsers have: a last part that is a number makes the whole an address. */
    private static boolean looksLikeANumber(String name) {
        String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String last = whole.substring(whole.lastIndexOf('.') + 1);
        return last.matches("[0-9]+|0x[0-9a-f]*");
    }

    private static Optional<InetAddress> plainAddress(String name) {
        String part = "(0|[1-9][0-9]{0,2})";
        if (!name.matches(part + "\\." + part + "\\." + part + "\\." + part)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Letters, digits and hyphens; anything else has to be written in its encoded form. */
    private static boolean isName(String name) {
        return name.length() <= 253
                && name.matches("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.?");
    }
}
