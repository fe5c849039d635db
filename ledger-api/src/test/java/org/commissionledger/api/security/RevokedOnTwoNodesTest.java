package org.commissionledger.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.eventstore.StoreWatcher;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A client is revoked on one node and calls another, which knows it and hears of it by a session that may end. */
class RevokedOnTwoNodesTest {

    private static final String CHANNEL = "ledger_client_revoked";
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestService service;
    private TestService node;
    private TestOrganisation organisation;
    private StoreWatcher watcher;

    @BeforeEach
    void start() {
        service = TestService.alone();
        node = service.anotherNode();
        organisation = service.organisation().withCatalogue();
        watcher = node.bean("ledgerCore", LedgerCore.class).watcher();
        await().atMost(SOON).until(() -> watcher.isListening(CHANNEL));
    }

    @AfterEach
    void close() {
        node.close();
        service.close();
    }

    /** One that the other node has seen, and does not ask the database about again. */
    private TestClient known() {
        TestClient client = organisation.newClient(Role.FINANCE).at(node);
        client.get("/v1/orders").expect(200);
        return client;
    }

    private void revoke(TestClient client) {
        organisation.admin().delete("/v1/clients/" + client.clientId()).expect(204);
    }

    private static void isRefused(TestClient client) {
        await().atMost(SOON).until(() -> client.get("/v1/orders").status() == 401);
    }

    /** Those whose last question was none: the nodes ask theirs whether they are still there, once a second. */
    private Set<Integer> sessionsThatListen() {
        return new HashSet<>(JdbcClient.create(service.database().owner())
                .sql("select pid from pg_stat_activity where datname = current_database() and state = 'idle'"
                        + " and usename = ? and (query = '' or query like 'listen %')")
                .param(service.database().serviceUser())
                .query(Integer.class)
                .list());
    }

    private void end(Set<Integer> sessions) {
        sessions.forEach(session -> service.database().asOwner("select pg_terminate_backend(" + session + ")"));
    }

    @Test
    void isRefusedThoughTheNodeHeardNothingWhenItWasRevoked() {
        TestClient client = known();
        Set<Integer> sessions = sessionsThatListen();
        assertThat(sessions).hasSizeGreaterThanOrEqualTo(2);
        end(sessions);
        revoke(client);
        isRefused(client);
    }

    @Test
    void isRefusedWhenTheNodeListensAgainInAnotherSession() {
        Set<Integer> before = sessionsThatListen();
        end(before);
        await().atMost(SOON).until(() -> {
            Set<Integer> after = sessionsThatListen();
            after.removeAll(before);
            return after.size() >= 2;
        });
        await().atMost(SOON).until(() -> watcher.isListening(CHANNEL));
        List<TestClient> clients = List.of(known(), known());
        revoke(clients.getFirst());
        isRefused(clients.getFirst());
        clients.getLast().get("/v1/orders").expect(200);
    }
}
