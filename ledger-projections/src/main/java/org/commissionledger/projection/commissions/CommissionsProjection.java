package org.commissionledger.projection.commissions;

import java.util.Optional;
import java.util.Set;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.projection.engine.Upkeep;

/**
 * What every event changed of an order and its commission. By a processor of its own, so that it fills itself in a store that has a
 * history already, and orders are not held up by it.
 */
public final class CommissionsProjection implements Projection {

    public static final String NAME = "commissions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String processor() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return OrderEvent.class.isAssignableFrom(type);
    }

    @Override
    public String content(String schema, String table) {
        String all = Projection.super.content(schema, table);
        return table.equals("block") ? all + " where false" : all;
    }

    @Override
    public Optional<Content> contentOf(String table) {
        return table.equals("movement_cell") ? Optional.of(MovementCells.SUMS) : Optional.empty();
    }

    @Override
    public String ofOrganisation(String schema, String table) {
        return table.equals("block") ? "?::text is null" : Projection.super.ofOrganisation(schema, table);
    }

    @Override
    public Optional<Upkeep> upkeep() {
        return Optional.of(MovementCells.SUMS);
    }

    @Override
    public Set<String> indexesOfFacts() {
        return Set.of("movement_pk");
    }

    @Override
    public Fold newFold() {
        return new MovementsFold();
    }
}
