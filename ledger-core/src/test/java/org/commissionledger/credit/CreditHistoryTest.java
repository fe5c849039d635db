package org.commissionledger.credit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.commissionledger.account.AccountId;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.command.LedgerCommand;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.command.StreamAggregateFactory;
import org.commissionledger.credit.BurnOrder.Key;
import org.commissionledger.credit.CreditCommand.BookExpiries;
import org.commissionledger.credit.CreditCommand.CaptureHold;
import org.commissionledger.credit.CreditCommand.OpenAccount;
import org.commissionledger.credit.CreditCommand.PlaceHold;
import org.commissionledger.credit.CreditCommand.RecordUsage;
import org.commissionledger.credit.CreditCommand.ReleaseHold;
import org.commissionledger.credit.CreditCommand.TopUpAccount;
import org.commissionledger.credit.CreditCommand.VoidTopUp;
import org.commissionledger.credit.CreditEvent.AccountOpened;
import org.commissionledger.credit.CreditEvent.CreditHeld;
import org.commissionledger.credit.CreditEvent.CreditToppedUp;
import org.commissionledger.credit.CreditEvent.HoldReleased;
import org.commissionledger.credit.CreditEvent.TopUpVoided;
import org.commissionledger.credit.CreditEvent.Used;
import org.commissionledger.discount.GrantedDiscount;
import org.commissionledger.eventstore.EventCodec;
import org.commissionledger.eventstore.OnceName;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.journal.Journal;
import org.commissionledger.journal.Posting;
import org.commissionledger.money.Money;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.rejection.Rejection;
import org.commissionledger.testing.CreditLines;
import org.commissionledger.testing.CreditModel;
import org.commissionledger.testing.CreditModel.Offer;
import org.commissionledger.testing.CreditModel.Outcome;
import org.commissionledger.testing.CreditOperation;
import org.commissionledger.testing.RandomCredit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of random histories of an account, decided by the aggregate and by a model that is made from the rules alone; the books,
 * and the snapshot, are compared after every event.
 */
class CreditHistoryTest {

    private static final int HISTORIES = 700;
    private static final int STEPS = 60;
    private static final EventCodec CODEC = LedgerCore.codec();
    private static final AggregateModel<CreditAccount> AGGREGATE =
            AnnotatedAggregateMetaModelFactory.inspectAggregate(CreditAccount.class);
    private static final OrganisationId DEMO = new OrganisationId("demo");

    private static SimpleCommandBus bus(EmbeddedEventStore store) {
        SimpleCommandBus bus = SimpleCommandBus.builder().build();
        StreamAggregateFactory<CreditAccount> factory =
                new StreamAggregateFactory<>(CreditAccount.class, CreditAccount::new);
        AggregateAnnotationCommandHandler.<CreditAccount>builder()
                .aggregateType(CreditAccount.class)
                .aggregateModel(AGGREGATE)
                .creationPolicyAggregateFactory(factory)
                .repository(EventSourcingRepository.builder(CreditAccount.class)
                        .aggregateModel(AGGREGATE)
                        .aggregateFactory(factory)
                        .eventStore(store)
                        .build())
                .build()
                .subscribe(bus);
        return bus;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20101201, 20111209})
    void isWhatTheRulesSay(long seed) {
        Set<String> codes = new TreeSet<>();
        Set<Class<?>> types = new HashSet<>();
        Set<Currency> currencies = new HashSet<>();
        int late = 0;
        int discounted = 0;
        for (int history = 0; history < HISTORIES; history++) {
            History one = new History(new Random(seed * 1_000_003 + history), "h" + history);
            for (int step = 0; step < STEPS; step++) {
                one.step("seed %d, history %d, step %d".formatted(seed, history, step));
            }
            one.isTheSameWhenReplayed("seed %d, history %d".formatted(seed, history));
            codes.addAll(one.codes);
            types.addAll(one.types);
            currencies.add(one.random.currency());
            late += one.late;
            discounted += one.discounted;
        }
        assertThat(types).as("events seen with seed %d", seed).hasSize(CreditEvent.TYPES.size());
        assertThat(currencies).as("currencies seen with seed %d", seed).hasSize(3);
        assertThat(late).as("late usages with seed %d", seed).isGreaterThan(50);
        assertThat(discounted).as("discounts with seed %d", seed).isGreaterThan(500);
        assertThat(codes)
                .as("refusals with seed %d", seed)
                .contains(
                        "credit.insufficient",
                        "credit.currency-mismatch",
                        "credit.exceeds-hold",
                        "credit.unknown-hold",
                        "credit.hold-closed",
                        "credit.unknown-top-up",
                        "credit.nothing-left",
                        "credit.duplicate-usage",
                        "credit.duplicate-top-up",
                        "credit.duplicate-hold",
                        "request.invalid-value");
    }

    private static final class History {

        /** A store for each: this one goes through all that it holds to read a stream. */
        private final EmbeddedEventStore store = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();

        private final SimpleCommandBus bus = bus(store);
        private final StreamId stream;
        private final AccountFacts facts;
        private final List<GrantedDiscount> discounts;
        private final RandomCredit random;
        private final CreditModel model;
        private final Map<OnceName, CreditEvent> known = new HashMap<>();
        private final Map<String, Long> books = new HashMap<>();
        private final Set<String> codes = new HashSet<>();
        private final Set<Class<?>> types = new HashSet<>();
        private @Nullable CreditState mirror;
        private final List<CreditEvent> happened = new ArrayList<>();
        private final List<Instant> recorded = new ArrayList<>();
        private Instant now;
        private long read;
        private int late;
        private int discounted;

        History(Random source, String account) {
            random = new RandomCredit(source, account);
            stream = CreditCommand.stream(DEMO, new AccountId(account));
            facts = new AccountFacts(new AccountId(account), AccountType.CUSTOMER, null, random.currency());
            List<Offer> offers = random.offers("d-");
            discounts = CreditDriver.granted(offers);
            model = new CreditModel(random.currency(), 10, offers);
            Instant opening = random.next().now();
            now = opening;
            run(new OpenAccount(stream, facts, "Shop", 10, opening, opening));
            take("the opening of " + account);
        }

        void step(String where) {
            CreditOperation operation = random.next();
            now = operation.now();
            Outcome expected = model.apply(operation);
            String refusal = run(command(operation));
            String what = where + ", " + operation;
            assertThat(refusal).as(what).isEqualTo(expected.code());
            assertThat(take(what)).as(what).isEqualTo(expected.lines());
            if (refusal != null) {
                codes.add(refusal);
            }
        }

        private List<String> take(String where) {
            List<CreditEvent> events = store.readEvents(stream.toString(), read)
                    .asStream()
                    .map(DomainEventMessage::getPayload)
                    .map(CreditEvent.class::cast)
                    .toList();
            read += events.size();
            List<String> lines = new ArrayList<>();
            for (CreditEvent event : events) {
                lines.add(CreditLines.of(event));
                happened.add(event);
                recorded.add(now);
                post(event, where);
                mirror(event, where);
                types.add(event.getClass());
                if (event.onceName() != null) {
                    assertThat(known.put(event.onceName(), event)).as(where).isNull();
                }
                if (event instanceof Used used) {
                    late += used.usage().consumed().stream().anyMatch(Usage.Consumed::afterExpiry) ? 1 : 0;
                    discounted += used.usage().discount() == null ? 0 : 1;
                }
            }
            return lines;
        }

        /** Burned in the ledger's own order it comes to the same events; in another one the same credit comes to something else. */
        void isTheSameWhenReplayed(String where) {
            CreditReplay same = replay(BurnOrder.STANDARD);
            CreditReplay other = replay(new BurnOrder(List.of(Key.AGE, Key.CATEGORY, Key.EXPIRY, Key.PRIORITY)));
            List<CreditEvent> replayed = new ArrayList<>();
            for (int i = 1; i < happened.size(); i++) {
                replayed.addAll(same.next(happened.get(i), recorded.get(i)));
                other.next(happened.get(i), recorded.get(i));
            }
            assertThat(replayed).as(where).isEqualTo(happened.subList(1, happened.size()));
            assertThat(same.figures()).as(where).isEqualTo(happened.getLast().figures());
            assertThat(same.refused()).as(where).isZero();
        }

        private CreditReplay replay(BurnOrder order) {
            return new CreditReplay((AccountOpened) happened.getFirst(), recorded.getFirst(), order);
        }

        /** The books sum to zero, and say what the account is owed. */
        private void post(CreditEvent event, String where) {
            for (Posting posting : Journal.entry(event).postings()) {
                books.merge(posting.account(), posting.amount(), Math::addExact);
                assertThat(posting.currency()).as(where).isEqualTo(facts.currency());
            }
            assertThat(books.values().stream().mapToLong(Long::longValue).sum())
                    .as(where)
                    .isZero();
            CreditFigures figures = event.figures();
            assertThat(books.getOrDefault("credit:account:" + facts.accountId(), 0L))
                    .as(where)
                    .isEqualTo(figures.overdrawn() - figures.left());
        }

        /** A state that is written and read between any two events goes on like one that is not. */
        private void mirror(CreditEvent event, String where) {
            if (event instanceof AccountOpened opened) {
                mirror = new CreditState(opened);
                return;
            }
            CreditState state = Objects.requireNonNull(mirror);
            state.evolve(event);
            CreditState again = CODEC.decode(CODEC.encode(state), CreditState.class);
            assertThat(again.snapshot()).as(where).isEqualTo(state.snapshot());
            mirror = again;
        }

        private @Nullable String run(LedgerCommand command) {
            String[] code = new String[1];
            bus.dispatch(new GenericCommandMessage<>(command), (asked, result) -> {
                if (result.isExceptional()) {
                    if (!(result.exceptionResult() instanceof Rejection refusal)) {
                        throw new IllegalStateException("not a refusal: " + asked, result.exceptionResult());
                    }
                    code[0] = refusal.code();
                }
            });
            return code[0];
        }

        private LedgerCommand command(CreditOperation operation) {
            var now = operation.now();
            AccountId account = facts.accountId();
            return switch (operation) {
                case CreditOperation.TopUp o ->
                    new TopUpAccount(
                            stream,
                            new TopUpId(o.id()),
                            money(o.amount()),
                            o.category(),
                            o.priority(),
                            o.expiresAt(),
                            (CreditToppedUp) known.get(CreditNames.topUp(account, new TopUpId(o.id()))),
                            o.at(),
                            true,
                            now);
                case CreditOperation.Use o ->
                    new RecordUsage(
                            stream,
                            new UsageId(o.id()),
                            new ProductId(o.product()),
                            1,
                            Money.ofMinor(o.gross(), o.currency()),
                            discounts,
                            (Used) known.get(CreditNames.usage(new UsageId(o.id()))),
                            o.at(),
                            true,
                            now);
                case CreditOperation.Hold o ->
                    new PlaceHold(
                            stream,
                            new HoldId(o.id()),
                            money(o.amount()),
                            o.expiresAt(),
                            (CreditHeld) known.get(CreditNames.hold(account, new HoldId(o.id()))),
                            now,
                            now);
                case CreditOperation.Capture o ->
                    new CaptureHold(
                            stream,
                            new HoldId(o.hold()),
                            o.amount() == null ? null : money(o.amount()),
                            new ProductId(o.product()),
                            1,
                            discounts,
                            history(new HoldId(o.hold())),
                            o.at(),
                            now);
                case CreditOperation.Release o ->
                    new ReleaseHold(stream, new HoldId(o.hold()), history(new HoldId(o.hold())), now, now);
                case CreditOperation.Withdraw o ->
                    new VoidTopUp(
                            stream,
                            new TopUpId(o.topUp()),
                            ReasonCode.FRAUD,
                            null,
                            (CreditToppedUp) known.get(CreditNames.topUp(account, new TopUpId(o.topUp()))),
                            (TopUpVoided) known.get(CreditNames.voiding(account, new TopUpId(o.topUp()))),
                            now,
                            now);
                case CreditOperation.Limit o -> new OpenAccount(stream, facts, "Shop", o.limit(), now, now);
                case CreditOperation.Book o -> new BookExpiries(stream, now);
            };
        }

        private HoldHistory history(HoldId hold) {
            AccountId account = facts.accountId();
            return new HoldHistory(
                    (CreditHeld) known.get(CreditNames.hold(account, hold)),
                    (HoldReleased) known.get(CreditNames.release(account, hold)),
                    (Used) known.get(CreditNames.usage(UsageId.ofCapture(account, hold))));
        }

        private Money money(long amount) {
            return Money.ofMinor(amount, facts.currency());
        }
    }
}
