package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.commissionledger.eventstore.RecordedEvent;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Folds pages of the history into tables that nobody reads yet, within the caller's transaction. */
final class ShadowFold {

    private final Transactions transactions;
    private final SchemaCopy copies;
    private final Projection projection;
    private final String schema;

    ShadowFold(Transactions transactions, Projection projection, String schema) {
        this.transactions = transactions;
        this.copies = new SchemaCopy(transactions);
        this.projection = projection;
        this.schema = schema;
    }

    boolean concerns(LedgerEventMessage event) {
        return projection.handles(javaType(event));
    }

    private static Class<? extends LedgerEvent> javaType(LedgerEventMessage event) {
        return event.getPayloadType().asSubclass(LedgerEvent.class);
    }

    /** All at once, or, when the tables do not take them so, one by one: those that they do not take are added to {@code refused}. */
    void fold(List<LedgerEventMessage> events, RefusedEvents refused) {
        Connection connection = DataSourceUtils.getConnection(transactions.dataSource());
        try {
            Savepoint savepoint = connection.setSavepoint();
            try {
                write(connection, events, refused);
            } catch (SQLException | RuntimeException e) {
                if (DatabaseFaults.isTransient(e)) {
                    throw e;
                }
                connection.rollback(savepoint);
                refused.removeAll(
                        events.stream().map(LedgerEventMessage::recorded).toList());
                // Before the savepoints of single events, which may take back what they made.
                copies.index(projection.schema(), schema, projection.indexesOfFacts());
                for (LedgerEventMessage event : events) {
                    foldAlone(connection, event, refused);
                }
            }
        } catch (SQLException e) {
            throw new ProjectionFault(projection.name(), e);
        }
    }

    private void write(Connection connection, List<LedgerEventMessage> events, RefusedEvents refused)
            throws SQLException {
        Fold fold = projection.newFold();
        for (LedgerEventMessage event : events) {
            RecordedEvent recorded = event.recorded();
            refused.settle(projection.settles(javaType(event), recorded.streamId()));
            if (refused.standBefore(recorded)) {
                refused.add(recorded, (String) null);
            } else {
                fold.add(recorded, event.getPayload());
            }
        }
        copies.index(projection.schema(), schema, fold.looksUpBy());
        fold.write(connection, schema);
        fold.writeShared(connection, schema);
    }

    private void foldAlone(Connection connection, LedgerEventMessage event, RefusedEvents refused) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            write(connection, List.of(event), refused);
            connection.releaseSavepoint(savepoint);
        } catch (SQLException | RuntimeException e) {
            if (DatabaseFaults.isTransient(e)) {
                throw e;
            }
            connection.rollback(savepoint);
            refused.add(event.recorded(), e);
        }
    }
}
