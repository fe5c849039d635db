package org.commissionledger.api.catalogue;

import java.util.Arrays;
import org.commissionledger.api.web.Fields;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.money.Money;
import org.jspecify.annotations.Nullable;

/** Reads commission plans. */
public final class Plans {

    private Plans() {}

    private enum PlanType {
        PERCENT,
        FIXED
    }

    /** Null when there is none, or something is wrong with it, which {@code plan} then knows. */
    public static @Nullable CommissionPlan read(@Nullable Fields plan) {
        if (plan == null) {
            return null;
        }
        PlanType type = plan.requiredOneOf("type", PlanType.class, Arrays.asList(PlanType.values()));
        CommissionPlan read = null;
        if (type == PlanType.PERCENT) {
            Long points = plan.requiredWhole("basisPoints", 0, CommissionPlan.MAX_BASIS_POINTS);
            read = points == null ? null : new CommissionPlan.Percent(points.intValue());
        } else if (type == PlanType.FIXED) {
            Money amount = plan.requiredMoney("amount");
            if (amount != null && amount.isNegative()) {
                plan.error("amount", "request.invalid-amount", "A commission is not negative.");
            } else if (amount != null) {
                read = new CommissionPlan.Fixed(amount);
            }
        }
        plan.nestedDone();
        return read;
    }
}
