package org.commissionledger.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount in the minor units of its currency: pence for GBP, yen for JPY (no decimals), fils for KWD (three).
 *
 * <p>Range: all of {@code long}; a sum that leaves it throws {@link ArithmeticException} and nothing wraps around.
 */
public record Money(long amount, Currency currency) {

    private static final BigDecimal BASIS = BigDecimal.valueOf(10_000);

    /** @throws IllegalArgumentException for a currency without minor units of its own, such as gold or the testing code */
    @JsonCreator
    public Money(@JsonProperty("amount") long amount, @JsonProperty("currency") Currency currency) {
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException(currency + " is not a currency that amounts can be kept in");
        }
        this.amount = amount;
        this.currency = currency;
    }

    public static Money ofMinor(long amount, Currency currency) {
        return new Money(amount, currency);
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    public Money withAmount(long minorUnits) {
        return new Money(minorUnits, currency);
    }

    /**
     * That share of the amount, rounded half-even to a whole minor unit: the one place of the product that rounds money.
     *
     * @param basisPoints hundredths of a percent: 500 is 5 %
     * @throws ArithmeticException when the share does not fit the range
     */
    public Money share(int basisPoints) {
        BigDecimal share = BigDecimal.valueOf(amount)
                .multiply(BigDecimal.valueOf(basisPoints))
                .divide(BASIS);
        return new Money(share.setScale(0, RoundingMode.HALF_EVEN).longValueExact(), currency);
    }

    /** The amount in major units with exactly the currency's decimals: 15640 GBP is 156.40. */
    public BigDecimal toMajor() {
        return BigDecimal.valueOf(amount, currency.getDefaultFractionDigits());
    }

    /** For sentences that people read: 156.40 GBP. */
    public String text() {
        return toMajor().toPlainString() + " " + currency;
    }

    public boolean isPositive() {
        return amount > 0;
    }

    public boolean isNegative() {
        return amount < 0;
    }

    public boolean sameCurrencyAs(Money other) {
        return currency.equals(other.currency);
    }
}
