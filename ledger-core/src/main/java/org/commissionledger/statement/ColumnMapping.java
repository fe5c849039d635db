package org.commissionledger.statement;

import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * How a provider writes its statements.
 *
 * @param columns what it calls them
 * @param delimiter null where the header shows it
 * @param decimal what stands before the decimals
 * @param units what an amount counts
 * @param dateFormat a pattern such as {@code dd.MM.yyyy}; null for RFC 3339 and ISO days
 * @param timezone of times without an offset and of days; null for UTC
 * @param currency of lines that name none
 */
public record ColumnMapping(
        Columns columns,
        @Nullable Delimiter delimiter,
        DecimalMark decimal,
        AmountUnits units,
        @Nullable String dateFormat,
        @Nullable String timezone,
        @Nullable Currency currency) {

    /** The plain form: our own names, minor units. */
    public static final ColumnMapping PLAIN = new ColumnMapping(
            new Columns("orderId", "amount", "currency", "at"),
            null,
            DecimalMark.POINT,
            AmountUnits.MINOR,
            null,
            null,
            null);

    /** The provider's names of our columns. */
    public record Columns(String orderId, String amount, String currency, String at) {}

    /** What stands between the cells. */
    public enum Delimiter {
        COMMA(','),
        SEMICOLON(';'),
        TAB('\t');

        private final char character;

        Delimiter(char character) {
            this.character = character;
        }

        public char character() {
            return character;
        }
    }

    /** What stands before the decimals; the other one may group thousands. */
    public enum DecimalMark {
        POINT,
        COMMA
    }

    /** What an amount counts: pence or pounds. */
    public enum AmountUnits {
        MINOR,
        MAJOR
    }
}
