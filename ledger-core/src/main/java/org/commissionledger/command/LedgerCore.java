package org.commissionledger.command;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.CatalogueEntry;
import org.commissionledger.catalogue.CatalogueEvent;
import org.commissionledger.credit.AccountBook;
import org.commissionledger.credit.CreditAccount;
import org.commissionledger.credit.CreditDrafts;
import org.commissionledger.credit.CreditEvent;
import org.commissionledger.credit.CreditUsages;
import org.commissionledger.credit.DiscountDrafts;
import org.commissionledger.customer.Customer;
import org.commissionledger.customer.CustomerEvent;
import org.commissionledger.customer.CustomerEvents;
import org.commissionledger.discount.DiscountBook;
import org.commissionledger.discount.DiscountEvent;
import org.commissionledger.discount.Discounts;
import org.commissionledger.eventstore.AnsweredRequests;
import org.commissionledger.eventstore.AppenderSettings;
import org.commissionledger.eventstore.EventAppender;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.eventstore.EventTail;
import org.commissionledger.eventstore.EventType;
import org.commissionledger.eventstore.EventTypes;
import org.commissionledger.eventstore.LedgerEventStore;
import org.commissionledger.eventstore.LedgerStorageEngine;
import org.commissionledger.eventstore.OnceEvents;
import org.commissionledger.eventstore.SnapshotStore;
import org.commissionledger.eventstore.SnapshotWriter;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.eventstore.StreamPrefetch;
import org.commissionledger.eventstore.Submission;
import org.commissionledger.order.FreezeEvent;
import org.commissionledger.order.Order;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.organisation.Organisation;
import org.commissionledger.organisation.OrganisationEvent;
import org.commissionledger.organisation.OrganisationSettings;
import org.commissionledger.organisation.OrganisationUsers;
import org.commissionledger.organisation.UserEvent;
import org.commissionledger.payee.Payee;
import org.commissionledger.payee.PayeeEvent;
import org.commissionledger.payout.Payout;
import org.commissionledger.payout.PayoutEvent;
import org.commissionledger.period.AccountingPeriod;
import org.commissionledger.period.PeriodEvent;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.statement.Statement;
import org.commissionledger.statement.StatementDrafts;
import org.commissionledger.statement.StatementEvent;
import org.commissionledger.statement.StatementLines;
import org.commissionledger.statement.StatementMapping;
import org.commissionledger.webhook.Webhook;
import org.commissionledger.webhook.WebhookEvent;
import org.jspecify.annotations.Nullable;

/** The write side, put together: everything from a command to its durable events. */
public final class LedgerCore implements AutoCloseable {

    private static final int SNAPSHOT_EVERY = 100;
    private static final int CACHED_AGGREGATES = 100_000;

    /** Accounts, their top-ups and their holds together: some 100 to 200 MB at the most. */
    private static final int CACHED_CREDIT = 400_000;

    private final EventCodec codec = codec();
    private final EventReader reader;
    private final StoreWatcher watcher;
    private final EventAppender appender;
    private final EventTail tail;
    private final Catalogue catalogue;
    private final OrganisationSettings settingsOf;
    private final OrganisationUsers usersOf;
    private final Ledger ledger;
    private final CustomerEvents customerEvents;
    private final AccountBook accounts;
    private final DiscountBook discounts;
    private final CreditUsages creditUsages;
    private final CreditDrafts creditDrafts;
    private final DiscountDrafts discountDrafts;
    private final StatementDrafts statementDrafts;
    private final StatementLines statementLines;
    private final SnapshotWriter snapshotWriter;

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
        usersOf = new OrganisationUsers(reader, codec);
        accounts = new AccountBook(reader, codec);
        discounts = new DiscountBook(reader, codec);
        SnapshotStore snapshots =
                new SnapshotStore(pool, codec, new EventTypes(List.of(Organisation.SNAPSHOT, CreditAccount.SNAPSHOT)));
        snapshotWriter = new SnapshotWriter(snapshots);
        LedgerEventStore store =
                LedgerEventStore.over(new LedgerStorageEngine(appender, reader, codec, snapshots), tail);
        SimpleCommandBus bus = SimpleCommandBus.builder()
                .rollbackConfiguration(Aggregates::forgetsOn)
                .build();
        StreamLocks locks = new StreamLocks();
        Aggregates aggregates = new Aggregates(bus, store, locks, new ArrayList<>());
        register(aggregates);
        StreamPrefetch prefetch = new StreamPrefetch(reader, snapshots);
        Attempt.Tools tools = new Attempt.Tools(bus, locks, appender, snapshotWriter);
        ledger = new Ledger(tools, prefetch, aggregates, new AnsweredRequests(pool), codec, this::forget, meters);
        customerEvents = new CustomerEvents(appender, catalogue, settingsOf, codec, this::forget);
        OnceEvents seen = new OnceEvents(reader, codec);
        creditUsages = new CreditUsages(ledger, accounts, discounts, catalogue, seen);
        creditDrafts = new CreditDrafts(accounts, discounts, catalogue, seen);
        discountDrafts = new DiscountDrafts(accounts, catalogue, seen);
        statementDrafts = new StatementDrafts(catalogue, seen);
        statementLines = new StatementLines(appender, codec);
    }

    /** The busiest first: they are looked through in this order. */
    private void register(Aggregates aggregates) {
        aggregates.register(
                CreditAccount.class, CreditAccount::new, CACHED_CREDIT, snapshotting(CreditAccount.SNAPSHOT));
        aggregates.register(Order.class, Order::new, CACHED_AGGREGATES);
        aggregates.register(CatalogueEntry.class, CatalogueEntry::new, CACHED_AGGREGATES);
        aggregates.register(Customer.class, Customer::new, CACHED_AGGREGATES);
        aggregates.register(Discounts.class, Discounts::new, CACHED_AGGREGATES);
        aggregates.register(Webhook.class, Webhook::new, CACHED_AGGREGATES);
        aggregates.register(Statement.class, Statement::new, CACHED_AGGREGATES);
        aggregates.register(StatementMapping.class, StatementMapping::new, CACHED_AGGREGATES);
        aggregates.register(Payout.class, Payout::new, CACHED_AGGREGATES);
        aggregates.register(Payee.class, Payee::new, CACHED_AGGREGATES);
        aggregates.register(AccountingPeriod.class, AccountingPeriod::new, CACHED_AGGREGATES);
        aggregates.register(
                Organisation.class, Organisation::new, CACHED_AGGREGATES, snapshotting(Organisation.SNAPSHOT));
    }

    private LedgerRepository.Snapshotting snapshotting(EventType type) {
        return new LedgerRepository.Snapshotting(type, SNAPSHOT_EVERY, codec);
    }

    /** Drops what commands are made from besides aggregates, where it turned out to be old. */
    public void forget(StreamId stream) {
        catalogue.forget(stream);
        settingsOf.forget(stream);
        discounts.forget(stream);
    }

    private record Aggregates(
            SimpleCommandBus bus, LedgerEventStore store, StreamLocks locks, List<AggregateCache> caches)
            implements Ledger.Remembered {

        @Override
        public boolean holds(StreamId stream) {
            String aggregate = stream.toString();
            return caches.stream().anyMatch(cache -> cache.containsKey(aggregate));
        }

        /**
         * A handler that refuses has changed nothing, so its aggregate can stay in memory: otherwise each refused item of a group would
         * have it read anew for the next. One that was to be created is forgotten: it does not exist.
         */
        private static boolean forgetsOn(Throwable failure) {
            Submission submission = Submission.current();
            if (!(failure instanceof Rejection) || submission == null) {
                return true;
            }
            LedgerCommand command =
                    (LedgerCommand) CurrentUnitOfWork.get().getMessage().getPayload();
            String stream = command.stream().toString();
            return submission.hasCreated(stream) && !submission.hasPublished(stream);
        }

        /** Every command says itself what it is for: Axon's own resolver would search its annotations anew for each one. */
        private static VersionedAggregateIdentifier target(CommandMessage<?> command) {
            return new VersionedAggregateIdentifier(((LedgerCommand) command.getPayload()).stream(), null);
        }

        <T> void register(Class<T> type, Function<String, T> constructor, int cached) {
            register(type, constructor, cached, null);
        }

        /** @param cached how much the cached ones may weigh */
        <T> void register(
                Class<T> type,
                Function<String, T> constructor,
                int cached,
                LedgerRepository.@Nullable Snapshotting snapshotting) {
            AggregateCache cache = new AggregateCache(cached);
            caches.add(cache);
            StreamAggregateFactory<T> factory = new StreamAggregateFactory<>(type, constructor);
            AggregateAnnotationCommandHandler.<T>builder()
                    .aggregateType(type)
                    .commandTargetResolver(Aggregates::target)
                    .creationPolicyAggregateFactory(factory)
                    .repository(LedgerRepository.of(type, factory, store, cache, locks, snapshotting))
                    .build()
                    .subscribe(bus);
        }
    }

    /** Every stored event type of the product. */
    public static EventCodec codec() {
        List<EventType> types = new ArrayList<>();
        types.addAll(CatalogueEvent.TYPES);
        types.addAll(CreditEvent.TYPES);
        types.addAll(CustomerEvent.TYPES);
        types.addAll(DiscountEvent.TYPES);
        types.addAll(FreezeEvent.TYPES);
        types.addAll(OrderEvent.TYPES);
        types.addAll(OrganisationEvent.TYPES);
        types.addAll(StatementEvent.TYPES);
        types.addAll(PayeeEvent.TYPES);
        types.addAll(PayoutEvent.TYPES);
        types.addAll(PeriodEvent.TYPES);
        types.addAll(UserEvent.TYPES);
        types.addAll(WebhookEvent.TYPES);
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

    public AccountBook accounts() {
        return accounts;
    }

    public CreditUsages creditUsages() {
        return creditUsages;
    }

    public CreditDrafts creditDrafts() {
        return creditDrafts;
    }

    public DiscountDrafts discountDrafts() {
        return discountDrafts;
    }

    public StatementDrafts statementDrafts() {
        return statementDrafts;
    }

    public StatementLines statementLines() {
        return statementLines;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public OrganisationUsers organisationUsers() {
        return usersOf;
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
        snapshotWriter.close();
    }
}
