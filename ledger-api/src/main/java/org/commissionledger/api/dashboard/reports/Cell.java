package org.commissionledger.api.dashboard.reports;

import java.util.Currency;
import java.util.Map;
import java.util.Set;
import org.commissionledger.projection.report.Column;
import org.jspecify.annotations.Nullable;

/**
 * One cell of a report.
 *
 * @param value a text, an Instant, a LocalDate, a Long, or a BigInteger in minor units of {@code currency}; null is empty
 */
public record Cell(
        Column column, @Nullable Object value, @Nullable Currency currency) {

    /** Is shown as a percentage. */
    static final String BASIS_POINTS = "basisPoints";

    private static final Set<String> STATES = Set.of("state", "status", "commissionStatus", "commissionState");
    private static final Set<String> CONSTANTS = Set.of("type", "category", "kind", "accountType", "layout");
    private static final String ACCOUNT = "/dashboard/reports/credits/accounts/";
    private static final Map<String, String> PAGES = Map.of(
            "orderId",
            "/dashboard/orders/",
            "payoutId",
            "/dashboard/reports/payouts/",
            "accountId",
            ACCOUNT,
            "partnerId",
            ACCOUNT);

    public boolean isEmpty() {
        return value == null;
    }

    /** Whether figures are to stand one under the other. */
    public boolean isNumber() {
        return isNumber(column);
    }

    /** Whether it is one of a few states. */
    public boolean isState() {
        return STATES.contains(column.name());
    }

    /** Whether it is a constant's name, which people read in words. */
    public boolean isConstant() {
        return CONSTANTS.contains(column.name());
    }

    /** Whether it says who did something. */
    public boolean isActor() {
        return column.name().endsWith("By");
    }

    /** The page of what the cell names; null where it has none. */
    public @Nullable String page() {
        String folder = value instanceof String ? PAGES.get(column.name()) : null;
        return folder == null ? null : folder + value;
    }

    static boolean isNumber(Column column) {
        return column.kind() == Column.Kind.AMOUNT || column.kind() == Column.Kind.COUNT;
    }
}
