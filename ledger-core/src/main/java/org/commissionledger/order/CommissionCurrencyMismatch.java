package org.commissionledger.order;

import java.util.Currency;
import org.commissionledger.rejection.Rejection;

/** A commission is in the currency of its order. */
public final class CommissionCurrencyMismatch extends Rejection.Conflict {
    public CommissionCurrencyMismatch(Currency given, Currency order) {
        super("commission.currency-mismatch", "The order is in " + order + ", the amount is in " + given + ".");
    }
}
