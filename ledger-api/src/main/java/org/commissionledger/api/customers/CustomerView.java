package org.commissionledger.api.customers;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.commissionledger.projection.customers.CustomerQueries.OrderTotal;
import org.commissionledger.projection.customers.CustomerQueries.Until;
import org.jspecify.annotations.Nullable;

/**
 * A customer as the API shows it.
 *
 * @param displayName the person's name or address; three words for everyone else
 * @param totals over all orders; not for those who may see no totals
 * @param integrations only in the answer about one customer, like {@code channels}, {@code mergedFrom} and {@code visits}
 */
public record CustomerView(
        String customerId,
        String displayName,
        boolean identified,
        boolean erased,
        @Nullable String email,
        @Nullable String name,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen,
        long events,
        long orders,
        @Nullable List<Total> totals,
        @Nullable List<String> mergedFrom,
        @Nullable List<Integration> integrations,
        @Nullable List<String> channels,
        @Nullable List<Visits> visits) {

    /** The same as far as it had happened by then; sums and visits are of today and are left out. */
    public CustomerView until(Until then) {
        return new CustomerView(
                customerId,
                displayName,
                identified,
                erased,
                email,
                name,
                firstSeen,
                then.lastSeen(),
                then.events(),
                then.orders(),
                null,
                mergedFrom,
                null,
                null,
                null);
    }

    /** Minor units of the currency. */
    public record Total(
            String currency,
            long orders,
            long successfulOrders,
            BigInteger value,
            BigInteger commissionPending,
            BigInteger commissionPaid) {
        static Total of(OrderTotal t) {
            return new Total(t.currency(), t.orders(), t.successfulOrders(), t.value(), t.pending(), t.paid());
        }
    }

    public record Integration(
            String integrationId, @Nullable String channel, long events, Instant firstSeen, Instant lastSeen) {}

    public record Visits(LocalDate day, long visits) {}
}
