package org.commissionledger.discount;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.commissionledger.money.Money;

/** How much a discount gives. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DiscountTerms.Percent.class, name = "PERCENT"),
    @JsonSubTypes.Type(value = DiscountTerms.Fixed.class, name = "FIXED")
})
public sealed interface DiscountTerms {

    /** 100 %. */
    int MAX_BASIS_POINTS = 10_000;

    /** In minor units of the gross amount, never more than it; zero where the terms are in another currency. */
    long on(Money gross);

    /** A share of the amount, rounded half-even to a whole minor unit; {@code basisPoints} 1 to 10,000 are hundredths of a percent. */
    record Percent(int basisPoints) implements DiscountTerms {
        public Percent {
            if (basisPoints < 1 || basisPoints > MAX_BASIS_POINTS) {
                throw new IllegalArgumentException("basisPoints must be 1 to " + MAX_BASIS_POINTS);
            }
        }

        @Override
        public long on(Money gross) {
            return gross.share(basisPoints).amount();
        }
    }

    /** The same amount for each usage, more than zero. */
    record Fixed(Money amount) implements DiscountTerms {
        public Fixed {
            if (!amount.isPositive()) {
                throw new IllegalArgumentException("amount must be greater than zero");
            }
        }

        @Override
        public long on(Money gross) {
            return amount.sameCurrencyAs(gross) ? Math.min(amount.amount(), gross.amount()) : 0;
        }
    }
}
