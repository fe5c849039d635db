package org.commissionledger.catalogue;

import java.util.Currency;
import org.commissionledger.rejection.Rejection;

/** The product's fixed commission is in another currency than the order. */
public final class PlanCurrencyMismatch extends Rejection.Unprocessable {
    PlanCurrencyMismatch(Currency plan, Currency order) {
        super(
                "catalogue.plan-currency-mismatch",
                "The product's commission is fixed in " + plan + ", the order is in " + order + ".");
    }
}
