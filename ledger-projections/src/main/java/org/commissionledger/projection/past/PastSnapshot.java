package org.commissionledger.projection.past;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.commissionledger.projection.engine.ReadSnapshot;
import org.commissionledger.projection.report.Select;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** One snapshot of the database, for reading: blocks, their sums and what is beside them are of one moment. */
public final class PastSnapshot {

    private final DataSource dataSource;
    private final ReadSnapshot snapshot;

    public PastSnapshot(DataSource dataSource) {
        this.dataSource = dataSource;
        this.snapshot = new ReadSnapshot(dataSource);
    }

    /** Reads something. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(Connection connection) throws SQLException;
    }

    /** @param what for the message when it fails */
    public <T> T read(String what, Reading<T> reading) {
        return snapshot.read(() -> {
            try {
                Connection connection = DataSourceUtils.getConnection(dataSource);
                plannedByItself(connection);
                return reading.read(connection);
            } catch (SQLException e) {
                throw new UncategorizedSQLException(what, null, e);
            }
        });
    }

    /**
     * Each question is planned by its own times and positions: a plan for any of them would go through all that was ever placed. And nothing
     * is compiled: the server takes the many parts of such a query for much work, and would compile it for longer than it runs.
     */
    private static void plannedByItself(Connection connection) throws SQLException {
        Select.of("select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)")
                .each(connection, row -> false);
    }
}
