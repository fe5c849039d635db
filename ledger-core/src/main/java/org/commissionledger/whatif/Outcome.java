package org.commissionledger.whatif;

import java.util.List;

/**
 * How it was and how it would have been.
 *
 * @param commissions by currency; by provider and currency; by product and currency
 * @param otherCurrency orders that stay as they were, because the plan for them is in another currency
 * @param credits by currency; empty when the burn-down order stays as it was
 */
public record Outcome(
        List<Line<CommissionSums>> commissions,
        List<Line<CommissionSums>> byProvider,
        List<Line<CommissionSums>> byProduct,
        long otherCurrency,
        List<Line<CreditSums>> credits) {

    /**
     * @param id of the provider or the product; empty for all
     * @param difference simulated less actual
     */
    public record Line<T>(String id, String currency, T actual, T simulated, T difference) {}
}
