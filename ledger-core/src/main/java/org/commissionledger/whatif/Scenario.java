package org.commissionledger.whatif;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.credit.BurnOrder;
import org.commissionledger.order.OrderFacts;
import org.jspecify.annotations.Nullable;

/**
 * What is to be other than it was.
 *
 * @param from orders placed, and movements of credit that happened, at or after; null from the beginning
 * @param to and before; null to the end
 * @param plans of commission, the first that covers an order; empty when these stay as they were
 * @param burnOrder of top-ups; null when it stays as it was
 */
public record Scenario(
        @Nullable Instant from,
        @Nullable Instant to,
        List<PlanFor> plans,
        @Nullable BurnOrder burnOrder) {

    /** What a plan covers, the narrowest first: of several that cover an order it is the first that applies. */
    public enum Scope {
        PRODUCT,
        CATEGORY,
        PROVIDER
    }

    public record PlanFor(Scope scope, String id, CommissionPlan plan) {

        boolean covers(OrderFacts order) {
            return id.equals(
                    switch (scope) {
                        case PRODUCT -> order.productId().value();
                        case CATEGORY -> order.categoryId().value();
                        case PROVIDER -> order.providerId().value();
                    });
        }
    }

    public Scenario {
        plans = plans.stream().sorted(Comparator.comparing(PlanFor::scope)).toList();
    }

    @Nullable
    CommissionPlan planFor(OrderFacts order) {
        for (PlanFor each : plans) {
            if (each.covers(order)) {
                return each.plan();
            }
        }
        return null;
    }

    boolean covers(Instant at) {
        return (from == null || !at.isBefore(from)) && !isBehind(at);
    }

    boolean isBehind(Instant at) {
        return to != null && !at.isBefore(to);
    }
}
