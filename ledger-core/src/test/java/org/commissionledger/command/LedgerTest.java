package org.commissionledger.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.TestLedger.GBP;
import static org.commissionledger.testing.TestLedger.MARCH;
import static org.commissionledger.testing.TestLedger.context;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.commissionledger.catalogue.Catalogue;
import org.commissionledger.catalogue.CatalogueCommand;
import org.commissionledger.catalogue.CatalogueCommand.DefineCategory;
import org.commissionledger.catalogue.CatalogueCommand.DefineProduct;
import org.commissionledger.catalogue.CatalogueEvent.CategoryDefined;
import org.commissionledger.catalogue.CategoryId;
import org.commissionledger.catalogue.CommissionPlan;
import org.commissionledger.catalogue.IntegrationId;
import org.commissionledger.catalogue.PlanCurrencyMismatch;
import org.commissionledger.catalogue.ProductId;
import org.commissionledger.catalogue.ProviderId;
import org.commissionledger.catalogue.UnknownCatalogueEntry;
import org.commissionledger.command.Ledger.Draft;
import org.commissionledger.command.Ledger.Drafting;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Item;
import org.commissionledger.command.Ledger.Keyed;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.NewEvent;
import org.commissionledger.eventstore.RecordedEvent;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.money.Money;
import org.commissionledger.order.ExceedsPending;
import org.commissionledger.order.IllegalCommissionTransition;
import org.commissionledger.order.InvalidOrderValue;
import org.commissionledger.order.OrderCommand;
import org.commissionledger.order.OrderCommand.AmendCommission;
import org.commissionledger.order.OrderCommand.ConfirmCommission;
import org.commissionledger.order.OrderCommand.PlaceOrder;
import org.commissionledger.order.OrderEvent;
import org.commissionledger.order.OrderEvent.CommissionConfirmed;
import org.commissionledger.order.OrderId;
import org.commissionledger.order.OrderState;
import org.commissionledger.order.OrderStatus;
import org.commissionledger.order.ReasonCode;
import org.commissionledger.order.UnknownOrder;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final CategoryId GIFTS = new CategoryId("gifts");
    private static final ProviderId PROVIDER = new ProviderId("uk");
    private static final ProductId PRODUCT = new ProductId("product-uk");
    private static final IntegrationId INTEGRATION = new IntegrationId("web-shop");

    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();
    private static TestLedger here;
    private static TestLedger elsewhere;

    private final OrganisationId organisation = new OrganisationId("demo-" + ORGANISATIONS.incrementAndGet());

    /** Two nodes on one database. */
    @BeforeAll
    static void start() {
        TestDatabase database = TestDatabase.migrated();
        here = new TestLedger(database);
        elsewhere = new TestLedger(database);
    }

    @AfterAll
    static void close() {
        elsewhere.close();
        here.close();
    }

    @BeforeEach
    void defineCatalogue() {
        here.withCatalogue(organisation, "uk");
    }

    private StreamId stream(String order) {
        return OrderCommand.stream(organisation, new OrderId(order));
    }

    /** Delivered, worth 156.40; its commission of 7.82 is pending. */
    private PlaceOrder order(String id) {
        return TestLedger.order(organisation, id, "uk", 15_640, OrderStatus.SUCCESSFUL, MARCH);
    }

    private ConfirmCommission confirm(String order, @Nullable Long amount) {
        return new ConfirmCommission(
                stream(order), null, amount == null ? null : Money.ofMinor(amount, GBP), false, false, null, MARCH);
    }

    private AmendCommission amend(String order, long amount) {
        return new AmendCommission(
                stream(order), null, Money.ofMinor(amount, GBP), ReasonCode.INCORRECT_AMOUNT, null, null, MARCH);
    }

    private static Item item(LedgerCommand command) {
        return new Item(command.stream(), () -> Draft.of(command));
    }

    private static RequestKey key(String key, String request) {
        return new RequestKey("client", key, request.getBytes(StandardCharsets.UTF_8));
    }

    private List<OrderEvent> events(String order) {
        return here.core.reader().stream(stream(order), 0, 1_000).stream()
                .map(event -> (OrderEvent) here.core.eventCodec().decode(event))
                .toList();
    }

    private long head() {
        return here.core.reader().head();
    }

    @Nested
    class AtOnce {

        @Test
        void oneOfManyConfirmationsSucceeds() throws Exception {
            here.run(organisation, order("1"));
            assertOneOf(200, i -> here);
        }

        @Test
        void oneOfManyConfirmationsSucceedsOnTwoNodes() throws Exception {
            here.run(organisation, order("1"));
            assertOneOf(200, i -> i % 2 == 0 ? here : elsewhere);
        }

        private interface Nodes {
            TestLedger node(int client);
        }

        private void assertOneOf(int clients, Nodes nodes) throws Exception {
            int succeeded = 0;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Reply.Fresh>> replies = IntStream.range(0, clients)
                        .mapToObj(i -> threads.submit(() -> nodes.node(i).run(organisation, confirm("1", null))))
                        .toList();
                for (Future<Reply.Fresh> reply : replies) {
                    Result result = reply.get().result();
                    if (result.refusal() == null) {
                        succeeded++;
                    } else {
                        assertThat(result.refusal()).isExactlyInstanceOf(IllegalCommissionTransition.class);
                        assertThat(result.refusal().isAlreadyAsAsked()).isTrue();
                        assertThat(result.changed()).isFalse();
                    }
                }
            }
            assertThat(succeeded).isEqualTo(1);
            assertThat(events("1")).hasSize(2);
        }

        @Test
        void partsAddUpToTheWhole() throws Exception {
            here.run(organisation, order("1"));
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Reply.Fresh>> replies = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    replies.add(threads.submit(() -> here.run(organisation, confirm("1", 10L))));
                }
                int succeeded = 0;
                for (Future<Reply.Fresh> reply : replies) {
                    succeeded += reply.get().result().refusal() == null ? 1 : 0;
                }
                assertThat(succeeded).isEqualTo(78); // of 782, ten at a time
            }
            assertThat(events("1").getLast().commission().paid()).isEqualTo(780);
        }
    }

    @Nested
    class Single {

        @Test
        void answersWithWhatWasDecidedAndWhereItStands() {
            Reply.Fresh reply = here.run(organisation, order("1"));
            assertThat(reply.result().changed()).isTrue();
            assertThat(reply.result().value()).isInstanceOf(OrderState.class);
            assertThat(reply.receipt().position()).isEqualTo(head());
        }

        @Test
        void writesNothingWhenNothingChanges() {
            here.run(organisation, order("1"));
            long before = head();
            Reply.Fresh again = here.run(organisation, order("1"));
            assertThat(again.result().refusal()).isNull();
            assertThat(again.result().changed()).isFalse();
            assertThat(head()).isEqualTo(before);
        }

        @Test
        void answersForAMissingStreamAsTheCommandSays() {
            assertThat(here.run(organisation, confirm("none", null)).result().refusal())
                    .isExactlyInstanceOf(UnknownOrder.class);
        }

        @Test
        void keepsOrganisationsApart() {
            here.run(organisation, order("1"));
            OrganisationId other = new OrganisationId("other");
            var foreign = new ConfirmCommission(
                    OrderCommand.stream(other, new OrderId("1")), null, null, false, false, null, MARCH);
            assertThat(here.run(other, foreign).result().refusal()).isExactlyInstanceOf(UnknownOrder.class);
        }
    }

    @Nested
    class Group {

        private GroupReply.Fresh run(boolean atomic, LedgerCommand... commands) {
            List<Item> items = List.of(commands).stream().map(LedgerTest::item).toList();
            return (GroupReply.Fresh) here.ledger()
                    .executeGroup(
                            context(organisation), items, atomic, null, (r, p) -> new StoredAnswer(200, null, ""));
        }

        @Test
        void appliesItemsInOrderAndGoesOnAfterARefusal() {
            GroupReply.Fresh reply = run(
                    false,
                    order("1"),
                    confirm("1", 300L),
                    confirm("none", null),
                    TestLedger.order(organisation, "2", "uk", 0, OrderStatus.SUCCESSFUL, MARCH),
                    confirm("1", null),
                    confirm("1", null),
                    order("1"),
                    order("3"));

            assertThat(reply.results())
                    .extracting(Result::changed)
                    .containsExactly(true, true, false, false, true, false, false, true);
            assertThat(reply.results().get(2).refusal()).isExactlyInstanceOf(UnknownOrder.class);
            assertThat(reply.results().get(3).refusal()).isExactlyInstanceOf(InvalidOrderValue.class);
            assertThat(reply.results().get(5).refusal()).isExactlyInstanceOf(IllegalCommissionTransition.class);
            assertThat(reply.results().get(6).refusal()).isNull();
            assertThat(events("1")).hasSize(3);
            assertThat(events("1").getLast().commission().paid()).isEqualTo(782);
            assertThat(events("2")).isEmpty();
            assertThat(events("3")).hasSize(1);
            assertThat(reply.receipt().position()).isEqualTo(head());
        }

        @Test
        void refusesAllForOneRefusalWhenAtomic() {
            here.run(organisation, order("1"));
            long before = head();
            GroupReply.Fresh reply = run(true, order("2"), confirm("1", 783L), confirm("1", null));

            assertThat(head()).isEqualTo(before);
            assertThat(events("2")).isEmpty();
            assertThat(reply.results()).extracting(r -> r.refusal() == null).containsExactly(true, false, true);
            assertThat(here.run(organisation, confirm("1", 782L)).result().refusal())
                    .as("nothing of a refused group is remembered")
                    .isNull();
        }

        @Test
        void takesWhatCouldNotBeCreatedForMissing() {
            GroupReply.Fresh reply = run(
                    false,
                    TestLedger.order(organisation, "1", "uk", 0, OrderStatus.SUCCESSFUL, MARCH),
                    confirm("1", null),
                    order("1"),
                    confirm("1", null));
            assertThat(reply.results().get(0).refusal()).isExactlyInstanceOf(InvalidOrderValue.class);
            assertThat(reply.results().get(1).refusal()).isExactlyInstanceOf(UnknownOrder.class);
            assertThat(reply.results()).extracting(Result::changed).containsExactly(false, false, true, true);
        }

        @Test
        void isNotStoppedByWhatIsAlreadyAsAskedWhenAtomic() {
            here.run(organisation, order("1"));
            here.run(organisation, confirm("1", null));
            GroupReply.Fresh reply = run(true, confirm("1", null), order("2"));

            assertThat(reply.results().getFirst().refusal()).isNotNull();
            assertThat(events("2")).hasSize(1);
        }

        @Test
        void isDecidedAgainWhenAnotherNodeWasFirst() {
            here.run(organisation, order("1"));
            run(false, amend("1", 782));
            AtomicInteger drafts = new AtomicInteger();
            Drafting late = () -> {
                if (drafts.incrementAndGet() == 1) {
                    CompletableFuture.runAsync(() -> elsewhere.run(organisation, confirm("1", 700L)))
                            .join();
                }
                return Draft.of(confirm("1", 100L));
            };
            GroupReply.Fresh reply = (GroupReply.Fresh) here.ledger()
                    .executeGroup(
                            context(organisation),
                            List.of(new Item(stream("1"), late)),
                            false,
                            null,
                            (r, p) -> new StoredAnswer(200, null, ""));
            assertThat(drafts).hasValue(2);
            assertThat(reply.results().getFirst().refusal()).isExactlyInstanceOf(ExceedsPending.class);
            assertThat(events("1")).hasSize(2);
        }
    }

    /** What this node has cached turns out to be old: another node was there in between. */
    @Nested
    class OldNews {

        private double conflicts() {
            return here.meters().counter("ledger.append.conflicts").count();
        }

        @Test
        void anAcceptanceIsDecidedAgain() {
            here.run(organisation, order("1"));
            here.run(organisation, amend("1", 782));
            elsewhere.run(organisation, confirm("1", 300L));
            double before = conflicts();

            assertThat(here.run(organisation, confirm("1", null)).result().refusal())
                    .isNull();
            assertThat(events("1").getLast())
                    .isInstanceOfSatisfying(
                            CommissionConfirmed.class,
                            e -> assertThat(e.amount()).isEqualTo(482));
            assertThat(conflicts()).as("decisions that rested on old news").isEqualTo(before + 1);
        }

        @Test
        void aRefusalIsDecidedAgain() {
            here.run(organisation, order("1"));
            here.run(organisation, amend("1", 782));
            elsewhere.run(organisation, amend("1", 900));
            double before = conflicts();

            assertThat(here.run(organisation, confirm("1", 800L)).result().refusal())
                    .isNull();
            assertThat(events("1").getLast().commission().pending()).isEqualTo(100);
            assertThat(conflicts()).as("decisions that rested on old news").isEqualTo(before + 1);
        }

        @Test
        void anAnswerThatNothingChangesIsDecidedAgain() {
            here.run(organisation, order("1"));
            here.run(organisation, amend("1", 782));
            elsewhere.run(organisation, amend("1", 900));
            double before = conflicts();

            assertThat(here.run(organisation, amend("1", 782)).result().changed())
                    .isTrue();
            assertThat(events("1").getLast().commission().pending()).isEqualTo(782);
            assertThat(conflicts()).as("decisions that rested on old news").isEqualTo(before + 1);
        }

        @Test
        void anOrderOnOldTermsIsDraftedAgain() {
            define(here, new CommissionPlan.Percent(500));
            here.core.catalogue().terms(organisation, PRODUCT, INTEGRATION);
            define(elsewhere, new CommissionPlan.Fixed(Money.ofMinor(99, GBP)));
            AtomicInteger drafts = new AtomicInteger();

            assertThat(place("1", drafts).refusal()).isNull();
            assertThat(drafts).hasValue(2);
            assertThat(events("1").getFirst().commission().expected()).isEqualTo(99);
        }

        @Test
        void aRefusalOnOldTermsIsDraftedAgain() {
            Money yen = Money.ofMinor(99, Currency.getInstance("JPY"));
            define(here, new CommissionPlan.Fixed(yen));
            here.core.catalogue().terms(organisation, PRODUCT, INTEGRATION);
            define(elsewhere, new CommissionPlan.Percent(1_000));
            AtomicInteger drafts = new AtomicInteger();

            assertThat(place("1", drafts).refusal()).isNull();
            assertThat(drafts).hasValue(2);
            assertThat(events("1").getFirst().commission().expected()).isEqualTo(1_564);
        }

        @Test
        void aDraftThatReadLessOfItsStreamThanTheDecisionIsMadeAgain() {
            here.run(organisation, order("1"));
            here.run(organisation, amend("1", 900));
            AtomicLong read = new AtomicLong(0);
            Drafting drafting =
                    () -> new Draft(confirm("1", 300L), Map.of(stream("1").stream(), read.getAndIncrement()));

            assertThat(here.ledger().execute(TestLedger.context(organisation), drafting, null))
                    .isInstanceOfSatisfying(
                            Reply.Fresh.class,
                            fresh -> assertThat(fresh.result().refusal()).isNull());
            assertThat(read).as("drafts").hasValue(2);
        }

        @Test
        void aRefusalOnTermsThatHoldStands() {
            define(here, new CommissionPlan.Fixed(Money.ofMinor(99, Currency.getInstance("JPY"))));
            AtomicInteger drafts = new AtomicInteger();
            assertThat(place("1", drafts).refusal()).isExactlyInstanceOf(PlanCurrencyMismatch.class);
            assertThat(drafts).hasValue(1);
            assertThat(events("1")).isEmpty();
        }

        @Test
        void whatDoesNotExistIsNotCached() {
            ProductId later = new ProductId("later");
            Drafting drafting = () -> new Draft(
                    order("1"),
                    here.core
                            .catalogue()
                            .terms(organisation, later, INTEGRATION)
                            .basis());
            assertThat(result(drafting).refusal()).isExactlyInstanceOf(UnknownCatalogueEntry.class);
            elsewhere.run(
                    organisation,
                    new DefineProduct(
                            CatalogueCommand.productStream(organisation, later),
                            later,
                            "Later",
                            GIFTS,
                            PROVIDER,
                            null,
                            MARCH));
            assertThat(result(drafting).refusal()).isNull();
        }

        private Result result(Drafting drafting) {
            return ((Reply.Fresh) here.ledger().execute(context(organisation), drafting, null)).result();
        }

        private void define(TestLedger node, CommissionPlan plan) {
            node.run(
                    organisation,
                    new DefineProduct(
                            CatalogueCommand.productStream(organisation, PRODUCT),
                            PRODUCT,
                            "Giftware",
                            GIFTS,
                            PROVIDER,
                            plan,
                            MARCH));
        }

        /** An order of the product on whatever terms this node knows. */
        private Result place(String id, AtomicInteger drafts) {
            return result(() -> {
                drafts.incrementAndGet();
                Catalogue.Terms terms = here.core.catalogue().terms(organisation, PRODUCT, INTEGRATION);
                CommissionPlan plan = terms.plan();
                Money value = Money.ofMinor(15_640, GBP);
                Money expected;
                try {
                    expected = plan == null ? Money.zero(GBP) : plan.commissionOn(value);
                } catch (PlanCurrencyMismatch refusal) {
                    return Draft.refused(refusal, terms.basis());
                }
                PlaceOrder o = order(id);
                return new Draft(
                        new PlaceOrder(
                                o.stream(),
                                o.orderId(),
                                INTEGRATION,
                                PRODUCT,
                                terms.category(),
                                terms.provider(),
                                o.customerId(),
                                false,
                                value,
                                OrderStatus.SUCCESSFUL,
                                expected,
                                false,
                                MARCH,
                                true),
                        terms.basis());
            });
        }
    }

    @Nested
    class Keys {

        private Reply execute(TestLedger node, String key, String request, LedgerCommand command) {
            Keyed keyed = new Keyed(
                    key(key, request),
                    (result, receipt) -> new StoredAnswer(201, "/x", request + "@" + receipt.position()));
            return node.ledger().execute(context(organisation), () -> Draft.of(command), keyed);
        }

        @Test
        void giveTheFirstAnswerAgainOnAnyNode() {
            Reply.Fresh first = (Reply.Fresh) execute(here, "k", "place", order("1"));
            long before = head();
            for (TestLedger node : List.of(here, elsewhere)) {
                assertThat(execute(node, "k", "other", order("2")))
                        .isInstanceOfSatisfying(Reply.Repeated.class, repeated -> {
                            assertThat(repeated.answer()).isEqualTo(first.answer());
                            assertThat(repeated.position())
                                    .isEqualTo(first.receipt().position());
                            assertThat(repeated.fingerprint()).asString().isEqualTo("place");
                        });
            }
            assertThat(head()).isEqualTo(before);
            assertThat(events("2")).isEmpty();
        }

        @Test
        void keepARefusalToo() {
            execute(here, "k", "confirm", confirm("1", null));
            here.run(organisation, order("1"));
            assertThat(execute(here, "k", "confirm", confirm("1", null))).isInstanceOf(Reply.Repeated.class);
            assertThat(events("1")).hasSize(1);
        }

        @Test
        void leaveNothingOfARepeatedRequestBehind() {
            here.run(organisation, order("1"));
            execute(here, "k", "confirm", confirm("1", 300L));
            execute(here, "k", "confirm", confirm("1", 300L));
            here.run(organisation, confirm("1", null));
            assertThat(events("1").getLast())
                    .isInstanceOfSatisfying(
                            CommissionConfirmed.class,
                            e -> assertThat(e.amount()).isEqualTo(482));
        }

        @Test
        void holdForGroupsAlsoForRefusedOnes() {
            for (boolean refused : new boolean[] {false, true}) {
                List<Item> items = refused
                        ? List.of(item(order("3")), item(confirm("none", null)))
                        : List.of(item(order("1")), item(order("2")));
                RequestKey key = key("group-" + refused, "g");
                GroupReply first = here.ledger()
                        .executeGroup(
                                context(organisation),
                                items,
                                true,
                                key,
                                (r, p) -> new StoredAnswer(200, null, "first"));
                long before = head();
                GroupReply again = elsewhere
                        .ledger()
                        .executeGroup(
                                context(organisation),
                                items,
                                true,
                                key,
                                (r, p) -> new StoredAnswer(200, null, "again"));
                assertThat(first).isInstanceOf(GroupReply.Fresh.class);
                assertThat(again)
                        .isInstanceOfSatisfying(
                                GroupReply.Repeated.class,
                                r -> assertThat(r.answer().body()).isEqualTo("first"));
                assertThat(head()).isEqualTo(before);
            }
            assertThat(events("3")).isEmpty();
        }
    }

    @Nested
    class AtTheEnd {

        private final StreamId category = CatalogueCommand.categoryStream(organisation, GIFTS);

        private Append named(String name) {
            CategoryDefined event = new CategoryDefined(GIFTS, name, MARCH);
            return new Append(
                    organisation,
                    List.of(new NewEvent(
                            UuidV7.next(),
                            category.stream(),
                            NewEvent.AT_END,
                            "category.defined",
                            1,
                            event.at(),
                            here.core.eventCodec().encode(event),
                            "{}")),
                    Map.of(),
                    null);
        }

        @Test
        void eventsOfManyWritersOnTwoNodesFindTheirPlaces() throws Exception {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Append.Outcome>> outcomes = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    TestLedger node = i % 2 == 0 ? here : elsewhere;
                    Append append = named("name " + i);
                    outcomes.add(threads.submit(
                            () -> node.core.appender().submit(append).join()));
                }
                for (Future<Append.Outcome> outcome : outcomes) {
                    assertThat(outcome.get()).isInstanceOf(Append.Outcome.Appended.class);
                }
            }
            assertThat(here.core.reader().stream(category, 0, 1_000))
                    .extracting(RecordedEvent::streamSequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(0, 200).boxed().toList());
        }

        @Test
        void aDecisionThatDidNotSeeThemIsMadeAgain() {
            DefineCategory same = new DefineCategory(category, GIFTS, "Gifts", MARCH);
            assertThat(here.run(organisation, same).result().changed()).isFalse();
            elsewhere.core.appender().submit(named("Presents")).join();
            assertThat(here.run(organisation, same).result().changed()).isTrue();
        }
    }
}
