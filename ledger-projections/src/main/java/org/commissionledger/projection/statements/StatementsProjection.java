package org.commissionledger.projection.statements;

import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.projection.engine.Fold;
import org.commissionledger.projection.engine.Projection;
import org.commissionledger.statement.StatementEvent;

/** Statements, their lines, and the mappings of columns. */
public final class StatementsProjection implements Projection {

    public static final String NAME = "statements";

    private final EventCodec codec;

    public StatementsProjection(EventCodec codec) {
        this.codec = codec;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean handles(Class<? extends LedgerEvent> type) {
        return StatementEvent.class.isAssignableFrom(type);
    }

    @Override
    public Fold newFold() {
        return new StatementsFold(codec);
    }
}
