package org.commissionledger.api.credits;

import java.util.Currency;
import org.commissionledger.money.Money;

/** An amount as the API shows it: minor units of an ISO 4217 currency. */
record Amount(long amount, String currency) {

    static Amount of(long amount, Currency currency) {
        return new Amount(amount, currency.getCurrencyCode());
    }

    static Amount of(Money money) {
        return of(money.amount(), money.currency());
    }
}
