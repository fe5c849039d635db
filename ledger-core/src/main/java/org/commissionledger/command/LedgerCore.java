package org.commissionledger.command;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.CatalogueEntry;
import org.commissionledger.catalogue.CatalogueEvent;
import org.commissionledger.customer.Customer;
import org.commissionledger.customer.CustomerEvent;
import org.commissionledger.customer.CustomerEvents;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.EventAppender;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventTail;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.EventTypes;
import org.commissionledger.eventstore.LedgerEventStore;
import org.commissionledger.eventstore.LedgerStorageEngine;
import org.commissionledger.eventstore.SnapshotStore;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.order.Order;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.organisation.Organisation;
import org.commissionledger.organisation.OrganisationEvent;
import org.commissionledger.organisation.OrganisationSettings;

/** The write side, put together: everything from a command to its durable events. */
public final class LedgerCore implements AutoCloseable {

    private static final int SNAPSHOT_EVERY = 100;
    private static final int CACHED_AGGREGATES = 100_000;

    private final EventCodec codec = codec();
    private final EventReader reader;
    private final StoreWatcher watcher;
    private final EventAppender appender;
    private final EventTail tail;
    private final Catalogue catalogue;
    private final OrganisationSettings settingsOf;
    private final Ledger ledger;
    private final CustomerEvents customerEvents;
    private final ExecutorService snapshotting = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("ledger-snapshots").daemon().factory());

    /**
     * @param pool connections for reading
     * @param unpooled makes the few sessions that are kept: the appender's and the watcher's
     */
    public LedgerCore(
            DataSource pool, DataSource unpooled, AppenderSettings settings, Clock clock, MeterRegistry meters) {
        reader = new EventReader(pool);
        watcher = new StoreWatcher(unpooled, reader);
        appender = new EventAppender(unpooled, settings, clock, meters, watcher::advancedTo);
        tail = new EventTail(reader, codec, watcher);
        catalogue = new Catalogue(reader, codec);
        settingsOf = new OrganisationSettings(reader, codec);
        EventTypes snapshots = new EventTypes(List.of(Organisation.SNAPSHOT));
        LedgerStorageEngine engine =
                new LedgerStorageEngine(appender, reader, codec, new SnapshotStore(pool, codec, snapshots));
        LedgerEventStore store = LedgerEventStore.over(engine, tail);
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        PessimisticLockFactory locks = PessimisticLockFactory.usingDefaults();
        Aggregates aggregates = new Aggregates(bus, store, locks);
        aggregates.register(Order.class, Order::new, NoSnapshotTriggerDefinition.INSTANCE);
        aggregates.register(CatalogueEntry.class, CatalogueEntry::new, NoSnapshotTriggerDefinition.INSTANCE);
        aggregates.register(Customer.class, Customer::new, NoSnapshotTriggerDefinition.INSTANCE);
        StreamAggregateFactory<Organisation> organisations =
                new StreamAggregateFactory<>(Organisation.class, Organisation::new);
        AggregateSnapshotter snapshotter = AggregateSnapshotter.builder()
                .eventStore(store)
                .executor(snapshotting)
                .aggregateFactories(organisations)
                .build();
        aggregates.register(
                Organisation.class,
                Organisation::new,
                new EventCountSnapshotTriggerDefinition(snapshotter, SNAPSHOT_EVERY));
        ledger = new Ledger(bus, locks, appender, reader, codec, this::forget, meters);
        customerEvents = new CustomerEvents(appender, catalogue, settingsOf, codec, this::forget);
    }

    /** Drops what commands are made from besides aggregates, where it turned out to be old. */
    public void forget(StreamId stream) {
        catalogue.forget(stream);
        settingsOf.forget(stream);
    }

    private record Aggregates(SimpleCommandBus bus, LedgerEventStore store, PessimisticLockFactory locks) {

        /** Every command says itself what it is for: Axon's own resolver would search its annotations anew for each one. */
        private static VersionedAggregateIdentifier target(CommandMessage<?> command) {
            return new VersionedAggregateIdentifier(((LedgerCommand) command.getPayload()).stream(), null);
        }

        <T> void register(Class<T> type, Function<String, T> constructor, SnapshotTriggerDefinition snapshots) {
            StreamAggregateFactory<T> factory = new StreamAggregateFactory<>(type, constructor);
            AggregateAnnotationCommandHandler.<T>builder()
                    .aggregateType(type)
                    .commandTargetResolver(Aggregates::target)
                    .creationPolicyAggregateFactory(factory)
                    .repository(LedgerRepository.of(
                            type, factory, store, new AggregateCache(CACHED_AGGREGATES), locks, snapshots))
                    .build()
                    .subscribe(bus);
        }
    }

    /** Every stored event type of the product. */
    public static EventCodec codec() {
        List<EventType> types = new ArrayList<>();
        types.addAll(CatalogueEvent.TYPES);
        types.addAll(CustomerEvent.TYPES);
        types.addAll(OrderEvent.TYPES);
        types.addAll(OrganisationEvent.TYPES);
        return new EventCodec(new EventTypes(types), OrganisationEvent.UPCASTERS);
    }

    /** Begins to listen for what other nodes append. */
    public LedgerCore start() {
        watcher.start();
        return this;
    }

    public Ledger ledger() {
        return ledger;
    }

    public CustomerEvents customerEvents() {
        return customerEvents;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public OrganisationSettings organisationSettings() {
        return settingsOf;
    }

    public EventAppender appender() {
        return appender;
    }

    public EventReader reader() {
        return reader;
    }

    public EventCodec eventCodec() {
        return codec;
    }

    public EventTail tail() {
        return tail;
    }

    public StoreWatcher watcher() {
        return watcher;
    }

    @Override
    public void close() {
        appender.close();
        watcher.close();
        tail.close();
        snapshotting.shutdown();
    }
}
