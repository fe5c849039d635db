package org.commissionledger.payee;

import org.jspecify.annotations.Nullable;

/**
 * In the clear: never part of an event or of an error.
 *
 * @param payee whom the account belongs to
 * @param iban without spaces; null where there is an account number and a sort code
 * @param accountNumber digits; goes with {@code sortCode}
 * @param reference what the bank is to write on the statement
 */
public record BankDetails(
        String payee,
        @Nullable String iban,
        @Nullable String accountNumber,
        @Nullable String sortCode,
        @Nullable String bic,
        @Nullable String reference) {

    /** Nobody's bank details get into a log by mistake. */
    @Override
    public String toString() {
        return "bank details";
    }
}
