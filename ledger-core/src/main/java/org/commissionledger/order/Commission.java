package org.commissionledger.order;

import java.util.Currency;

/**
 * What became of an order's commission, in minor units of {@code currency}; no figure is ever negative.
 *
 * @param expected what was fixed when the order was placed; nothing changes it
 * @param pending due, not confirmed yet
 * @param paid confirmed, less what was taken back
 * @param declined due no more without having been paid
 * @param reversed taken back after it was paid
 */
public record Commission(Currency currency, long expected, long pending, long paid, long declined, long reversed) {

    public Commission {
        if (expected < 0 || pending < 0 || paid < 0 || declined < 0 || reversed < 0) {
            throw new IllegalArgumentException("a commission figure would be negative");
        }
    }

    public static Commission expecting(Currency currency, long expected) {
        return new Commission(currency, expected, 0, 0, 0, 0);
    }

    /** All that is expected becomes pending: the order was delivered. */
    public Commission accrued() {
        return new Commission(currency, expected, expected, paid, declined, reversed);
    }

    /** @param amount may exceed what is pending; then nothing stays pending */
    public Commission confirmed(long amount) {
        long rest = Math.max(0, pending - amount);
        return new Commission(currency, expected, rest, Math.addExact(paid, amount), declined, reversed);
    }

    public Commission declinedRest() {
        return new Commission(currency, expected, 0, paid, Math.addExact(declined, pending), reversed);
    }

    public Commission amendedTo(long amount) {
        return new Commission(currency, expected, amount, paid, declined, reversed);
    }

    public Commission reversed(long amount) {
        return new Commission(
                currency,
                expected,
                pending,
                Math.subtractExact(paid, amount),
                declined,
                Math.addExact(reversed, amount));
    }

    public CommissionStatus status() {
        if (pending > 0) {
            return CommissionStatus.PENDING;
        }
        return paid > 0 ? CommissionStatus.SUCCESSFUL : CommissionStatus.NOT_APPLICABLE;
    }

    public CommissionState state() {
        if (pending > 0) {
            return paid > 0 ? CommissionState.PARTIALLY_CONFIRMED : CommissionState.PENDING;
        }
        if (paid > 0) {
            return CommissionState.CONFIRMED;
        }
        if (reversed > 0) {
            return CommissionState.REVERSED;
        }
        return declined > 0 ? CommissionState.DECLINED : CommissionState.NONE;
    }
}
