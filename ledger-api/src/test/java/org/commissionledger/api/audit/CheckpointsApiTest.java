package org.commissionledger.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Checkpoints and verification over HTTP, also where somebody with every right has changed the tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckpointsApiTest {

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient auditor = organisation.as(Role.AUDITOR);

    private JsonNode newest() {
        return auditor.get("/v1/audit/checkpoint").expect(200).json();
    }

    private long length() {
        return organisation.events();
    }

    @Test
    void whatIsNewIsSealedByItself() {
        organisation.place("quiet-1", 1_000);
        long length = length();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> auditor.all("/v1/audit/checkpoints").stream()
                        .anyMatch(checkpoint -> checkpoint.get("ledgerSequence").asLong() >= length));
        assertThat(service.checkpoints()).content().contains("\"organisation\":\"" + organisation.id() + "\"");
    }

    @Test
    void theNewestCheckpointCoversWhatIsNew() {
        organisation.place("new-1", 1_000);
        JsonNode checkpoint = newest();
        assertThat(checkpoint.get("ledgerSequence").asLong()).isGreaterThanOrEqualTo(length());
        assertThat(checkpoint.get("organisation").asString()).isEqualTo(organisation.id());
        assertThat(auditor.all("/v1/audit/checkpoints?limit=1")).contains(checkpoint);
        assertThat(auditor.get("/v1/audit/keys").json().get("keys").findValuesAsString("kid"))
                .contains(checkpoint.get("keyId").asString());
    }

    @Test
    void theNewestCheckpointIsAnsweredHoweverBusyItIs() throws Exception {
        AtomicBoolean answered = new AtomicBoolean();
        AtomicInteger placed = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> busy = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                busy.add(clients.submit(() -> {
                    while (!answered.get() && placed.get() < 20_000) {
                        organisation.place("busy-" + placed.incrementAndGet(), 1_000);
                    }
                }));
            }
            try {
                await().until(() -> placed.get() > 20);
                newest();
                assertThat(placed.get()).isLessThan(20_000);
            } finally {
                answered.set(true);
            }
            for (Future<?> client : busy) {
                client.get();
            }
        }
    }

    @Test
    void whatIsNotThereHasNoProof() {
        long sealed = newest().get("ledgerSequence").asLong();
        auditor.get("/v1/audit/proof/0").expectProblem(404, "event.unknown");
        auditor.get("/v1/audit/proof/x").expectProblem(404, "event.unknown");
        auditor.get("/v1/audit/proof/" + (sealed + 1_000)).expectProblem(404, "event.unknown");
        auditor.get("/v1/audit/proof/1?checkpoint=" + (sealed + 1_000)).expectProblem(404, "checkpoint.unknown");
        auditor.get("/v1/audit/consistency").expectProblem(400, "request.missing-field");
        organisation.place("later-1", 1_000);
        auditor.get("/v1/audit/proof/" + (sealed + 1) + "?checkpoint=" + sealed).expectProblem(409, "proof.not-sealed");
    }

    @Test
    void aProviderProvesItsOwnOrdersAndNoOthers() {
        organisation.place("own-1", 1_000);
        organisation
                .place(order("other-1", 1_000, "productId", "product-zenith"))
                .expect(201);
        newest();
        TestClient provider = organisation.as(Role.PROVIDER);
        provider.get("/v1/audit/proof/" + sequence("order/own-1")).expect(200);
        provider.get("/v1/audit/proof/" + sequence("order/other-1")).expectProblem(404, "event.unknown");
        provider.get("/v1/audit/proof/1").expectProblem(404, "event.unknown");
        provider.get("/v1/audit/checkpoint").expectProblem(403, "access.denied");
        assertThat(service.organisation().admin().get("/v1/audit/checkpoints").data())
                .noneMatch(c -> c.get("organisation").asString().equals(organisation.id()));
    }

    private long sequence(String stream) {
        return auditor.get("/v1/events?stream=" + stream)
                .data()
                .getFirst()
                .get("ledgerSequence")
                .asLong();
    }

    private List<String> verify(TestOrganisation of) {
        Answer answer = of.as(Role.AUDITOR).post("/v1/audit/verify", "").expect(200);
        List<String> findings = new ArrayList<>();
        answer.json()
                .get("findings")
                .forEach(f -> findings.add(f.get("code").asString() + " "
                        + f.path("ledgerSequence").asString("") + " "
                        + f.get("detail").asString()));
        assertThat(answer.json().get("verified").asBoolean()).isEqualTo(findings.isEmpty());
        return findings;
    }

    @Test
    void aHistoryThatNobodyTouchedIsVerified() {
        Answer answer = auditor.post("/v1/audit/verify", "").expect(200);
        assertThat(answer.json().get("findings")).as(answer.body()).isEmpty();
        assertThat(answer.json().get("verified").asBoolean()).isTrue();
        assertThat(answer.json().get("events").asLong()).isPositive();
        organisation.as(Role.FINANCE).post("/v1/audit/verify", "").expectProblem(403, "access.denied");
    }

    /** Each waits for its turn. */
    @Test
    void severalOrganisationsAreVerifiedAtOnce() {
        List<TestOrganisation> all = List.of(organisation, service.organisation(), service.organisation());
        List<TestClient> auditors = all.stream().map(of -> of.as(Role.AUDITOR)).toList();
        List<Answer> answers = auditors.parallelStream()
                .map(each -> each.post("/v1/audit/verify", "").expect(200))
                .toList();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.json().get("verified").asBoolean())
                        .as(answer.body())
                        .isTrue());
    }

    /** An organisation of two orders, sealed; its auditor is known already, so that the second order is its last event. */
    private TestOrganisation victim() {
        TestOrganisation victim = service.organisation().withCatalogue();
        TestClient witness = victim.as(Role.AUDITOR);
        victim.place("v-1", 1_000);
        victim.place("v-2", 2_000);
        witness.get("/v1/audit/checkpoint").expect(200);
        return victim;
    }

    /** The rows are put back at the end. */
    private void whileChanged(TestOrganisation victim, String change, String... found) {
        String where = " where organisation = '" + victim.id() + "'";
        service.database().asOwner("create table public.event_before as select * from ledger.event" + where);
        service.database().asOwner("create table public.checkpoint_before as select * from ledger.checkpoint" + where);
        try {
            mighty(change.replace(":org", "'" + victim.id() + "'"));
            List<String> findings = verify(victim);
            for (String code : found) {
                assertThat(findings).as(change).anyMatch(finding -> finding.startsWith(code));
            }
        } finally {
            mighty("delete from ledger.event" + where + "; insert into ledger.event select * from public.event_before;"
                    + "delete from ledger.checkpoint" + where
                    + "; insert into ledger.checkpoint select * from public.checkpoint_before");
            service.database().asOwner("drop table public.event_before, public.checkpoint_before");
        }
    }

    private void mighty(String sql) {
        service.database().asOwner("""
                begin;
                set local session_replication_role = replica;
                %s;
                commit""".formatted(sql));
    }

    @Test
    void whatTheOwnerOfTheDatabaseDoesToTheHistoryIsFound() {
        TestOrganisation victim = victim();
        whileChanged(
                victim,
                "update ledger.event set payload = replace(payload, '2000', '2001') where organisation = :org and stream = 'order/v-2'",
                "event.hash",
                "checkpoint.root");
        whileChanged(
                victim,
                "delete from ledger.event where organisation = :org and stream = 'order/v-1'",
                "event.sequence",
                "event.hash",
                "checkpoint.root");
        whileChanged(
                victim, "delete from ledger.event where organisation = :org and stream = 'order/v-2'", "history.short");
        whileChanged(
                victim,
                "update ledger.event set recorded_at = recorded_at + interval '1 day' where organisation = :org and ledger_sequence = 3",
                "event.hash 3",
                "event.time 4");
        whileChanged(
                victim,
                "update ledger.event e set payload = o.payload, metadata = o.metadata from ledger.event o"
                        + " where e.organisation = :org and e.ledger_sequence = 2"
                        + " and o.organisation = 'demo' and o.ledger_sequence = 2",
                "event.hash 2");
        whileChanged(
                victim,
                "update ledger.event set position = -position where organisation = :org and stream = 'order/v-2'",
                "checkpoint.position");
        assertThat(verify(victim)).isEmpty();
    }

    @Test
    void aFigureThatWasChangedByHandIsFound() {
        TestOrganisation victim = service.organisation().withCatalogue();
        victim.place("f-1", 1_000);
        victim.admin().post("/v1/orders/f-1/commission/confirm", "").expect(200);
        victim.admin()
                .post("/v1/customers/c-1/events", "{\"events\": [{\"type\": \"VISITED\"}]}")
                .expect(200);
        victim.admin()
                .post("/v1/payouts", Map.of("payoutId", "f", "from", "2011-01-01", "to", "2100-01-01"))
                .expect(201);
        victim.admin()
                .post("/v1/customers/c-1/identify", Map.of("email", "one@example.org", "name", "One"))
                .expect(200);
        victim.admin()
                .post("/v1/customers/c-2/identify", Map.of("email", "two@example.org"))
                .expect(200);
        victim.admin().delete("/v1/customers/c-2/personal-data").expect(204);
        String where = " where organisation = '" + victim.id() + "'";
        assertThat(verify(victim)).isEmpty();
        for (String figure : List.of(
                "ledger_customers.customer set events = events %s 1" + where,
                "ledger_customers.entry set position = position %s 1" + where,
                "ledger_customers.reach set bucket = bucket %s interval '1 year'" + where,
                "ledger_commissions.movement set paid = paid %s 1" + where,
                "ledger_payouts.payout_amount set amount = amount %s 1" + where,
                "ledger_catalogue.entry set position = position %s 1" + where,
                "ledger_organisations.organisation set position = position %s 1" + where,
                "ledger_orders.order_row set paid = paid %s 1" + where,
                "ledger_orders.total_cell set paid = paid %s 1" + where + " and grain = 'DAY' and paid <> 0",
                "ledger_journal.account_balance set balance = balance %s 1" + where,
                "ledger_revenue.revenue_line set gross = gross %1$s 1, net = net %1$s 1" + where)) {
            service.database().asOwner("update " + figure.formatted("+"));
            assertThat(verify(victim))
                    .as(figure)
                    .isNotEmpty()
                    .allMatch(f -> f.startsWith("projection.differs  " + figure.split(" ")[0]));
            service.database().asOwner("update " + figure.formatted("-"));
        }
        assertThat(verify(victim)).isEmpty();
    }

    @Test
    void whatTheOwnerOfTheDatabaseDoesToCheckpointsIsFound() {
        TestOrganisation victim = victim();
        whileChanged(
                victim, "update ledger.checkpoint set root = hash where organisation = :org", "checkpoint.signature");
        whileChanged(
                victim, "update ledger.checkpoint set key_id = 'mine' where organisation = :org", "checkpoint.key");
        whileChanged(victim, "delete from ledger.checkpoint where organisation = :org", "checkpoint.lost");
        assertThat(verify(victim)).isEmpty();
    }
}
