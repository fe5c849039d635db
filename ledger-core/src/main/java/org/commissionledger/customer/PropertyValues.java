package org.commissionledger.customer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that a property may have, each in one form only, so that what was written is what is read back. */
final class PropertyValues {

    /** Whole numbers up to 2⁵³ are the same to everyone who reads JSON (RFC 8259, section 6). */
    private static final long LARGEST_WHOLE = 1L << 53;

    private PropertyValues() {}

    /** In the order given, and not to be changed. */
    static Map<String, Object> flat(Map<String, ?> given) {
        Map<String, Object> flat = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            Object normal = normal(value);
            if (normal == null) {
                throw new IllegalArgumentException("a property is a text, a number, true or false");
            }
            flat.put(key, normal);
        });
        return Collections.unmodifiableMap(flat);
    }

    /** A {@link String}, {@link Boolean}, {@link Long} or {@link Double}; nothing for anything that cannot be one of them exactly. */
    static @Nullable Object normal(@Nullable Object value) {
        return switch (value) {
            case String text -> isWellFormed(text) ? text : null;
            case Boolean flag -> flag;
            case Byte n -> whole(n);
            case Short n -> whole(n);
            case Integer n -> whole(n);
            case Long n -> whole(n);
            case BigInteger n -> n.bitLength() < Long.SIZE ? whole(n.longValue()) : null;
            case Float n -> fraction(n.doubleValue());
            case Double n -> fraction(n);
            case BigDecimal n -> n.scale() == 0 ? normal(n.toBigInteger()) : fraction(n);
            case null, default -> null;
        };
    }

    private static @Nullable Object whole(long n) {
        return n >= -LARGEST_WHOLE && n <= LARGEST_WHOLE ? (Object) n : null;
    }

    private static @Nullable Object fraction(double n) {
        return Double.isFinite(n) ? (Object) n : null;
    }

    private static @Nullable Object fraction(BigDecimal n) {
        double nearest = n.doubleValue();
        boolean same = Double.isFinite(nearest) && new BigDecimal(Double.toString(nearest)).compareTo(n) == 0;
        return same ? (Object) nearest : null;
    }

    /** Half of a surrogate pair cannot be encoded, and the zero character cannot be stored. */
    private static boolean isWellFormed(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Bytes of the map as JSON in UTF-8, without white space and with only those escapes that JSON demands. */
    static int jsonBytes(Map<String, Object> flat) {
        int bytes = 2 + Math.max(0, flat.size() - 1);
        for (Map.Entry<String, Object> entry : flat.entrySet()) {
            bytes += textBytes(entry.getKey()) + 1;
            bytes += entry.getValue() instanceof String text
                    ? textBytes(text)
                    : entry.getValue().toString().length();
        }
        return bytes;
    }

    private static int textBytes(String text) {
        return 2 + text.codePoints().map(PropertyValues::characterBytes).sum();
    }

    private static int characterBytes(int c) {
        return switch (c) {
            case '"', '\\', '\b', '\t', '\n', '\f', '\r' -> 2;
            default -> {
                if (c < 0x20) {
                    yield 6;
                }
                yield c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            }
        };
    }
}
