package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;

/** One batch of events on its way into the tables: gathered in memory, written with one statement a table. */
public interface Fold {

    /** Takes one event in, wholly or, when it throws, not at all. */
    void add(RecordedEvent recorded, LedgerEvent event);

    /** Which {@link Projection#indexesOfFacts} have to be there to write what was gathered. */
    default Set<String> looksUpBy() {
        return Set.of();
    }

    /** Writes what was gathered into the tables of {@code schema}, within the caller's transaction. */
    void write(Connection connection, String schema) throws SQLException;

    /**
     * Writes the rows that other segments add to at the same time, such as sums: after all else that the transaction writes, so that
     * nobody waits long for them, and in one order, so that nobody waits in a circle.
     */
    default void writeShared(Connection connection, String schema) throws SQLException {}
}
