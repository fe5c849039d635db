package org.commissionledger.api.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commissionledger.order.Commission;
import org.commissionledger.order.OrderId;
import org.commissionledger.projection.orders.ProviderOrders;
import org.commissionledger.projection.orders.ProviderOrders.Standing;
import org.commissionledger.statement.Reconciliation;
import org.commissionledger.statement.StatedLine;
import org.commissionledger.statement.StatementLine;
import org.commissionledger.statement.StatementLines;
import org.commissionledger.statement.StatementSummary;
import org.commissionledger.statement.Tally;
import org.commissionledger.statement.Tolerance;
import org.jspecify.annotations.Nullable;

/**
 * Holds the lines of a statement against the orders as they stand at one position: those that the lines name, looked up by the thousand, and
 * those that are pending in the period and named by none, which pass by one after the other.
 */
final class Matching {

    /** Orders in one look. */
    private static final int LOOK = 5_000;

    private final Standing orders;
    private final Chunks chunks;
    private final Tally tally = new Tally();
    private final List<StatementLine> first = new ArrayList<>();
    private List<StatementLine> chunk = new ArrayList<>();
    private int written;
    private int lines;

    private Matching(Standing orders, Chunks chunks) {
        this.orders = orders;
        this.chunks = chunks;
    }

    /** Takes the lines on their way, so many at a time. */
    @FunctionalInterface
    interface Chunks {
        void take(int chunk, List<StatementLine> lines);
    }

    /** A period of orders, half-open; without an end it is open there. */
    record Period(@Nullable Instant from, @Nullable Instant to) {
        static Period of(StatementRequest wanted, Stated stated) {
            return wanted.from() == null || wanted.to() == null
                    ? new Period(null, stated.end())
                    : new Period(wanted.from(), wanted.to());
        }
    }

    /**
     * What came of it.
     *
     * @param position that the orders were read at
     * @param first lines, as many as a page has
     */
    record Matched(long position, StatementSummary summary, List<StatementLine> first) {
        boolean hasMore() {
            return first.size() < summary.lines();
        }
    }

    static Matched match(
            ProviderOrders orders, String organisation, StatementRequest wanted, Stated stated, Chunks chunks) {
        Period period = Period.of(wanted, stated);
        return orders.read(
                organisation,
                wanted.provider().value(),
                standing -> new Matching(standing, chunks).match(stated.lines(), wanted.tolerance(), period));
    }

    private Matched match(List<StatedLine> stated, Tolerance tolerance, Period period) {
        long position = orders.position();
        Set<OrderId> named = new LinkedHashSet<>();
        stated.forEach(line -> named.addAll(line.orders()));
        Reconciliation.match(stated, look(named), tolerance).forEach(this::add);
        orders.eachPending(period.from(), period.to(), (order, currency, pending) -> {
            if (!named.contains(order)) {
                add(StatementLine.missing(lines + 1, order, currency, pending));
            }
        });
        flush();
        return new Matched(position, tally.summary(), first);
    }

    private Map<OrderId, Commission> look(Set<OrderId> named) {
        Map<OrderId, Commission> found = new HashMap<>();
        List<OrderId> some = new ArrayList<>(LOOK);
        for (OrderId order : named) {
            some.add(order);
            if (some.size() == LOOK) {
                found.putAll(orders.commissions(some));
                some.clear();
            }
        }
        found.putAll(orders.commissions(some));
        return found;
    }

    private void add(StatementLine line) {
        lines++;
        tally.add(line);
        if (first.size() < StatementLines.CHUNK) {
            first.add(line);
        }
        chunk.add(line);
        if (chunk.size() == StatementLines.CHUNK) {
            flush();
        }
    }

    private void flush() {
        if (!chunk.isEmpty()) {
            chunks.take(written++, chunk);
            chunk = new ArrayList<>();
        }
    }
}
