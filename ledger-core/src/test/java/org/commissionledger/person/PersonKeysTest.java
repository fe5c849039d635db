package org.commissionledger.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, each with the key file. */
class PersonKeysTest {

    private static final OrganisationId DEMO = TestLedger.DEMO;
    private static final AtomicInteger PERSONS = new AtomicInteger();

    @TempDir
    private Path directory;

    private TestDatabase database;
    private TestLedger hereLedger;
    private TestLedger thereLedger;
    private PersonKeys here;
    private PersonKeys there;

    private final Person person = person(DEMO, "c-" + PERSONS.incrementAndGet());
    private final Place email = new Place(person.stream(), "customer.identified/email");

    private static Person person(OrganisationId organisation, String id) {
        return new Person(StreamId.of(organisation, "customer", id));
    }

    private Path file() {
        return directory.resolve("ledger.keys");
    }

    private PersonKeys keys(TestLedger node) {
        return PersonKeys.withKeyFile(node.pool(), node.core.watcher(), file());
    }

    @BeforeEach
    void start() {
        database = TestDatabase.migrated();
        hereLedger = new TestLedger(database);
        thereLedger = new TestLedger(database);
        here = keys(hereLedger);
        there = keys(thereLedger);
    }

    @AfterEach
    void close() {
        thereLedger.close();
        hereLedger.close();
    }

    private List<String> query(String sql) {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Test
    void aKeyIsMadeOnceAndIsTheSameOnEveryNode() {
        Sealed sealed = here.seal(person, email, "ada@example.org").orElseThrow();
        assertThat(there.open(person, email, sealed)).contains("ada@example.org");
        assertThat(query("select count(*) from ledger.person_key")).containsExactly("1");
    }

    @Test
    void manyWhoAskAtOnceGetTheSameKey() throws Exception {
        Set<Fingerprint> fingerprints = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Fingerprint>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                PersonKeys node = i % 2 == 0 ? here : there;
                all.add(threads.submit(
                        () -> node.getOrMake(person).orElseThrow().fingerprint("test", List.of("ada"))));
            }
            for (Future<Fingerprint> one : all) {
                fingerprints.add(one.get());
            }
        }
        assertThat(fingerprints).hasSize(1);
    }

    @Test
    void personsDoNotShareKeys() {
        Fingerprint mine = here.getOrMake(person).orElseThrow().fingerprint("test", List.of("ada"));
        for (Person other : List.of(
                person(DEMO, "other"),
                person(new OrganisationId("other"), person.stream().stream().substring("customer/".length())))) {
            assertThat(here.getOrMake(other).orElseThrow().fingerprint("test", List.of("ada")))
                    .isNotEqualTo(mine);
        }
    }

    @Test
    void lookingForAKeyMakesNone() {
        assertThat(here.find(person)).isEmpty();
        assertThat(here.isDestroyed(person)).isFalse();
        assertThat(query("select person from ledger.person_key")).isEmpty();
    }

    @Test
    void manyAreFoundInOneLook() {
        List<Person> persons = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            persons.add(person(DEMO, "many-" + i));
        }
        persons.subList(0, 40).forEach(here::getOrMake);
        persons.subList(0, 10).forEach(here::destroy);
        Map<Person, PersonKey> found = there.find(persons);
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(persons.subList(10, 40));
        Person one = persons.get(20);
        Place place = new Place(one.stream(), "f");
        Sealed sealed = here.seal(one, place, "x").orElseThrow();
        assertThat(Objects.requireNonNull(found.get(one)).open(place, sealed)).isEqualTo("x");
    }

    @Test
    void aDestroyedKeyIsGoneOnEveryNodeAndNeverMadeAgain() {
        Sealed sealed = here.seal(person, email, "ada@example.org").orElseThrow();
        await().until(() -> thereLedger.core.watcher().isListening(PersonKeyTable.CHANNEL));
        assertThat(there.open(person, email, sealed)).isPresent();

        assertThat(here.destroy(person)).isTrue();
        assertThat(here.open(person, email, sealed)).isEmpty();
        await().atMost(Duration.ofSeconds(2))
                .until(() -> there.open(person, email, sealed).isEmpty());

        assertThat(there.destroy(person)).isFalse();
        assertThat(there.getOrMake(person)).isEmpty();
        assertThat(here.seal(person, email, "ada@example.org")).isEmpty();
        assertThat(here.isDestroyed(person)).isTrue();
        assertThat(query("select (wrapped is null and kek_id is null and destroyed_at is not null)::text"
                        + " from ledger.person_key"))
                .containsExactly("true");
    }

    @Test
    void whoNeverHadAKeyCanBeMarkedToo() {
        assertThat(here.destroy(person)).isTrue();
        assertThat(there.getOrMake(person)).isEmpty();
    }

    @Test
    void destroyingWhileOthersReadLeavesNobodyWithTheKey() throws Exception {
        for (int round = 0; round < 20; round++) {
            Person one = person(DEMO, "round-" + round);
            here.getOrMake(one);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    PersonKeys node = i % 2 == 0 ? here : there;
                    threads.submit(() -> node.find(one));
                }
                threads.submit(() -> here.destroy(one)).get();
            }
            assertThat(here.find(one)).isEmpty();
            await().atMost(Duration.ofSeconds(2)).until(() -> there.find(one).isEmpty());
        }
    }

    /** A node that hears nothing asks again after a second. */
    @Test
    void aDeafNodeForgetsSoon() {
        Sealed sealed = here.seal(person, email, "ada@example.org").orElseThrow();
        assertThat(there.open(person, email, sealed)).isPresent();
        thereLedger.core.watcher().close();
        here.destroy(person);
        await().atMost(Duration.ofSeconds(8))
                .until(() -> there.open(person, email, sealed).isEmpty());
    }

    @Test
    void theDatabaseItselfKeepsTheMark() {
        here.getOrMake(person);
        here.destroy(person);
        assertThatThrownBy(() -> database.asOwner("delete from ledger.person_key"))
                .hasStackTraceContaining("cannot be changed");
        assertThatThrownBy(() -> database.asOwner("truncate ledger.person_key"))
                .hasStackTraceContaining("cannot be changed");
        assertThatThrownBy(() -> database.asOwner(
                        "update ledger.person_key set wrapped = '\\x00', kek_id = 'k', destroyed_at = null"))
                .hasStackTraceContaining("cannot be changed");
    }

    @Test
    void theDatabaseHoldsOnlyWrappedKeys() throws Exception {
        assertThat(here.seal(person, email, "ada@example.org")).isPresent();
        String secrets = Files.readString(file());
        for (String stored : query("select encode(wrapped, 'base64') from ledger.person_key"
                + " union all select encode(mark, 'base64') from ledger.key_encryption")) {
            assertThat(secrets).doesNotContain(stored);
        }
        assertThat(query("select length(wrapped)::text from ledger.person_key")).containsExactly("60");
    }

    @Test
    void keysMoveToANewKeyEncryptionKeyWhileInUse() throws Exception {
        List<Person> persons = new ArrayList<>();
        List<Sealed> values = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            Person one = person(DEMO, "rotated-" + i);
            persons.add(one);
            values.add(
                    here.seal(one, new Place(one.stream(), "f"), "value " + i).orElseThrow());
        }
        here.destroy(persons.getFirst());
        KeyFile file = PersonKeys.keyFile(hereLedger.pool(), file());
        String old = file.newestKeyId();
        EmailHash hash = here.emailHash(DEMO, new EmailAddress("ada@example.org"));
        assertThat(here.wrappedBy()).containsExactly(Map.entry(old, 1_199L));

        String next = file.addKey();
        PersonKeys fresh = keys(thereLedger);
        assertThat(fresh.rewrap()).isEqualTo(1_199);
        assertThat(fresh.rewrap()).isZero();
        assertThat(fresh.wrappedBy()).containsExactly(Map.entry(next, 1_199L));
        file.removeKey(old);

        PersonKeys later = keys(thereLedger);
        for (int i = 1; i < persons.size(); i += 97) {
            Place place = new Place(persons.get(i).stream(), "f");
            assertThat(later.open(persons.get(i), place, values.get(i))).contains("value " + i);
            assertThat(here.open(persons.get(i), place, values.get(i))).contains("value " + i);
        }
        assertThat(later.find(persons.getFirst())).isEmpty();
        assertThat(later.emailHash(DEMO, new EmailAddress("ada@example.org"))).isEqualTo(hash);
    }

    @Test
    void aMissingKeyFileIsNotReplaced() throws Exception {
        Files.delete(file());
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> keys(thereLedger))
                .withMessageContaining("Put its copy back");
        assertThat(file()).doesNotExist();
    }

    @Test
    void anotherKeyFileIsRefused() throws Exception {
        Path other = directory.resolve("other.keys");
        KeyFile.open(other, false);
        assertThatExceptionOfType(KeysUnavailableException.class)
                .isThrownBy(() -> PersonKeys.withKeyFile(thereLedger.pool(), thereLedger.core.watcher(), other))
                .withMessageContaining("not the key file that this database was first used with");
    }

    @Test
    void aKeyThatWasMovedToAnotherPersonDoesNotOpen() {
        Person other = person(DEMO, "thief");
        here.getOrMake(person);
        here.getOrMake(other);
        database.asOwner("update ledger.person_key t set wrapped = s.wrapped from ledger.person_key s"
                + " where t.person = 'customer/thief' and s.person <> 'customer/thief'");
        PersonKeys fresh = keys(hereLedger);
        assertThatExceptionOfType(KeysUnavailableException.class).isThrownBy(() -> fresh.find(other));
        assertThat(fresh.find(person)).isPresent();
    }

    @Test
    void addressesAreLookedUpWithinTheirOrganisation() {
        EmailHash hash = here.emailHash(DEMO, new EmailAddress("Ada@Example.org"));
        assertThat(there.emailHash(DEMO, new EmailAddress("ada@example.ORG "))).isEqualTo(hash);
        assertThat(here.emailHash(new OrganisationId("other"), new EmailAddress("ada@example.org")))
                .isNotEqualTo(hash);
        assertThat(here.emailHash(DEMO, new EmailAddress("eve@example.org"))).isNotEqualTo(hash);
        assertThat(hash.value()).hasSize(43);
    }
}
