package org.commissionledger.statement;

import org.commissionledger.money.Money;

/**
 * How far an amount may be from what is expected and still be taken for the same.
 *
 * @param minorUnits of whatever currency
 * @param basisPoints of what is expected, rounded half-even; the wider of the two holds
 */
public record Tolerance(long minorUnits, int basisPoints) {

    public static final Tolerance NONE = new Tolerance(0, 0);

    boolean covers(Money expected, long stated) {
        long difference = stated - expected.amount(); // neither is negative
        return Math.abs(difference) <= of(expected);
    }

    /** Minor units. */
    public long of(Money expected) {
        return Math.max(minorUnits, expected.share(basisPoints).amount());
    }
}
