package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Folds pages of the history into tables that nobody reads yet, within the caller's transaction. */
final class ShadowFold {

    private final Transactions transactions;
    private final EventCodec codec;
    private final Projection projection;
    private final String schema;

    ShadowFold(Transactions transactions, EventCodec codec, Projection projection, String schema) {
        this.transactions = transactions;
        this.codec = codec;
        this.projection = projection;
        this.schema = schema;
    }

    /** The types of events that concern the projection, as they are stored. */
    List<String> types() {
        return codec.types().all().stream()
                .filter(type -> projection.handles(type.javaType().asSubclass(LedgerEvent.class)))
                .map(EventType::name)
                .sorted()
                .toList();
    }

    private Class<? extends LedgerEvent> javaType(String name) {
        return codec.types().named(name).javaType().asSubclass(LedgerEvent.class);
    }

    /** All at once, or, when the tables do not take them so, one by one: those that they do not take are added to {@code refused}. */
    void fold(List<RecordedEvent> events, RefusedEvents refused) {
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
                refused.removeAll(events);
                for (RecordedEvent event : events) {
                    foldAlone(connection, event, refused);
                }
            }
        } catch (SQLException e) {
            throw new ProjectionFault(projection.name(), e);
        }
    }

    private void write(Connection connection, List<RecordedEvent> events, RefusedEvents refused) throws SQLException {
        Fold fold = projection.newFold();
        for (RecordedEvent event : events) {
            refused.settle(projection.settles(javaType(event.type()), event.streamId()));
            if (refused.standBefore(event)) {
                refused.add(event, (String) null);
            } else {
                fold.add(event, codec.decode(event));
            }
        }
        fold.write(connection, schema);
        fold.writeShared(connection, schema);
    }

    private void foldAlone(Connection connection, RecordedEvent event, RefusedEvents refused) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            write(connection, List.of(event), refused);
            connection.releaseSavepoint(savepoint);
        } catch (SQLException | RuntimeException e) {
            if (DatabaseFaults.isTransient(e)) {
                throw e;
            }
            connection.rollback(savepoint);
            refused.add(event, e);
        }
    }
}
