package org.commissionledger.projection.engine;

import java.math.BigInteger;

/** A sum of minor units that never overflows: kept in a long as long as it fits. */
public final class ExactSum {

    private long small;
    private BigInteger large = BigInteger.ZERO;

    public void add(long amount) {
        long sum = small + amount;
        if (((small ^ sum) & (amount ^ sum)) < 0) {
            large = large.add(BigInteger.valueOf(small)).add(BigInteger.valueOf(amount));
            small = 0;
        } else {
            small = sum;
        }
    }

    public void subtract(long amount) {
        if (amount == Long.MIN_VALUE) {
            large = large.subtract(BigInteger.valueOf(amount));
        } else {
            add(-amount);
        }
    }

    public boolean isZero() {
        return small == 0 && large.signum() == 0 || toString().equals("0");
    }

    /** In decimal. */
    @Override
    public String toString() {
        return large.signum() == 0
                ? Long.toString(small)
                : large.add(BigInteger.valueOf(small)).toString();
    }
}
