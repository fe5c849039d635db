package org.commissionledger.api.dashboard.reports;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commissionledger.projection.report.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * One field of the form that a report is filtered by.
 *
 * @param values what may be chosen; empty for an identifier
 */
record Filter(
        String name,
        String label,
        List<String> values,
        @Nullable String chosen) {

    static Filter of(Parameter parameter, Map<String, String> chosen) {
        return new Filter(parameter.name(), label(parameter.name()), parameter.values(), chosen.get(parameter.name()));
    }

    /** {@code commissionStatus} is "Commission status", {@code productId} is "Product". */
    static String label(String name) {
        String words = name.replaceAll("Id$", "").replaceAll("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", " ");
        return words.substring(0, 1).toUpperCase(Locale.ROOT)
                + words.substring(1).toLowerCase(Locale.ROOT);
    }
}
