package org.commissionledger.statement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * Holds the lines of a statement against the provider's orders: a pure function, so that the same lines at the same position come to the
 * same outcomes. Lines that name one order are weighed together, because a commission may be paid in parts.
 */
public final class Reconciliation {

    private final Map<OrderId, Commission> ledger;
    private final Tolerance tolerance;
    private final List<StatementLine> matched = new ArrayList<>();

    private Reconciliation(Map<OrderId, Commission> ledger, Tolerance tolerance) {
        this.ledger = ledger;
        this.tolerance = tolerance;
    }

    /**
     * One outcome for each line, in their order.
     *
     * @param ledger the orders of this provider that the lines name, as far as there are any
     */
    public static List<StatementLine> match(
            Collection<StatedLine> lines, Map<OrderId, Commission> ledger, Tolerance tolerance) {
        return new Reconciliation(ledger, tolerance).match(lines);
    }

    private List<StatementLine> match(Collection<StatedLine> lines) {
        Set<Object> seen = new HashSet<>();
        Map<OrderId, List<StatedLine>> byOrder = new HashMap<>();
        List<StatedLine> joint = new ArrayList<>();
        for (StatedLine line : lines) {
            if (!seen.add(line.content())) {
                matched.add(StatementLine.of(line, LineOutcome.DUPLICATE, null, expected(line)));
            } else if (!ledger.keySet().containsAll(line.orders())) {
                matched.add(StatementLine.of(line, LineOutcome.NOT_IN_LEDGER, null, null));
            } else {
                line.orders()
                        .forEach(order -> byOrder.computeIfAbsent(order, o -> new ArrayList<>(1))
                                .add(line));
                if (line.isJoint()) {
                    joint.add(line);
                }
            }
        }
        joint.forEach(line -> matched.add(joint(line, byOrder)));
        byOrder.forEach(this::single);
        matched.sort((a, b) -> Integer.compare(a.line(), b.line()));
        return matched;
    }

    private @Nullable Long expected(StatedLine line) {
        Commission commission = line.isJoint() ? null : ledger.get(line.orders().getFirst());
        return commission == null ? null : commission.pending();
    }

    private StatementLine joint(StatedLine line, Map<OrderId, List<StatedLine>> byOrder) {
        Map<OrderId, Commission> orders = new LinkedHashMap<>();
        line.orders().forEach(order -> orders.put(order, Objects.requireNonNull(ledger.get(order))));
        JointMatch match = new JointMatch(line, orders, tolerance);
        boolean shared = line.orders().stream()
                .anyMatch(order -> byOrder.getOrDefault(order, List.of()).size() > 1);
        return shared ? match.review(LineReason.NAMED_TWICE) : match.match();
    }

    private void single(OrderId order, List<StatedLine> lines) {
        List<StatedLine> alone = lines.stream().filter(line -> !line.isJoint()).toList();
        if (!alone.isEmpty()) {
            Commission commission = Objects.requireNonNull(ledger.get(order));
            matched.addAll(new OrderMatch(order, commission, tolerance).match(alone));
        }
    }
}
