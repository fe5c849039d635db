package org.commissionledger.projection.customers;

import java.time.Instant;
import org.commissionledger.person.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * One customer, with all that the anonymous ones did who turned out to be this one.
 *
 * @param email null for an anonymous customer, and for one who was forgotten
 * @param events what they did, orders apart
 * @param firstSeen null when all that is known of them is who they are
 */
public record CustomerRow(
        String customerId,
        @Nullable Sealed email,
        @Nullable Sealed name,
        boolean erased,
        long events,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen) {}
