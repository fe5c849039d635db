package org.commissionledger.statement;

import java.util.List;

/** Sums that are only compared: one that leaves the range is more than anything that it is compared with. */
final class Sums {

    private Sums() {}

    /** Of the amounts without their signs, which are all the same. */
    static long ofAmounts(List<StatedLine> lines) {
        long sum = 0;
        for (StatedLine line : lines) {
            sum = plus(sum, Math.abs(line.amount().amount()));
        }
        return sum;
    }

    /** Neither is negative. */
    static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
