package org.commissionledger.api.dashboard.reports;

import java.util.Currency;
import org.commissionledger.projection.report.Column;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a report.
 *
 * @param value a text, an Instant, a LocalDate, a Long, or a BigInteger in minor units of {@code currency}; null is empty
 */
public record Cell(
        Column column, @Nullable Object value, @Nullable Currency currency) {

    public boolean isEmpty() {
        return value == null;
    }

    /** Whether figures are to stand one under the other. */
    public boolean isNumber() {
        return isNumber(column);
    }

    static boolean isNumber(Column column) {
        return column.kind() == Column.Kind.AMOUNT || column.kind() == Column.Kind.COUNT;
    }
}
