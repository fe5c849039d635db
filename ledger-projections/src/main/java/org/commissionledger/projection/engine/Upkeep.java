package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is made of a projection's tables in the background, so that they are read faster. Nothing that they say depends on it: it can be
 * behind, and it can be thrown away.
 */
public interface Upkeep {

    /**
     * Does one small piece, within the caller's transaction; nobody else is at it at the same time.
     *
     * @param position every event up to and with it is in the tables
     * @return whether there may be more to do
     */
    boolean step(Connection connection, String schema, long position) throws SQLException;

    /** An event comes into the tables late, because it was parked: throws away what was made without it. */
    void forget(Connection connection, String schema, long position) throws SQLException;
}
