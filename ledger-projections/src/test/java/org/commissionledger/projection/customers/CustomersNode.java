package org.commissionledger.projection.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.testing.TestLedger.context;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commissionledger.command.Ledger.GroupReply;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerCommand.ErasePersonalData;
import org.commissionledger.customer.CustomerEventId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.EventName;
import org.commissionledger.customer.Identification;
import org.commissionledger.customer.Occurrence;
import org.commissionledger.customer.PersonalDetails;
import org.commissionledger.eventstore.RequestKey;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationCommand;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.OrganisationCommand.CreateOrganisation;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Settings;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.PersonName;
import org.commissionledger.projection.engine.Comparison;
import org.commissionledger.projection.engine.Difference;
import org.commissionledger.projection.engine.Projections;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;

/** One of several nodes that take customers' events in and fold them. */
final class CustomersNode implements AutoCloseable {

    static final OrganisationId DEMO = TestLedger.DEMO;
    static final Instant MARCH = TestLedger.MARCH;
    static final String NAME = CustomersProjection.NAME;

    final TestLedger ledger;
    final PersonKeys keys;
    final Projections projections;
    final CustomerQueries customers;
    final TimelineQueries timelines;

    CustomersNode(TestDatabase database, Path keyFile) {
        ledger = new TestLedger(database);
        keys = PersonKeys.withKeyFile(ledger.pool(), ledger.core.watcher(), keyFile);
        projections = new Projections(
                        List.of(new CustomersProjection(ledger.core.eventCodec(), keys)),
                        ledger.pool(),
                        ledger.core,
                        new Projections.Settings(50, 4),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry())
                .start();
        customers = new CustomerQueries(ledger.pool());
        timelines = new TimelineQueries(ledger.pool(), LedgerCore.codec());
    }

    static Occurrence visit(String customer, String eventId, Instant at, @Nullable Map<String, ?> properties) {
        return new Occurrence(
                new CustomerId(customer), new CustomerEventId(eventId), EventName.VISITED, null, null, properties, at);
    }

    /** @return how many were not known before */
    long record(List<Occurrence> occurrences) {
        RequestKey key = new RequestKey("test", UuidV7.next().toString(), new byte[0]);
        GroupReply reply = ledger.core
                .customerEvents()
                .record(context(DEMO), occurrences, false, key, (results, receipt) -> new StoredAnswer(200, null, ""));
        return ((GroupReply.Fresh) reply)
                .results().stream().filter(result -> result.changed()).count();
    }

    /** Between the tables and what follows from the history. */
    List<Difference> differences() {
        Comparison comparison = projections.compare(List.of(NAME), DEMO, 5).getFirst();
        assertThat(comparison.fault()).isNull();
        return comparison.differences();
    }

    void visits(String customer, String eventId, @Nullable Map<String, ?> properties) {
        assertThat(record(List.of(visit(customer, eventId, MARCH, properties)))).isEqualTo(1);
    }

    /** @return whether it was decided so */
    boolean identifies(String customer, @Nullable String name, String... anonymous) {
        PersonalDetails details = new PersonalDetails(
                new EmailAddress(customer + "@example.org"), name == null ? null : new PersonName(name));
        List<CustomerId> from = Stream.of(anonymous).map(CustomerId::new).toList();
        GroupReply reply = ledger.ledger()
                .executeGroup(
                        context(DEMO),
                        new Identification(DEMO, new CustomerId(customer), details, from, MARCH).items(keys),
                        true,
                        null,
                        (results, receipt) -> new StoredAnswer(200, null, ""));
        return ((GroupReply.Fresh) reply).results().stream().allMatch(result -> result.refusal() == null);
    }

    /** As the service does: first the event, then the key. */
    void erases(String customer) {
        decidesToErase(customer);
        keys.destroy(CustomerCommand.person(DEMO, new CustomerId(customer)));
    }

    void decidesToErase(String customer) {
        CustomerId id = new CustomerId(customer);
        ledger.run(DEMO, new ErasePersonalData(CustomerCommand.stream(DEMO, id), id, true, MARCH));
    }

    /** Founds the organisation, which lets in these properties. */
    void allows(String... properties) {
        StreamId stream = OrganisationCommand.stream(DEMO);
        ledger.run(DEMO, new CreateOrganisation(stream, DEMO, "Demo", MARCH));
        ledger.run(DEMO, new ChangeSettings(stream, new Settings(null, null, null, List.of(properties)), MARCH));
    }

    void caughtUp() {
        assertThat(projections.await(NAME, ledger.core.reader().head(), Duration.ofSeconds(60)))
                .isTrue();
    }

    CustomerRow row(String customer) {
        return customers.find(DEMO.value(), customer).orElseThrow();
    }

    List<TimelineQueries.Entry> timeline(String customer) {
        return timelines.list(DEMO.value(), customer, null, 500);
    }

    void assertEqualsItsRebuild(String why) {
        String live = projections.digest(NAME);
        projections.rebuild(NAME);
        assertThat(projections.digest(NAME)).as(why).isEqualTo(live);
    }

    @Override
    public void close() {
        projections.close();
        ledger.close();
    }
}
