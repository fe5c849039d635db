package org.commissionledger.whatif;

import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.catalogue.PlanCurrencyMismatch;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.order.Commission;
import org.commissionledger.order.CommissionReplay;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.OrderPlaced;
import org.commissionledger.order.OrderFacts;
import org.jspecify.annotations.Nullable;

/** Goes through the orders of an organisation, one after another. */
final class SimulatedCommissions {

    private final Scenario scenario;
    final Comparison<CommissionSums> totals = new Comparison<>(CommissionSums.NONE, CommissionSums::minus);
    final Comparison<CommissionSums> byProvider = new Comparison<>(CommissionSums.NONE, CommissionSums::minus);
    final Comparison<CommissionSums> byProduct = new Comparison<>(CommissionSums.NONE, CommissionSums::minus);
    private long otherCurrency;
    private @Nullable OrderEvent last;
    private @Nullable CommissionReplay replay;

    SimulatedCommissions(Scenario scenario) {
        this.scenario = scenario;
    }

    long otherCurrency() {
        return otherCurrency;
    }

    void next(LedgerEvent event) {
        if (event instanceof OrderPlaced placed) {
            finish();
            replay = scenario.covers(placed.order().placedAt()) ? new CommissionReplay(placed, expected(placed)) : null;
        } else if (replay != null && event instanceof OrderEvent move) {
            replay.next(move);
        }
        last = event instanceof OrderEvent order ? order : last;
    }

    /** What the client said of an order's commission, no plan changes. */
    private long expected(OrderPlaced placed) {
        CommissionPlan plan = placed.commissionGiven() ? null : scenario.planFor(placed.order());
        if (plan == null) {
            return placed.commission().expected();
        }
        try {
            return plan.commissionOn(placed.order().value()).amount();
        } catch (PlanCurrencyMismatch e) {
            otherCurrency++;
            return placed.commission().expected();
        }
    }

    /** Counts the order that came last. */
    void finish() {
        if (replay == null || last == null) {
            return;
        }
        OrderFacts order = last.order();
        Commission actual = last.commission();
        Commission simulated = replay.commission();
        String currency = actual.currency().getCurrencyCode();
        totals.add("", currency, sums -> sums.plus(actual), sums -> sums.plus(simulated));
        byProvider.add(order.providerId().value(), currency, sums -> sums.plus(actual), sums -> sums.plus(simulated));
        byProduct.add(order.productId().value(), currency, sums -> sums.plus(actual), sums -> sums.plus(simulated));
        replay = null;
    }
}
