package org.commissionledger.api.statements;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.api.web.Caller;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.Ledger;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.projection.statements.LineRow;
import org.commissionledger.projection.statements.StatementQueries;
import org.commissionledger.projection.statements.StatementRow;
import org.commissionledger.statement.StatementDrafts;
import org.commissionledger.statement.StatementId;
import org.commissionledger.statement.StatementSelection;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An application that was killed in its middle goes on where it stopped: nothing is confirmed twice, and nothing is left out. */
class ApplyingAgainTest {

    /** One more than a window, or as many as are wanted. */
    private static final int ORDERS = Integer.getInteger("statement.orders", 501);

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient finance = organisation.as(Role.FINANCE);
    private final TestClient admin = organisation.admin();
    private final OrganisationId id = new OrganisationId(organisation.id());
    private final StatementQueries queries = service.bean("statementQueries", StatementQueries.class);

    private String uploaded() {
        StringBuilder orders = new StringBuilder("orderId,integrationId,productId,amount,currency,status\n");
        StringBuilder lines = new StringBuilder("orderId,amount,currency,at\n");
        IntStream.rangeClosed(1, ORDERS).forEach(i -> {
            orders.append("o-").append(i).append(",web-shop,product-acme,1000,GBP,SUCCESSFUL\n");
            lines.append("o-").append(i).append(",30,GBP,2011-03-05\n");
        });
        admin.postCsv("/v1/orders/bulk", orders.toString()).expect(200);
        return finance.postCsv("/v1/statements?providerId=acme&reference=R", lines.toString())
                .expect(201)
                .json()
                .get("statementId")
                .asString();
    }

    /** As far as a process came that was killed behind its first window. */
    private void killedInTheMiddle(String statementId) {
        admin.get("/v1/statements/" + statementId).expect(200); // the projection has taken it in
        Caller caller = new Caller(id, "somebody-else", Role.ADMIN, null, null, false);
        CommandContext context = caller.context("a-key", null);
        service.bean("ledger", Ledger.class)
                .execute(
                        context,
                        service.bean("statementDrafts", StatementDrafts.class)
                                .begin(
                                        id,
                                        new StatementId(statementId),
                                        StatementSelection.ALL,
                                        "somebody-else",
                                        Instant.now().truncatedTo(ChronoUnit.MICROS)),
                        null);
        StatementRow statement = queries.find(id.value(), statementId).orElseThrow();
        List<LineRow> first = queries.lines(id.value(), statementId, null, null, 0, 500);
        service.bean("windows", Windows.class).carryOut(caller, context, statement, 1, 0, first, new Settled());
    }

    @Test
    void goesOnWhereItStopped() {
        String statementId = uploaded();
        killedInTheMiddle(statementId);
        assertThat(admin.get("/v1/statements/" + statementId)
                        .json()
                        .get("state")
                        .asString())
                .isIn("UPLOADED", "APPLYING");
        String apply = "/v1/statements/" + statementId + "/apply";
        finance.post(apply, "").expectProblem(409, "statement.four-eyes");
        admin.post(apply, Map.of("lines", List.of(1))).expectProblem(409, "statement.already-begun");
        Answer applied = admin.post(apply, "").expect(200);
        assertThat(applied.json().get("accepted").asInt()).isEqualTo(ORDERS);
        assertThat(applied.json().get("rejected").asInt()).isZero();
        assertThat(organisation.totals("").get("paid").asLong()).isEqualTo(30 * ORDERS);
        assertThat(admin.get("/v1/statements/" + statementId)
                        .json()
                        .get("appliedBy")
                        .asString())
                .isEqualTo("somebody-else");
        admin.post(apply, "").expectProblem(409, "statement.already-applied");
        assertThat(keptUnder("statement/" + statementId))
                .as("an earlier build may have given the first of them under these names")
                .containsExactlyElementsOf(IntStream.range(0, (ORDERS + 499) / 500)
                        .mapToObj(window -> "window " + window)
                        .toList());
    }

    private List<String> keptUnder(String client) {
        return JdbcClient.create(service.database().owner())
                .sql("select key from ledger.request_key where client = :client order by recorded_at")
                .param("client", client)
                .query(String.class)
                .list();
    }
}
