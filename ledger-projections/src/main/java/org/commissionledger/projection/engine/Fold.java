package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;

/** One batch of events on its way into the tables: gathered in memory, written with one statement a table. */
public interface Fold {

    /** Takes one event in, wholly or, when it throws, not at all. */
    void add(RecordedEvent recorded, LedgerEvent event);

    /** Writes what was gathered into the tables of {@code schema}, within the caller's transaction. */
    void write(Connection connection, String schema) throws SQLException;
}
