package org.commissionledger.journal;

import java.util.Currency;

/**
 * One line of an entry.
 *
 * @param account such as {@code commission:pending:united-kingdom}
 * @param amount minor units; positive is a debit, negative a credit
 */
public record Posting(String account, Currency currency, long amount) {}
