package org.commissionledger.eventstore;

import java.time.Instant;

/** A fact of the ledger. Implementations are records under one sealed interface a feature, registered in {@link EventTypes}. */
public interface LedgerEvent {

    /** When it happened; the ledger notes by itself when it learned of it. */
    Instant at();
}
