package org.commissionledger.projection.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.LedgerEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Hands a projection's events to one fold a batch, and writes it before the batch's transaction commits. Events that do not concern the
 * projection are taken too, and only move its token: whoever waits for a position need not know what stands at it. When the database refuses a
 * batch, the events are taken one by one, each behind a savepoint, until those are past: so the one that it refuses is found and
 * parked.
 */
final class FoldHandler implements EventMessageHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FoldHandler.class);

    private final Projection projection;
    private final ParkedEvents parkedEvents;
    private final Transactions transactions;
    private final String resource;
    private final AtomicLong carefulUntil = new AtomicLong();

    FoldHandler(Projection projection, ParkedEvents parkedEvents, Transactions transactions) {
        this.projection = projection;
        this.parkedEvents = parkedEvents;
        this.transactions = transactions;
        this.resource = "fold of " + projection.name();
    }

    private static final class Batch {
        final Fold fold;
        long last;
        boolean empty = true;

        Batch(Fold fold) {
            this.fold = fold;
        }
    }

    @Override
    public Object handle(EventMessage<?> message) throws Exception {
        LedgerEventMessage event = (LedgerEventMessage) message;
        UnitOfWork<?> unitOfWork = CurrentUnitOfWork.get();
        boolean parked = unitOfWork.resources().containsKey(DeadLetter.class.getName());
        boolean concerned = projection.handles(payloadType(event));
        if (concerned) {
            SegmentTokens.moreThanATokenIsWritten(unitOfWork);
            parkedEvents.settle(event.recorded());
        }
        if (parked || event.recorded().position() <= carefulUntil.get()) {
            if (concerned) {
                alone(event);
            }
            return event;
        }
        Batch batch = unitOfWork.root().getOrComputeResource(resource, key -> begin(unitOfWork.root()));
        if (concerned) {
            batch.fold.add(event.recorded(), event.getPayload());
            batch.empty = false;
        }
        batch.last = event.recorded().position();
        return event;
    }

    private Batch begin(UnitOfWork<?> root) {
        Batch batch = new Batch(projection.newFold());
        root.onPrepareCommit(u -> {
            write(batch, batch.fold::write);
            // What is registered now runs after all that the other projections of the processor write.
            root.onPrepareCommit(later -> write(batch, batch.fold::writeShared));
        });
        return batch;
    }

    /** Part of what a fold writes. */
    @FunctionalInterface
    private interface Part {
        void write(Connection connection, String schema) throws SQLException;
    }

    private void write(Batch batch, Part part) {
        if (batch.empty) {
            return;
        }
        try {
            part.write(connection(), projection.schema());
        } catch (SQLException e) {
            if (!DatabaseFaults.isTransient(e)) {
                LOG.warn("Projection {} takes the events up to {} one by one", projection.name(), batch.last, e);
                carefulUntil.accumulateAndGet(batch.last, Math::max);
            }
            throw new ProjectionFault(projection.name(), e);
        }
    }

    private void alone(LedgerEventMessage event) throws SQLException {
        Connection connection = connection();
        Savepoint savepoint = connection.setSavepoint();
        try {
            forgetUpkeep(event.recorded().position(), connection);
            Fold fold = projection.newFold();
            fold.add(event.recorded(), event.getPayload());
            fold.write(connection, projection.schema());
            fold.writeShared(connection, projection.schema());
            connection.releaseSavepoint(savepoint);
        } catch (SQLException | RuntimeException e) {
            connection.rollback(savepoint);
            throw e;
        }
    }

    /** Only an event that was parked can be behind what the upkeep has seen. */
    private void forgetUpkeep(long position, Connection connection) throws SQLException {
        Upkeep upkeep = projection.upkeep().orElse(null);
        if (upkeep != null) {
            UpkeepRounds.keepAway(transactions.sql(), projection);
            upkeep.forget(connection, projection.schema(), position);
        }
    }

    private Connection connection() {
        return DataSourceUtils.getConnection(transactions.dataSource());
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends LedgerEvent> payloadType(EventMessage<?> message) {
        return (Class<? extends LedgerEvent>) message.getPayloadType();
    }

    @Override
    public boolean canHandle(EventMessage<?> message) {
        return true;
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return LedgerEvent.class.isAssignableFrom(payloadType);
    }

    @Override
    public Class<?> getTargetType() {
        return projection.getClass();
    }
}
