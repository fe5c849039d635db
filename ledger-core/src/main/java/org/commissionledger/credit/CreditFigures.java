package org.commissionledger.credit;

import org.commissionledger.credit.Usage.Consumed;

/**
 * How a credit account stands, in minor units of its currency; no figure is ever negative.
 *
 * @param paid what is left of PAID top-ups that have not expired
 * @param promotional what is left of PROMOTIONAL top-ups that have not expired
 * @param held reserved by holds that are open
 * @param overdrawn used beyond all top-ups, not settled yet
 * @param overdraftLimit how far {@code overdrawn} may go; lower than it only after the limit was lowered
 */
public record CreditFigures(long paid, long promotional, long held, long overdrawn, long overdraftLimit) {

    /** No account holds more, and none may be overdrawn further: so that no sum of figures leaves the range of a {@code long}. */
    public static final long MOST = Long.MAX_VALUE / 4;

    public CreditFigures {
        if (paid < 0 || promotional < 0 || held < 0 || overdrawn < 0 || overdraftLimit < 0) {
            throw new IllegalArgumentException("a figure of an account would be negative");
        }
    }

    static CreditFigures opened(long overdraftLimit) {
        return new CreditFigures(0, 0, 0, 0, overdraftLimit);
    }

    /** What is left of all top-ups. */
    public long left() {
        return paid + promotional;
    }

    /** Negative where the account is overdrawn, or where credit expired under a hold. */
    public long available() {
        return left() - held - overdrawn;
    }

    CreditFigures limitedTo(long limit) {
        return new CreditFigures(paid, promotional, held, overdrawn, limit);
    }

    /** @param settled the part of {@code amount} that settles the overdraft; the rest is left of the top-up */
    CreditFigures toppedUp(TopUpCategory category, long amount, long settled) {
        return added(category, amount - settled).overdrawn(overdrawn - settled);
    }

    CreditFigures without(TopUpCategory category, long amount) {
        return added(category, -amount);
    }

    CreditFigures holding(long amount) {
        return new CreditFigures(paid, promotional, held + amount, overdrawn, overdraftLimit);
    }

    /** What was consumed of a top-up that had expired was not part of the figures any more, but for the moment of its reduced expiry. */
    CreditFigures using(Usage usage) {
        CreditFigures after = overdrawn(overdrawn + usage.overdraft());
        for (Consumed consumed : usage.consumed()) {
            if (!consumed.afterExpiry()) {
                after = after.without(consumed.category(), consumed.amount());
            }
        }
        return after;
    }

    private CreditFigures added(TopUpCategory category, long amount) {
        return category == TopUpCategory.PAID
                ? new CreditFigures(paid + amount, promotional, held, overdrawn, overdraftLimit)
                : new CreditFigures(paid, promotional + amount, held, overdrawn, overdraftLimit);
    }

    private CreditFigures overdrawn(long amount) {
        return new CreditFigures(paid, promotional, held, amount, overdraftLimit);
    }
}
