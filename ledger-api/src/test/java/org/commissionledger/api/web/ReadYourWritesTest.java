package org.commissionledger.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadYourWritesTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient admin = organisation.admin();

    private Answer getAt(String path, long position) {
        return admin.send(admin.request(path).GET().header("Ledger-Min-Position", Long.toString(position)));
    }

    @Test
    void everyWriteTellsAPosition() {
        String clientId = organisation.newClient(Role.SUPPORT).clientId();
        List<Answer> answers = List.of(
                organisation.place(order("p-1", 100)),
                organisation.place(order("p-1", 100)),
                organisation.place(order("p-1", 200)),
                admin.post("/v1/orders", order("p-2", 100, "productId", "none")),
                admin.post("/v1/orders/p-1/commission/confirm", ""),
                admin.post("/v1/orders/p-1/commission/confirm", ""),
                admin.post("/v1/orders/nowhere/status", "{\"status\":\"FAILED\"}"),
                admin.post("/v1/orders/bulk", Map.of("items", List.of(order("p-3", 100)))),
                admin.post("/v1/orders/bulk", "{\"items\":[]}"),
                admin.postCsv("/v1/commissions/bulk", "orderId,action\np-3,confirm\n"),
                admin.postCsv("/v1/orders/status/bulk", "orderId,status\np-3,SUCCESSFUL\n"),
                admin.put("/v1/categories/new", "{\"name\":\"new\"}"),
                admin.put("/v1/categories/new", "{\"name\":\"new\"}"),
                admin.put("/v1/settings", "{\"name\":\"new\"}"),
                admin.delete("/v1/clients/" + clientId));
        long before = 0;
        for (Answer answer : answers) {
            assertThat(answer.status()).isLessThan(500);
            assertThat(answer.header("Ledger-Position")).as(answer.body()).matches("[0-9]+");
            assertThat(answer.position()).as(answer.body()).isGreaterThanOrEqualTo(before);
            before = answer.position();
            getAt("/v1/orders/p-1", before).expect(200);
        }
    }

    @Test
    void aReadAtThePositionOfAWriteSeesIt() {
        for (int i = 0; i < 30; i++) {
            long position = organisation.place(order("seen-" + i, 20_000)).position();
            getAt("/v1/orders/seen-" + i, position).expect(200);
            position = admin.post("/v1/orders/seen-" + i + "/commission/confirm", "")
                    .position();
            assertThat(getAt("/v1/commissions/totals?customerId=c-1", position)
                            .json()
                            .get("position")
                            .asLong())
                    .isGreaterThanOrEqualTo(position);
            assertThat(getAt("/v1/orders/seen-" + i, position)
                            .json()
                            .get("commissionState")
                            .asString())
                    .isEqualTo("CONFIRMED");
        }
    }

    /** Each projection moves past what does not concern it: a wait is never for an event that it would not take. */
    @Test
    void aReadOfOneProjectionDoesNotWaitForWhatOnlyAnotherTakes() {
        Instant start = Instant.now();
        long order = organisation.place(order("unrelated", 100)).position();
        getAt("/v1/categories/gifts", order).expect(200);
        getAt("/v1/clients", order).expect(200);
        long category =
                admin.put("/v1/categories/unrelated", "{\"name\":\"u\"}").position();
        getAt("/v1/orders", category).expect(200);
        getAt("/v1/journal/trial-balance", category).expect(200);
        getAt("/v1/settings", category).expect(200);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aReadOfAPositionThatIsNotReachedGivesUpAfterFiveSeconds() {
        Instant start = Instant.now();
        Answer answer = getAt("/v1/orders", 1_000_000_000_000L);
        answer.expectProblem(503, "projection.behind");
        assertThat(answer.header("Retry-After")).matches("[0-9]+");
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(9));
    }

    @Test
    void whoDoesNotKnowOfTheHeaderFindsWhatTheyHaveJustWritten() {
        for (int i = 0; i < 30; i++) {
            organisation.place(order("plain-" + i, 20_000)).expect(201);
            admin.send(admin.request("/v1/orders/plain-" + i).GET()).expect(200);
            admin.post("/v1/orders/plain-" + i + "/commission/confirm", "").expect(200);
            assertThat(admin.send(admin.request("/v1/orders/plain-" + i).GET())
                            .json()
                            .get("commissionState")
                            .asString())
                    .isEqualTo("CONFIRMED");
        }
    }

    @Test
    void theHistoryIsWaitedForToo() {
        long position = organisation.place(order("in-history", 100)).position();
        getAt("/v1/events?stream=order/in-history", position).expect(200);
        getAt("/v1/events", 1_000_000_000_000L).expectProblem(503, "projection.behind");
    }

    @Test
    void aReadWithoutAPositionDoesNotWait() {
        admin.send(admin.request("/v1/orders").GET()).expect(200);
        getAt("/v1/orders", 0).expect(200);
    }
}
