package org.commissionledger.projection.orders;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which orders are meant. What is null does not filter.
 *
 * @param from placed at or after
 * @param to placed before
 * @param orderId one order alone; for explanations
 */
public record OrderFilter(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String status,
        @Nullable String commissionStatus,
        @Nullable String categoryId,
        @Nullable String providerId,
        @Nullable String productId,
        @Nullable String integrationId,
        @Nullable String customerId,
        @Nullable String orderId) {

    /** Of any order. */
    public OrderFilter(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String status,
            @Nullable String commissionStatus,
            @Nullable String categoryId,
            @Nullable String providerId,
            @Nullable String productId,
            @Nullable String integrationId,
            @Nullable String customerId) {
        this(from, to, status, commissionStatus, categoryId, providerId, productId, integrationId, customerId, null);
    }

    public static final OrderFilter ALL = new OrderFilter(null, null, null, null, null, null, null, null, null);

    /** The same for one provider's orders only. */
    public OrderFilter onlyProvider(String provider) {
        return new OrderFilter(
                from,
                to,
                status,
                commissionStatus,
                categoryId,
                provider,
                productId,
                integrationId,
                customerId,
                orderId);
    }

    /** The same for one order only. */
    public OrderFilter onlyOrder(String order) {
        return new OrderFilter(
                from,
                to,
                status,
                commissionStatus,
                categoryId,
                providerId,
                productId,
                integrationId,
                customerId,
                order);
    }

    /** A filter that nothing passes: no identifier is empty. */
    public OrderFilter none() {
        return onlyProvider("");
    }

    /** The same for orders placed in [start, end). */
    OrderFilter placedWithin(Instant start, Instant end) {
        return new OrderFilter(
                start,
                end,
                status,
                commissionStatus,
                categoryId,
                providerId,
                productId,
                integrationId,
                customerId,
                orderId);
    }

    /** The equality conditions by column, without the time range and the customer. */
    Map<String, String> dimensions() {
        Map<String, String> columns = new LinkedHashMap<>();
        put(columns, "status", status);
        put(columns, "commission_status", commissionStatus);
        put(columns, "category_id", categoryId);
        put(columns, "provider_id", providerId);
        put(columns, "product_id", productId);
        put(columns, "integration_id", integrationId);
        return columns;
    }

    private static void put(Map<String, String> columns, String column, @Nullable String value) {
        if (value != null) {
            columns.put(column, value);
        }
    }
}
