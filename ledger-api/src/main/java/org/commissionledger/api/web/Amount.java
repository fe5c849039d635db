package org.commissionledger.api.web;

import java.util.Currency;
import org.commissionledger.money.Money;

/** An amount as the API shows it: minor units of an ISO 4217 currency. */
public record Amount(long amount, String currency) {

    public static Amount of(long amount, Currency currency) {
        return new Amount(amount, currency.getCurrencyCode());
    }

    public static Amount of(Money money) {
        return of(money.amount(), money.currency());
    }
}
