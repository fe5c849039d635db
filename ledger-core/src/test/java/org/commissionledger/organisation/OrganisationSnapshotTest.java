package org.commissionledger.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.commissionledger.command.Ledger.Result;
import org.commissionledger.eventstore.StreamId;
import org.commissionledger.organisation.OrganisationCommand.ChangeSettings;
import org.commissionledger.organisation.OrganisationCommand.CreateOrganisation;
import org.commissionledger.organisation.OrganisationCommand.RegisterClient;
import org.commissionledger.organisation.OrganisationCommand.RevokeClient;
import org.commissionledger.organisation.OrganisationEvent.Client;
import org.commissionledger.testing.TestDatabase;
import org.commissionledger.testing.TestLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each look at the organisation is by a node of its own, which has nothing cached. */
class OrganisationSnapshotTest {

    private static final OrganisationId DEMO = TestLedger.DEMO;
    private static final StreamId STREAM = OrganisationCommand.stream(DEMO);
    private static final Settings SETTINGS = new Settings("https://shop.example.org", "Shop", "#0b5fff");
    private static final Client ADMIN = client("admin", Role.ADMIN, null);
    private static final Client PROVIDER = client("provider", Role.PROVIDER, "germany");
    private static final Client PASSING = client("passing", Role.INGEST, null);

    private final TestDatabase database = TestDatabase.migrated();

    private static Client client(String id, Role role, @Nullable String provider) {
        return new Client(new ClientId(id), id, role, provider, null);
    }

    private static Result register(TestLedger node, Client client) {
        return node.run(DEMO, new RegisterClient(STREAM, client, TestLedger.MARCH))
                .result();
    }

    private static Result revoke(TestLedger node, Client client) {
        return node.run(DEMO, new RevokeClient(STREAM, client.clientId(), TestLedger.MARCH))
                .result();
    }

    private long count(String sql) {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @BeforeEach
    void growBeyondAHundredEvents() {
        try (TestLedger node = new TestLedger(database)) {
            node.run(DEMO, new CreateOrganisation(STREAM, DEMO, "Demo", TestLedger.MARCH));
            register(node, ADMIN);
            register(node, PROVIDER);
            node.run(DEMO, new ChangeSettings(STREAM, SETTINGS, TestLedger.MARCH));
            for (int i = 0; i < 60; i++) {
                register(node, PASSING);
                revoke(node, PASSING);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> count("select count(*) from ledger.snapshot") == 1);
        }
    }

    private void assertLoadedRight() {
        long before = count("select count(*) from ledger.event");
        try (TestLedger node = new TestLedger(database)) {
            assertThat(revoke(node, PASSING).refusal()).isExactlyInstanceOf(UnknownClient.class);
            assertThat(revoke(node, ADMIN).refusal()).isExactlyInstanceOf(LastAdmin.class);
            assertThat(register(node, PROVIDER).changed()).isFalse();
            assertThat(node.run(DEMO, new ChangeSettings(STREAM, SETTINGS, TestLedger.MARCH))
                            .result()
                            .changed())
                    .isFalse();
            assertThat(node.run(DEMO, new CreateOrganisation(STREAM, DEMO, "Demo", TestLedger.MARCH))
                            .result()
                            .refusal())
                    .isExactlyInstanceOf(DuplicateOrganisation.class);
        }
        assertThat(count("select count(*) from ledger.event")).isEqualTo(before);
    }

    @Test
    void aLongStreamHasOne() {
        assertThat(count("select stream_sequence from ledger.snapshot where organisation = 'demo'"
                        + " and stream = 'organisation/demo' and type = 'organisation' and revision = 3"))
                .isBetween(99L, 123L);
    }

    @Test
    void theOrganisationIsLoadedRightFromIt() {
        assertLoadedRight();
    }

    @Test
    void theOrganisationIsLoadedRightWithoutIt() {
        database.asOwner("delete from ledger.snapshot");
        assertLoadedRight();
    }

    @Test
    void oneOfAnotherRevisionIsPassedOver() {
        database.asOwner("update ledger.snapshot set revision = 99, payload = '{}'");
        assertLoadedRight();
    }

    @Test
    void itIsWhatIsReadWhileItIsThere() {
        database.asOwner("update ledger.snapshot set payload = replace(payload, '\"PROVIDER\"', '\"ADMIN\"')");
        try (TestLedger node = new TestLedger(database)) {
            assertThat(revoke(node, ADMIN).refusal()).isNull();
        }
    }

    @Test
    void whatCameAfterItCounts() {
        try (TestLedger node = new TestLedger(database)) {
            register(node, PASSING);
        }
        try (TestLedger node = new TestLedger(database)) {
            assertThat(revoke(node, PASSING).refusal()).isNull();
        }
    }
}
