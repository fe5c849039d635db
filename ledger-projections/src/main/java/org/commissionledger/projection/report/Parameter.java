package org.commissionledger.projection.report;

import java.util.Arrays;
import java.util.List;

/**
 * What a report can be filtered by, besides its range of time.
 *
 * @param values what may be asked for; empty when any identifier may
 */
public record Parameter(String name, List<String> values, String description) {

    /** An identifier. */
    public static Parameter id(String name, String description) {
        return new Parameter(name, List.of(), description);
    }

    public static Parameter oneOf(String name, List<String> values, String description) {
        return new Parameter(name, List.copyOf(values), description);
    }

    public static Parameter oneOf(String name, Enum<?>[] values, String description) {
        return oneOf(name, Arrays.stream(values).map(Enum::toString).toList(), description);
    }

    public boolean isIdentifier() {
        return values.isEmpty();
    }
}
