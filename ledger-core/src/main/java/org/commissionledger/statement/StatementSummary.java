package org.commissionledger.statement;

import java.math.BigInteger;
import java.util.Currency;
import java.util.List;

/**
 * What the lines of a statement came to.
 *
 * @param totals one a currency, by its code
 */
public record StatementSummary(
        long matched, long amountDiffers, long notInLedger, long notInStatement, long duplicate, List<Totals> totals) {

    /**
     * Sums in minor units; they have no largest value.
     *
     * @param stated by all lines but duplicates
     * @param matched of those that the ledger has the same
     * @param toConfirm by the proposed commands
     * @param toReverse by the proposed commands
     * @param notInStatement pending and not stated
     */
    public record Totals(
            Currency currency,
            BigInteger stated,
            BigInteger matched,
            BigInteger toConfirm,
            BigInteger toReverse,
            BigInteger notInStatement) {}

    public long lines() {
        return matched + amountDiffers + notInLedger + notInStatement + duplicate;
    }
}
