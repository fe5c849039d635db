package org.commissionledger.whatif;

import java.math.BigInteger;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditEvent.TopUpExpired;
import org.commissionledger.credit.CreditEvent.TopUpExpiryReduced;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.credit.CreditFigures;
import org.commissionledger.credit.TopUpCategory;
import org.commissionledger.credit.Usage;
import org.commissionledger.credit.Usage.Consumed;

/**
 * Sums over credit accounts, in minor units of one currency.
 *
 * @param overdraft what usage took beyond all top-ups
 * @param expired what expired, less what late usage took of it: breakage
 * @param closingPaid what is left of PAID top-ups in the end
 * @param closingOverdrawn what is overdrawn in the end
 * @param refused usages and holds for which there would not have been the credit
 */
public record CreditSums(
        BigInteger usedPaid,
        BigInteger usedPromotional,
        BigInteger overdraft,
        BigInteger expired,
        BigInteger voided,
        BigInteger closingPaid,
        BigInteger closingPromotional,
        BigInteger closingOverdrawn,
        long refused) {

    static final CreditSums NONE = new CreditSums(
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            0);

    CreditSums plus(CreditEvent event) {
        return switch (event) {
            case Used e -> used(e.usage());
            case TopUpExpired e -> moved(0, 0, 0, e.amount(), 0);
            case TopUpExpiryReduced e -> moved(0, 0, 0, -e.amount(), 0);
            case TopUpVoided e -> moved(0, 0, 0, 0, e.amount());
            default -> this;
        };
    }

    private CreditSums used(Usage usage) {
        long paid = 0;
        long promotional = 0;
        for (Consumed consumed : usage.consumed()) {
            boolean isPaid = consumed.category() == TopUpCategory.PAID;
            paid += isPaid ? consumed.amount() : 0;
            promotional += isPaid ? 0 : consumed.amount();
        }
        return moved(paid, promotional, usage.overdraft(), 0, 0);
    }

    private CreditSums moved(long paid, long promotional, long beyond, long ranOut, long withdrawn) {
        return new CreditSums(
                usedPaid.add(BigInteger.valueOf(paid)),
                usedPromotional.add(BigInteger.valueOf(promotional)),
                overdraft.add(BigInteger.valueOf(beyond)),
                expired.add(BigInteger.valueOf(ranOut)),
                voided.add(BigInteger.valueOf(withdrawn)),
                closingPaid,
                closingPromotional,
                closingOverdrawn,
                refused);
    }

    /** With how an account stands in the end. */
    CreditSums closing(CreditFigures figures, long refusedMore) {
        return new CreditSums(
                usedPaid,
                usedPromotional,
                overdraft,
                expired,
                voided,
                closingPaid.add(BigInteger.valueOf(figures.paid())),
                closingPromotional.add(BigInteger.valueOf(figures.promotional())),
                closingOverdrawn.add(BigInteger.valueOf(figures.overdrawn())),
                refused + refusedMore);
    }

    CreditSums minus(CreditSums other) {
        return new CreditSums(
                usedPaid.subtract(other.usedPaid),
                usedPromotional.subtract(other.usedPromotional),
                overdraft.subtract(other.overdraft),
                expired.subtract(other.expired),
                voided.subtract(other.voided),
                closingPaid.subtract(other.closingPaid),
                closingPromotional.subtract(other.closingPromotional),
                closingOverdrawn.subtract(other.closingOverdrawn),
                refused - other.refused);
    }
}
