package org.commissionledger.bench;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jpa.DomainEventEntry;
import org.axonframework.eventsourcing.eventstore.jpa.JpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.SnapshotEventEntry;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.commissionledger.command.StreamAggregateFactory;
import org.commissionledger.order.Order;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;

/** Axon's own JPA event storage engine under the same aggregate and the same commands, as its documentation sets it up. */
final class StockJpaEngine implements AutoCloseable {

    private final EntityManagerFactory factory;
    private final HikariDataSource pool;
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();
    private final JpaEventStorageEngine engine;
    private final EmbeddedEventStore store;
    private final Transactions transactions = new Transactions();
    private final CommandBus bus;

    StockJpaEngine(BenchServer.Database database, int connections) {
        pool = database.pool(connections);
        Map<String, Object> settings = new HashMap<>();
        settings.put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        factory = new HibernatePersistenceConfiguration("stock")
                .managedClass(DomainEventEntry.class)
                .managedClass(SnapshotEventEntry.class)
                .properties(settings)
                .property("hibernate.hbm2ddl.auto", "create")
                .createEntityManagerFactory();
        Jackson3Serializer serializer = Jackson3Serializer.builder().build();
        engine = JpaEventStorageEngine.builder()
                .entityManagerProvider(transactions)
                .transactionManager(transactions)
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .build();
        store = EmbeddedEventStore.builder().storageEngine(engine).build();
        SimpleCommandBus commands =
                SimpleCommandBus.builder().transactionManager(transactions).build();
        StreamAggregateFactory<Order> orders = new StreamAggregateFactory<>(Order.class, Order::new);
        AggregateAnnotationCommandHandler.<Order>builder()
                .aggregateType(Order.class)
                .creationPolicyAggregateFactory(orders)
                .repository(EventSourcingRepository.builder(Order.class)
                        .aggregateFactory(orders)
                        .eventStore(store)
                        .build())
                .build()
                .subscribe(commands);
        bus = commands;
    }

    private final class Transactions implements TransactionManager, EntityManagerProvider {

        @Override
        public EntityManager getEntityManager() {
            EntityManager manager = current.get();
            if (manager == null) {
                throw new IllegalStateException("outside of a transaction");
            }
            return manager;
        }

        @Override
        public Transaction startTransaction() {
            if (current.get() != null) {
                return new Joined();
            }
            EntityManager manager = factory.createEntityManager();
            current.set(manager);
            manager.getTransaction().begin();
            return new Own(manager);
        }
    }

    private static final class Joined implements Transaction {
        @Override
        public void commit() {
            // the outer transaction commits
        }

        @Override
        public void rollback() {
            // the outer transaction rolls back
        }
    }

    private final class Own implements Transaction {
        private final EntityManager manager;

        Own(EntityManager manager) {
            this.manager = manager;
        }

        @Override
        public void commit() {
            manager.getTransaction().commit();
            end();
        }

        @Override
        public void rollback() {
            manager.getTransaction().rollback();
            end();
        }

        private void end() {
            current.remove();
            manager.close();
        }
    }

    /** In one transaction. */
    void append(List<? extends EventMessage<?>> events) {
        transactions.executeInTransaction(() -> engine.appendEvents(events));
    }

    /** All events, in order, as a streaming processor reads them. */
    Stream<? extends TrackedEventMessage<?>> read() {
        return engine.readEvents(null, false);
    }

    void place(Object command) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        bus.dispatch(new GenericCommandMessage<>(command), (message, result) -> {
            if (result.isExceptional()) {
                failure.set(result.exceptionResult());
            }
        });
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    @Override
    public void close() {
        store.shutDown();
        factory.close();
        pool.close();
    }
}
