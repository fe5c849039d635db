package org.commissionledger.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.commissionledger.testing.TestLedger.MARCH;
import static org.commissionledger.testing.TestLedger.context;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.customer.CustomerCommand.ErasePersonalData;
import org.commissionledger.customer.CustomerEvent.CustomerIdentified;
import org.commissionledger.customer.CustomerEvent.CustomerMerged;
import org.commissionledger.customer.CustomerEvent.CustomerMergedInto;
import org.commissionledger.customer.CustomerEvent.EventRecorded;
import org.commissionledger.customer.CustomerEvent.PersonalDataErased;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.LedgerEvent;
import org.commissionledger.eventstore.NewEvent;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.PersonName;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One decision over the streams of several customers, on two nodes. */
class IdentificationTest {

    private static final CustomerId KNOWN = new CustomerId("c-1");
    private static final CustomerId OTHER = new CustomerId("c-2");
    private static final CustomerId ANONYMOUS = new CustomerId("a-1");
    private static final CustomerId SECOND = new CustomerId("a-2");
    private static final AtomicInteger ORGANISATIONS = new AtomicInteger();

    @TempDir
    private static Path directory;

    private static TestDatabase database;
    private static TestLedger here;
    private static TestLedger elsewhere;
    private static PersonKeys keys;
    private static PersonKeys keysElsewhere;

    private final OrganisationId organisation = new OrganisationId("demo-" + ORGANISATIONS.incrementAndGet());

    @BeforeAll
    static void start() {
        database = TestDatabase.migrated();
        here = new TestLedger(database);
        elsewhere = new TestLedger(database);
        Path file = directory.resolve("ledger.keys");
        keys = PersonKeys.withKeyFile(here.pool(), here.core.watcher(), file);
        keysElsewhere = PersonKeys.withKeyFile(elsewhere.pool(), elsewhere.core.watcher(), file);
    }

    @AfterAll
    static void close() {
        elsewhere.close();
        here.close();
    }

    private Identification identification(
            CustomerId customer, String email, @Nullable String name, CustomerId... mergeFrom) {
        PersonalDetails details =
                new PersonalDetails(new EmailAddress(email), name == null ? null : new PersonName(name));
        return new Identification(organisation, customer, details, List.of(mergeFrom), MARCH);
    }

    private GroupReply.Fresh run(TestLedger node, Identification identification) {
        PersonKeys of = node == here ? keys : keysElsewhere;
        return (GroupReply.Fresh) node.ledger()
                .executeGroup(
                        context(organisation),
                        identification.items(of),
                        true,
                        null,
                        (results, receipt) -> new StoredAnswer(200, null, ""));
    }

    private GroupReply.Fresh identify(CustomerId customer, String email, CustomerId... mergeFrom) {
        return run(here, identification(customer, email, null, mergeFrom));
    }

    private Result erase(TestLedger node, CustomerId customer, boolean seen) {
        StreamId stream = CustomerCommand.stream(organisation, customer);
        return node.run(organisation, new ErasePersonalData(stream, customer, seen, MARCH))
                .result();
    }

    private List<LedgerEvent> events(CustomerId customer) {
        return here.core.reader().stream(CustomerCommand.stream(organisation, customer), 0, 1_000).stream()
                .map(here.core.eventCodec()::decode)
                .toList();
    }

    private static @Nullable String code(GroupReply.Fresh reply) {
        return reply.results().stream()
                .filter(r -> r.refusal() != null)
                .map(r -> r.refusal().code())
                .findFirst()
                .orElse(null);
    }

    private static CustomerState state(GroupReply.Fresh reply) {
        return (CustomerState) Objects.requireNonNull(reply.results().getFirst().value());
    }

    @Test
    void sealsWhatIdentifiesThePerson() {
        run(here, identification(KNOWN, "Ada@Example.org", "Ada Lovelace"));
        CustomerIdentified event = (CustomerIdentified) events(KNOWN).getFirst();
        PersonalDetails opened = event.open(
                keysElsewhere.find(CustomerCommand.person(organisation, KNOWN)).orElseThrow(),
                CustomerCommand.stream(organisation, KNOWN));
        assertThat(opened.email().value()).isEqualTo("Ada@Example.org");
        assertThat(opened.name()).isEqualTo(new PersonName("Ada Lovelace"));
        assertThat(here.core.reader().stream(CustomerCommand.stream(organisation, KNOWN), 0, 10))
                .allSatisfy(stored -> assertThat(stored.payload()).doesNotContainIgnoringCase("ada"));
    }

    /** Tables, indexes and the write-ahead log of the whole server; not possible where it runs in a container. */
    @Test
    void nothingOfItIsInTheServersFiles() throws Exception {
        run(here, identification(KNOWN, "Wilhelmina.Quastenflosser@example.org", "Wilhelmina Quastenflosser"));
        String directory;
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
            try (ResultSet row = statement.executeQuery("show data_directory")) {
                row.next();
                directory = row.getString(1);
            }
        }
        assumeTrue(Files.isReadable(Path.of(directory, "PG_VERSION")));
        Pattern person = Pattern.compile("wilhelmina|quastenflosser", Pattern.CASE_INSENSITIVE);
        boolean eventFound = false;
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(person.matcher(bytes).find()).as("%s", file).isFalse();
                eventFound |= bytes.contains("customer.identified");
            }
        }
        assertThat(eventFound).as("the search finds what is there").isTrue();
    }

    @Test
    void isNoNewsWithTheSameDetails() {
        run(here, identification(KNOWN, "ada@example.org", "Ada", ANONYMOUS));
        GroupReply.Fresh again = run(elsewhere, identification(KNOWN, " ada@example.org", "Ada ", ANONYMOUS));
        assertThat(again.results()).allSatisfy(r -> {
            assertThat(r.refusal()).isNull();
            assertThat(r.changed()).isFalse();
        });
        run(elsewhere, identification(KNOWN, "ada@example.org", null));
        assertThat(events(KNOWN)).hasSize(3);
    }

    @Test
    void mergesOnBothSides() {
        GroupReply.Fresh reply = identify(KNOWN, "ada@example.org", ANONYMOUS, SECOND, ANONYMOUS);
        assertThat(state(reply).merged()).isEqualTo(Set.of(ANONYMOUS, SECOND));
        assertThat(events(KNOWN).subList(1, 3))
                .containsExactly(new CustomerMerged(KNOWN, ANONYMOUS, MARCH), new CustomerMerged(KNOWN, SECOND, MARCH));
        assertThat(events(ANONYMOUS)).containsExactly(new CustomerMergedInto(ANONYMOUS, KNOWN, MARCH));
        assertThat(events(SECOND)).containsExactly(new CustomerMergedInto(SECOND, KNOWN, MARCH));
    }

    @Test
    void isRefusedAsAWhole() {
        identify(OTHER, "eve@example.org", SECOND);
        assertThat(code(identify(KNOWN, "ada@example.org", ANONYMOUS, OTHER))).isEqualTo("customer.already-identified");
        assertThat(code(identify(KNOWN, "ada@example.org", ANONYMOUS, SECOND))).isEqualTo("customer.already-merged");
        assertThat(code(identify(SECOND, "ada@example.org", ANONYMOUS))).isEqualTo("customer.already-merged");
        assertThat(events(KNOWN)).isEmpty();
        assertThat(events(ANONYMOUS)).isEmpty();
        assertThat(code(identify(KNOWN, "ada@example.org", ANONYMOUS)))
                .as("nothing of a refused one is remembered")
                .isNull();
    }

    @Test
    void knowsItsLimits() {
        assertThatExceptionOfType(MergeWithItself.class)
                .isThrownBy(() -> identification(KNOWN, "ada@example.org", null, ANONYMOUS, KNOWN));
        CustomerId[] many =
                IntStream.range(0, 101).mapToObj(i -> new CustomerId("a-" + i)).toArray(CustomerId[]::new);
        assertThatIllegalArgumentException().isThrownBy(() -> identification(KNOWN, "ada@example.org", null, many));
    }

    @Nested
    class AtOnce {

        @Test
        void oneOfManyKnownCustomersGetsTheAnonymousOne() throws Exception {
            for (int round = 0; round < 10; round++) {
                CustomerId anonymous = new CustomerId("wanted-" + round);
                List<CustomerId> known = IntStream.range(0, 8)
                        .mapToObj(i -> new CustomerId("k-" + i + "-" + anonymous))
                        .toList();
                List<GroupReply.Fresh> replies = new ArrayList<>();
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<GroupReply.Fresh>> all = new ArrayList<>();
                    for (int i = 0; i < known.size(); i++) {
                        TestLedger node = i % 2 == 0 ? here : elsewhere;
                        Identification one = identification(known.get(i), "p" + i + "@example.org", null, anonymous);
                        all.add(threads.submit(() -> run(node, one)));
                    }
                    for (Future<GroupReply.Fresh> one : all) {
                        replies.add(one.get());
                    }
                }
                assertThat(replies.stream().filter(r -> code(r) == null)).hasSize(1);
                assertThat(events(anonymous)).hasSize(1);
                CustomerMergedInto into = (CustomerMergedInto) events(anonymous).getFirst();
                for (CustomerId one : known) {
                    assertThat(events(one)).hasSize(one.equals(into.knownId()) ? 2 : 0);
                }
            }
        }

        @Test
        void aCustomerIsEitherIdentifiedOrMerged() throws Exception {
            for (int round = 0; round < 10; round++) {
                CustomerId both = new CustomerId("both-" + round);
                CustomerId known = new CustomerId("known-" + round);
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    Future<GroupReply.Fresh> identified =
                            threads.submit(() -> run(here, identification(both, "eve@example.org", null)));
                    Future<GroupReply.Fresh> merged =
                            threads.submit(() -> run(elsewhere, identification(known, "ada@example.org", null, both)));
                    assertThat(Stream.of(code(identified.get()), code(merged.get()))
                                    .filter(c -> c != null))
                            .hasSize(1);
                }
                assertThat(events(both)).hasSize(1);
            }
        }

        @Test
        void theCustomersOwnEventsNeverStandInTheWay() throws Exception {
            AtomicBoolean done = new AtomicBoolean();
            double before = here.meters().counter("ledger.append.conflicts").count();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Integer> recording = threads.submit(() -> {
                    int appended = 0;
                    while (!done.get()) {
                        here.core.appender().submit(recorded(KNOWN, 100)).join();
                        appended += 100;
                    }
                    return appended;
                });
                for (int i = 0; i < 20; i++) {
                    assertThat(code(identify(KNOWN, "ada" + i + "@example.org")))
                            .isNull();
                }
                done.set(true);
                assertThat(recording.get()).isPositive();
            }
            assertThat(here.meters().counter("ledger.append.conflicts").count()).isEqualTo(before);
            assertThat(events(KNOWN)).hasSize(20);
        }

        private Append recorded(CustomerId customer, int count) {
            List<NewEvent> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                EventRecorded event = new EventRecorded(
                        customer,
                        new CustomerEventId("e-" + i),
                        EventName.VISITED,
                        null,
                        null,
                        null,
                        null,
                        null,
                        MARCH);
                events.add(new NewEvent(
                        UuidV7.next(),
                        CustomerCommand.eventsStream(organisation, customer).stream(),
                        NewEvent.AT_END,
                        "customer.event-recorded",
                        1,
                        MARCH,
                        here.core.eventCodec().encode(event),
                        "{}"));
            }
            return new Append(organisation, events, Map.of(), null);
        }
    }

    @Nested
    class Erasure {

        @Test
        void isForGood() {
            identify(KNOWN, "ada@example.org", ANONYMOUS);
            assertThat(erase(elsewhere, KNOWN, false).refusal()).isNull();
            assertThat(keysElsewhere.destroy(CustomerCommand.person(organisation, KNOWN)))
                    .isTrue();

            assertThat(events(KNOWN).getLast()).isInstanceOf(PersonalDataErased.class);
            assertThat(code(identify(KNOWN, "ada@example.org"))).isEqualTo("customer.erased");
            assertThat(code(identify(OTHER, "eve@example.org", KNOWN))).isEqualTo("customer.erased");
            assertThat(erase(here, KNOWN, true).changed()).isFalse();
            assertThat(events(KNOWN)).hasSize(3);
        }

        @Test
        void refusesAnIdentificationAlsoBeforeTheKeyIsDestroyed() {
            identify(KNOWN, "ada@example.org");
            erase(elsewhere, KNOWN, false);
            assertThat(code(identify(KNOWN, "ada@example.org"))).isEqualTo("customer.erased");
        }

        @Test
        void refusesAnIdentificationWithoutAKey() {
            keys.destroy(CustomerCommand.person(organisation, KNOWN));
            assertThat(code(identify(KNOWN, "ada@example.org", ANONYMOUS))).isEqualTo("customer.erased");
            assertThat(events(ANONYMOUS)).isEmpty();
        }

        @Test
        void ofNobodyIsUnknown() {
            assertThat(erase(here, KNOWN, false).refusal()).isExactlyInstanceOf(UnknownCustomer.class);
            assertThat(erase(here, KNOWN, true).changed()).isTrue();
        }

        /** This node has never read the customer, and takes the stream for empty at first. */
        @Test
        void findsACustomerThatOnlyAnotherNodeKnows() {
            run(elsewhere, identification(KNOWN, "ada@example.org", null));
            Result result = erase(here, KNOWN, false);
            assertThat(result.refusal()).isNull();
            assertThat(result.changed()).isTrue();
        }
    }
}
