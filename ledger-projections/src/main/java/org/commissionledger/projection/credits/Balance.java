package org.commissionledger.projection.credits;

import java.time.Instant;

/**
 * How an account stands at a moment, as the ledger knew it then. All amounts are minor units of {@code currency}; what has run out by
 * the moment does not count, whether the ledger had booked that or not.
 *
 * @param available what is left of top-ups, less what is held and overdrawn; may be negative
 * @param paid what is left of PAID top-ups
 * @param promotional what is left of PROMOTIONAL top-ups
 * @param position the events that this rests on: all up to and with this one
 */
public record Balance(
        String currency,
        long available,
        long held,
        long paid,
        long promotional,
        long overdrawn,
        long overdraftLimit,
        Instant asOf,
        long position) {}
