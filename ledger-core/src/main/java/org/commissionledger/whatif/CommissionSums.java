package org.commissionledger.whatif;

import java.math.BigInteger;
import org.commissionledger.order.Commission;

/** Sums over orders, in minor units of one currency. */
public record CommissionSums(
        long orders,
        BigInteger expected,
        BigInteger pending,
        BigInteger paid,
        BigInteger declined,
        BigInteger reversed) {

    static final CommissionSums NONE =
            new CommissionSums(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    CommissionSums plus(Commission c) {
        return new CommissionSums(
                orders + 1,
                expected.add(BigInteger.valueOf(c.expected())),
                pending.add(BigInteger.valueOf(c.pending())),
                paid.add(BigInteger.valueOf(c.paid())),
                declined.add(BigInteger.valueOf(c.declined())),
                reversed.add(BigInteger.valueOf(c.reversed())));
    }

    CommissionSums minus(CommissionSums other) {
        return new CommissionSums(
                orders - other.orders,
                expected.subtract(other.expected),
                pending.subtract(other.pending),
                paid.subtract(other.paid),
                declined.subtract(other.declined),
                reversed.subtract(other.reversed));
    }
}
