package org.commissionledger.projection.webhooks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A transaction on deliveries. The table grows and shrinks by the minute, and a plan that was made while it was small reads all of it: so
 * each statement is planned for what it looks for, and by an index.
 */
record DeliveryTransaction(DataSource dataSource) {

    private static final String PLANS = "select set_config('plan_cache_mode', 'force_custom_plan', true),"
            + " set_config('enable_seqscan', 'off', true)";

    /** What is done in it. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** @throws DeliveriesUnavailableException when nothing of it was done, or nobody knows */
    <T> T run(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement plans = connection.createStatement()) {
                plans.execute(PLANS);
                T done = work.on(connection);
                connection.commit();
                return done;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw DeliveriesUnavailableException.of(e);
        }
    }
}
