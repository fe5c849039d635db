package org.commissionledger.projection.engine;

import org.commissionledger.eventstore.LedgerEvent;

/**
 * Something that is read, made from the history alone. Its tables live in a schema of their own, named by {@link #schema()}, which a
 * rebuild makes anew beside the live one.
 */
public interface Projection {

    /** Names the projection everywhere: in its token, its metrics and the API. */
    String name();

    default String schema() {
        return "ledger_" + name();
    }

    /** Whether events of this class concern the projection. */
    boolean handles(Class<? extends LedgerEvent> type);

    /** Gathers one batch. */
    Fold newFold();
}
