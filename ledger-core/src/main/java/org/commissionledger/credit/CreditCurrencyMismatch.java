package org.commissionledger.credit;

import java.util.Currency;
import org.commissionledger.rejection.Rejection;

/** An amount is in another currency than the account. */
public final class CreditCurrencyMismatch extends Rejection.Conflict {
    public CreditCurrencyMismatch(Currency given, Currency account) {
        super("credit.currency-mismatch", "The account is in " + account + ", the amount is in " + given + ".");
    }
}
