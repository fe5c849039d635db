package org.commissionledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Currency;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    private static Money money(long amount, String currency) {
        return Money.ofMinor(amount, Currency.getInstance(currency));
    }

    @Nested
    class Share {

        @ParameterizedTest
        @CsvSource({
            "15640, 500, 782",
            "0, 500, 0",
            "100, 0, 0",
            "100, 10000, 100",
            "1, 10000, 1",
            // halves go to the even neighbour
            "10, 500, 0",
            "30, 500, 2",
            "50, 500, 2",
            "70, 500, 4",
            "-10, 500, 0",
            "-30, 500, -2",
            "-50, 500, -2",
            // anything beside a half goes to the nearer neighbour
            "9, 500, 0",
            "11, 500, 1",
            "49, 500, 2",
            "51, 500, 3",
            "1, 4999, 0",
            "1, 5000, 0",
            "1, 5001, 1",
            "3, 5000, 2"
        })
        void isRoundedHalfEvenToAWholeMinorUnit(long amount, int basisPoints, long share) {
            assertThat(money(amount, "GBP").share(basisPoints)).isEqualTo(money(share, "GBP"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"JPY", "GBP", "KWD"})
        void countsMinorUnitsWhateverTheirNumberInAMajorOne(String currency) {
            assertThat(money(1_999, currency).share(1_250)).isEqualTo(money(250, currency));
        }

        @Test
        void agreesWithWholeNumberArithmetic() {
            long seed = 20110301;
            Random random = new Random(seed);
            for (int i = 0; i < 10_000; i++) {
                long amount = random.nextLong();
                int basisPoints = random.nextInt(10_001);
                assertThat(money(amount, "GBP").share(basisPoints).amount())
                        .as("seed %d, %d at %d", seed, amount, basisPoints)
                        .isEqualTo(halfEven(amount, basisPoints));
            }
        }

        private static long halfEven(long amount, int basisPoints) {
            BigInteger[] parts = BigInteger.valueOf(amount)
                    .abs()
                    .multiply(BigInteger.valueOf(basisPoints))
                    .divideAndRemainder(BigInteger.valueOf(10_000));
            int half = parts[1].shiftLeft(1).compareTo(BigInteger.valueOf(10_000));
            boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
            BigInteger rounded = up ? parts[0].add(BigInteger.ONE) : parts[0];
            return (amount < 0 ? rounded.negate() : rounded).longValueExact();
        }

        @Test
        void keepsAllDigitsAtTheEndOfTheRange() {
            assertThat(money(Long.MAX_VALUE, "GBP").share(10_000)).isEqualTo(money(Long.MAX_VALUE, "GBP"));
            assertThat(money(Long.MIN_VALUE, "GBP").share(10_000)).isEqualTo(money(Long.MIN_VALUE, "GBP"));
        }

        @ParameterizedTest
        @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE})
        void beyondTheRangeThrows(long amount) {
            assertThatThrownBy(() -> money(amount, "GBP").share(10_001)).isInstanceOf(ArithmeticException.class);
        }
    }

    @Nested
    class InMajorUnits {

        @ParameterizedTest
        @CsvSource({
            "15640, GBP, 156.40",
            "15640, JPY, 15640",
            "15640, KWD, 15.640",
            "5, GBP, 0.05",
            "-5, GBP, -0.05",
            "0, KWD, 0.000",
            "9223372036854775807, GBP, 92233720368547758.07"
        })
        void hasExactlyTheDecimalsOfTheCurrency(long amount, String currency, String major) {
            assertThat(money(amount, currency).toMajor()).hasToString(major);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XXX", "XTS"})
    void isNotKeptInWhatHasNoMinorUnits(String currency) {
        assertThatIllegalArgumentException().isThrownBy(() -> money(1, currency));
    }

    @ParameterizedTest
    @CsvSource({"1, true, false", "0, false, false", "-1, false, true"})
    void knowsItsSign(long amount, boolean positive, boolean negative) {
        assertThat(money(amount, "GBP").isPositive()).isEqualTo(positive);
        assertThat(money(amount, "GBP").isNegative()).isEqualTo(negative);
    }

    @Test
    void comparesCurrencies() {
        assertThat(money(1, "GBP").sameCurrencyAs(money(2, "GBP"))).isTrue();
        assertThat(money(1, "GBP").sameCurrencyAs(money(1, "JPY"))).isFalse();
        assertThat(money(1, "GBP")).isNotEqualTo(money(1, "JPY"));
    }

    @Test
    void keepsTheCurrencyWhenTheAmountChanges() {
        assertThat(money(1, "KWD").withAmount(7)).isEqualTo(money(7, "KWD"));
        assertThat(Money.zero(Currency.getInstance("JPY"))).isEqualTo(money(0, "JPY"));
    }
}
