package org.commissionledger.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.testing.TestLedger.DEMO;
import static org.commissionledger.testing.TestLedger.MARCH;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.commissionledger.command.Ledger.Reply;
import org.commissionledger.customer.CustomerCommand.ErasePersonalData;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.Erasures;
import org.commissionledger.person.Person;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stops in between: who is forgotten in the history has no key in the end. */
class ErasureTest {

    private static final CustomerId ADA = new CustomerId("ada");
    private static final Person PERSON = CustomerCommand.person(DEMO, ADA);

    @TempDir
    private Path directory;

    private final TestDatabase database = TestDatabase.migrated();
    private final TestLedger here = new TestLedger(database);
    private final TestLedger there = new TestLedger(database);
    private PersonKeys keys;
    private PersonKeys keysThere;

    @BeforeEach
    void someoneIsKnown() {
        keys = keys(here);
        keysThere = keys(there);
        Identification identification = new Identification(
                DEMO, ADA, new PersonalDetails(new EmailAddress("ada@example.org"), null), List.of(), MARCH);
        here.ledger()
                .executeGroup(
                        TestLedger.context(DEMO),
                        identification.items(keys),
                        true,
                        null,
                        (results, receipt) -> new StoredAnswer(200, null, ""));
    }

    @AfterEach
    void close() {
        there.close();
        here.close();
    }

    private PersonKeys keys(TestLedger node) {
        return PersonKeys.withKeyFile(node.pool(), node.core.watcher(), directory.resolve("keys"));
    }

    private static Erasures erasures(TestLedger node, PersonKeys keys, Clock clock) {
        ForgottenCustomers forgotten = new ForgottenCustomers(
                node.core.reader(), node.core.eventCodec().types());
        return new Erasures(node.pool(), keys, forgotten, clock);
    }

    private Erasures erasures() {
        return erasures(here, keys, Clock.systemUTC());
    }

    private Erasures erasuresThere() {
        return erasures(there, keysThere, Clock.systemUTC());
    }

    private static boolean decide(TestLedger node) {
        Reply.Fresh reply = node.run(DEMO, new ErasePersonalData(CustomerCommand.stream(DEMO, ADA), ADA, true, MARCH));
        return reply.result().refusal() == null;
    }

    private long count(String from) {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isOpen() {
        return keys(here).find(PERSON).isPresent();
    }

    @Test
    void destroysTheKeyOnceItIsDecided() {
        assertThat(erasures().erase(PERSON, () -> decide(here), decided -> decided))
                .isTrue();
        assertThat(keys.isDestroyed(PERSON)).isTrue();
        assertThat(count("ledger.erasure_note")).isZero();
        assertThat(erasures().erase(PERSON, () -> decide(there), decided -> decided))
                .isTrue();
        assertThat(count("ledger.event where type = 'customer.personal-data-erased'"))
                .isEqualTo(1);
    }

    @Test
    void leavesAPersonAloneWhoIsNotToBeForgotten() {
        assertThat(erasures().erase(PERSON, () -> false, decided -> decided)).isFalse();
        assertThat(count("ledger.erasure_note")).isZero();
        assertThat(isOpen()).isTrue();
    }

    @Test
    void isFinishedByAnotherNodeWhenTheFirstEndsInBetween() {
        assertThatThrownBy(() -> erasures()
                        .erase(
                                PERSON,
                                () -> {
                                    decide(here);
                                    throw new IllegalStateException("the node has ended");
                                },
                                decided -> true))
                .hasMessage("the node has ended");
        assertThat(isOpen()).isTrue();

        assertThat(erasuresThere().catchUp()).isEqualTo(1);
        assertThat(keysThere.isDestroyed(PERSON)).isTrue();
        await().atMost(Duration.ofSeconds(5)).until(() -> keys.find(PERSON).isEmpty());
        assertThat(count("ledger.erasure_note")).isZero();
        assertThat(erasuresThere().catchUp()).isZero();
    }

    @Test
    void isNotFinishedWhenNothingWasDecided() {
        assertThatThrownBy(() -> erasures()
                        .erase(
                                PERSON,
                                () -> {
                                    throw new IllegalStateException("the node has ended");
                                },
                                decided -> true))
                .isInstanceOf(IllegalStateException.class);
        assertThat(erasuresThere().catchUp()).isZero();
        assertThat(count("ledger.erasure_note")).as("it may yet be decided").isEqualTo(1);

        Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofHours(25));
        assertThat(erasures(there, keysThere, tomorrow).catchUp()).isZero();
        assertThat(count("ledger.erasure_note")).isZero();
        assertThat(isOpen()).isTrue();
    }

    @Test
    void happensOnceWhenManyAskOnSeveralNodesAtOnce() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                TestLedger node = i % 2 == 0 ? here : there;
                Erasures one = i % 2 == 0 ? erasures() : erasuresThere();
                all.add(callers.submit(() -> one.erase(PERSON, () -> decide(node), decided -> decided)));
                callers.submit(one::catchUp);
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(count("ledger.event where type = 'customer.personal-data-erased'"))
                .isEqualTo(1);
        assertThat(count("ledger.erasure_note")).isZero();
        assertThat(keys.isDestroyed(PERSON)).isTrue();
    }
}
