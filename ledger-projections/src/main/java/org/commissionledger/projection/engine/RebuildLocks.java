package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Of all nodes one at a time makes a projection anew. However many this node makes, one session holds their locks. */
final class RebuildLocks {

    private final DataSource dataSource;
    private final Set<String> held = new HashSet<>();
    private @Nullable Connection session;

    RebuildLocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @return false when somebody makes it already */
    synchronized boolean take(String schema) throws SQLException {
        if (held.contains(schema)) {
            return false;
        }
        Connection own = session == null ? dataSource.getConnection() : session;
        session = own;
        try {
            boolean taken = ask(own, "select pg_try_advisory_lock(hashtextextended(?, 0))", schema);
            if (taken) {
                held.add(schema);
            }
            return taken;
        } finally {
            closeWhenIdle(own);
        }
    }

    synchronized void release(String schema) throws SQLException {
        Connection own = session;
        if (held.remove(schema) && own != null) {
            try {
                ask(own, "select pg_advisory_unlock(hashtextextended(?, 0))", schema);
            } finally {
                closeWhenIdle(own);
            }
        }
    }

    private void closeWhenIdle(Connection own) throws SQLException {
        if (held.isEmpty()) {
            session = null;
            own.close();
        }
    }

    private static boolean ask(Connection session, String statement, String schema) throws SQLException {
        try (PreparedStatement prepared = session.prepareStatement(statement)) {
            prepared.setString(1, schema);
            try (ResultSet row = prepared.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
