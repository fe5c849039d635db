package org.commissionledger.period;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an event counts.
 *
 * @param at when it happened, or just behind the beginning of the month that took it in
 * @param adjusts the closed month that it happened in; null when that was open
 */
public record Booking(Instant at, @Nullable Period adjusts) {}
