package org.commissionledger.catalogue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.commissionledger.money.Money;

/** How a product's commission comes from an order's value. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommissionPlan.Percent.class, name = "PERCENT"),
    @JsonSubTypes.Type(value = CommissionPlan.Fixed.class, name = "FIXED")
})
public sealed interface CommissionPlan {

    /** 100 %. */
    int MAX_BASIS_POINTS = 10_000;

    /**
     * In the order's currency, rounded half-even to a whole minor unit.
     *
     * @throws PlanCurrencyMismatch when a fixed amount is in another currency than the order
     */
    Money commissionOn(Money value);

    /** A share of the order's value; {@code basisPoints} 0 to 10,000 are hundredths of a percent. */
    record Percent(int basisPoints) implements CommissionPlan {
        public Percent {
            if (basisPoints < 0 || basisPoints > MAX_BASIS_POINTS) {
                throw new IllegalArgumentException("basisPoints must be 0 to " + MAX_BASIS_POINTS);
            }
        }

        @Override
        public Money commissionOn(Money value) {
            return value.share(basisPoints);
        }
    }

    /** The same amount whatever the order's value; never negative. */
    record Fixed(Money amount) implements CommissionPlan {
        public Fixed {
            if (amount.isNegative()) {
                throw new IllegalArgumentException("amount must not be negative");
            }
        }

        @Override
        public Money commissionOn(Money value) {
            if (!amount.sameCurrencyAs(value)) {
                throw new PlanCurrencyMismatch(amount.currency(), value.currency());
            }
            return amount;
        }
    }
}
