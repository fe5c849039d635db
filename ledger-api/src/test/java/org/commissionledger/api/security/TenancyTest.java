package org.commissionledger.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenancyTest {

    private final TestService service = TestService.shared();

    /** What one organisation has, seen from another. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class AnotherOrganisation {

        private final TestOrganisation first = service.organisation().withCatalogue();
        private final TestOrganisation second = service.organisation();
        private final TestClient stranger = second.admin();

        @BeforeAll
        void theFirstHasSomething() {
            first.place("secret-1", 20_000);
            first.place("secret-2", 20_000);
            first.admin().put("/v1/settings", "{\"name\":\"Secret shop\"}").expect(200);
            first.as(Role.FINANCE);
        }

        @Test
        void seesNoneOfIt() {
            for (String list : List.of("orders", "categories", "providers", "products", "integrations")) {
                assertThat(stranger.get("/v1/" + list).expect(200).data())
                        .as(list)
                        .isEmpty();
            }
            for (String object : List.of(
                    "orders/secret-1",
                    "categories/gifts",
                    "providers/acme",
                    "products/product-acme",
                    "integrations/web-shop")) {
                stranger.get("/v1/" + object).expect(404);
            }
            assertThat(stranger.get("/v1/commissions/totals").json().get("totals"))
                    .isEmpty();
            assertThat(stranger.get("/v1/commissions/totals?providerId=acme&customerId=c-1")
                            .json()
                            .get("totals"))
                    .isEmpty();
            assertThat(stranger.get("/v1/journal/trial-balance").json().get("accounts"))
                    .isEmpty();
            assertThat(stranger.get("/v1/settings").json()).isEmpty();
            assertThat(stranger.get("/v1/clients").each("clientId")).containsExactly(stranger.clientId());
            assertThat(stranger.get("/v1/events?stream=order/secret-1").data()).isEmpty();
            assertThat(stranger.get("/v1/events?limit=500").body()).doesNotContain("secret", first.id());
            assertThat(stranger.get("/v1/audit/export").body()).doesNotContain("secret", first.id());
        }

        @Test
        void answersExactlyAsIfItDidNotExist() {
            String body = stranger.get("/v1/orders/secret-1").expect(404).body();
            assertThat(body.replace("secret-1", "nowhere-1"))
                    .isEqualTo(stranger.get("/v1/orders/nowhere-1").body());
        }

        @Test
        void changesNoneOfIt() {
            JsonNode before = first.order("secret-1");
            for (String move : List.of("confirm", "decline", "amend", "reverse")) {
                stranger.post(
                                "/v1/orders/secret-1/commission/" + move,
                                move.equals("confirm")
                                        ? "{}"
                                        : "{\"reasonCode\":\"FRAUD\""
                                                + (move.equals("amend")
                                                        ? ",\"amount\":{\"amount\":1,\"currency\":\"GBP\"}}"
                                                        : "}"))
                        .expectProblem(404, "order.unknown");
            }
            stranger.post("/v1/orders/secret-1/status", "{\"status\":\"FAILED\"}")
                    .expectProblem(404, "order.unknown");
            Answer bulk = stranger.postCsv("/v1/commissions/bulk", "orderId,action\nsecret-1,confirm\n");
            assertThat(bulk.json().get("results").get(0).get("code").asString()).isEqualTo("order.unknown");
            stranger.delete("/v1/clients/" + first.as(Role.FINANCE).clientId()).expectProblem(404, "client.unknown");
            stranger.post("/v1/orders", order("new", 1)).expect(422);
            assertThat(first.order("secret-1")).isEqualTo(before);
            first.as(Role.FINANCE).get("/v1/orders").expect(200);
        }

        @Test
        void mayHaveTheSameIdentifiersAndKeys() {
            TestOrganisation third = service.organisation().withCatalogue();
            String key = TestClient.newKey();
            Answer one = first.admin().post("/v1/orders", order("shared", 20_000), key);
            Answer other = third.admin().post("/v1/orders", order("shared", 99_000), key);
            one.expect(201);
            other.expect(201);
            assertThat(other.isReplayed()).isFalse();
            third.admin().post("/v1/orders/shared/commission/confirm", "").expect(200);
            assertThat(first.order("shared").get("commissionState").asString()).isEqualTo("PENDING");
            assertThat(third.order("shared").get("commission").get("paid").asLong())
                    .isEqualTo(4_950);
            assertThat(third.totals("").get("orders").asLong()).isEqualTo(1);
            third.admin()
                    .put("/v1/categories/gifts", "{\"name\":\"Other gifts\"}")
                    .expect(200);
            assertThat(first.admin()
                            .get("/v1/categories/gifts")
                            .json()
                            .get("name")
                            .asString())
                    .isEqualTo("Gifts");
        }

        @Test
        void getsNowhereWithAForeignCursor() {
            for (String list : List.of("orders", "events", "categories", "clients")) {
                String cursor = first.admin()
                        .get("/v1/" + list + "?limit=1")
                        .json()
                        .get("page")
                        .get("next")
                        .asString();
                Answer answer = stranger.get("/v1/" + list + "?limit=500&cursor=" + cursor);
                assertThat(answer.body()).doesNotContain("secret", "Gifts", first.id());
            }
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class AProvider {

        private final TestOrganisation organisation = service.organisation().withCatalogue();
        private final TestClient acme = organisation.provider("acme");

        @BeforeAll
        void twoProvidersHaveOrders() {
            organisation.place("own", 20_000);
            organisation
                    .place(order("foreign", 99_000, "productId", "product-zenith"))
                    .expect(201);
        }

        @Test
        void seesItsOwnOrdersOnly() {
            acme.get("/v1/orders/own").expect(200);
            acme.get("/v1/orders/foreign").expectProblem(404, "order.unknown");
            for (String query : List.of("", "?providerId=acme", "?customerId=c-1", "?status=SUCCESSFUL")) {
                assertThat(acme.get("/v1/orders" + query).each("orderId"))
                        .contains("own")
                        .doesNotContain("foreign");
            }
            assertThat(acme.get("/v1/orders?providerId=zenith").data()).isEmpty();
        }

        @Test
        void seesItsOwnTotalsOnly() {
            long own = organisation.totals("?providerId=acme").get("orders").asLong();
            for (String query : List.of("", "?providerId=acme", "?customerId=c-1", "?from=2011-03-01T09:59:59Z")) {
                JsonNode totals =
                        acme.get("/v1/commissions/totals" + query).expect(200).json();
                assertThat(totals.get("totals").get(0).get("orders").asLong()).isEqualTo(own);
            }
            for (String query : List.of("?providerId=zenith", "?categoryId=books", "?productId=product-zenith")) {
                assertThat(acme.get("/v1/commissions/totals" + query).json().get("totals"))
                        .isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "commission/confirm",
                    "commission/decline",
                    "commission/amend",
                    "commission/reverse",
                    "status"
                })
        void movesItsOwnOrdersOnly(String move) {
            String body = switch (move) {
                case "status" -> "{\"status\":\"FAILED\"}";
                case "commission/confirm" -> "{}";
                case "commission/amend" -> "{\"reasonCode\":\"FRAUD\",\"amount\":{\"amount\":1,\"currency\":\"GBP\"}}";
                default -> "{\"reasonCode\":\"FRAUD\"}";
            };
            JsonNode before = organisation.order("foreign");
            acme.post("/v1/orders/foreign/" + move, body).expectProblem(404, "order.unknown");
            assertThat(organisation.order("foreign")).isEqualTo(before);
        }

        @Test
        void movesItsOwnOrders() {
            organisation.place(order("own-later", 20_000, "status", "PENDING")).expect(201);
            acme.post("/v1/orders/own-later/status", "{\"status\":\"SUCCESSFUL\"}")
                    .expect(200);
            acme.post("/v1/orders/own-later/commission/confirm", "").expect(200);
        }

        @Test
        void movesItsOwnOrdersOnlyInBulk() {
            organisation.place("own-bulk", 20_000);
            Answer moves = acme.postCsv(
                    "/v1/commissions/bulk", "orderId,action\nforeign,confirm\nown-bulk,confirm\nnowhere,confirm\n");
            assertThat(moves.json().get("accepted").asInt()).isEqualTo(1);
            JsonNode results = moves.json().get("results");
            assertThat(results.get(0).get("code").asString()).isEqualTo("order.unknown");
            assertThat(results.get(0).get("detail")).isEqualTo(results.get(1).get("detail"));
            Answer statuses = acme.postCsv("/v1/orders/status/bulk", "orderId,status\nforeign,FAILED\n");
            assertThat(statuses.json().get("results").get(0).get("code").asString())
                    .isEqualTo("order.unknown");
        }

        @Test
        void seesNothingOfTheOtherProvidersTerms() {
            for (String path : List.of("products", "products/product-zenith", "providers", "providers/zenith")) {
                acme.get("/v1/" + path).expectProblem(403, "access.denied");
            }
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OtherRoles {

        private final TestOrganisation organisation = service.organisation().withCatalogue();

        @Test
        void anIngestClientReadsWhatItWroteOnly() {
            TestClient ingest = organisation.as(Role.INGEST);
            organisation.place("of-admin", 100);
            ingest.post("/v1/orders", order("of-ingest", 100)).expect(201);
            ingest.postCsv(
                            "/v1/orders/bulk",
                            "orderId,integrationId,productId,amount,currency\nin-bulk,app,product-acme,1,GBP\n")
                    .expect(200);
            ingest.get("/v1/orders/of-ingest").expect(200);
            ingest.get("/v1/orders/in-bulk").expect(200);
            ingest.get("/v1/orders/of-admin").expectProblem(404, "order.unknown");
            organisation.newClient(Role.INGEST).get("/v1/orders/of-ingest").expectProblem(404, "order.unknown");
            ingest.get("/v1/orders").expectProblem(403, "access.denied");
            organisation
                    .admin()
                    .post("/v1/orders/in-bulk/status", "{\"status\":\"SUCCESSFUL\"}")
                    .expect(200);
            ingest.get("/v1/orders/in-bulk").expect(200);
        }

        @Test
        void supportSeesOrdersAndNoTotals() {
            organisation.place("supported", 100);
            TestClient support = organisation.as(Role.SUPPORT);
            support.get("/v1/orders/supported").expect(200);
            support.get("/v1/orders").expect(200);
            for (String path :
                    List.of("/v1/commissions/totals", "/v1/journal/trial-balance", "/v1/audit/export", "/v1/events")) {
                support.get(path).expectProblem(403, "access.denied");
            }
        }
    }

    @Test
    void aRevokedClientIsOutAtOnceOnEveryNode() {
        TestOrganisation organisation = service.organisation().withCatalogue();
        try (TestService node = service.anotherNode()) {
            TestClient revoked = organisation.newClient(Role.FINANCE);
            TestClient stays = organisation.as(Role.AUDITOR);
            Stream.of(revoked, stays).forEach(client -> {
                client.get("/v1/orders").expect(200);
                client.at(node).get("/v1/orders").expect(200);
            });
            organisation.admin().delete("/v1/clients/" + revoked.clientId()).expect(204);
            revoked.get("/v1/orders").expectProblem(401, "access.invalid-token");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .untilAsserted(() -> revoked.at(node).get("/v1/orders").expectProblem(401, "access.invalid-token"));
            stays.get("/v1/orders").expect(200);
            stays.at(node).get("/v1/orders").expect(200);
            organisation
                    .admin()
                    .at(node)
                    .post("/v1/orders", order("elsewhere", 100))
                    .expect(201);
            organisation.admin().get("/v1/orders/elsewhere").expect(200);
        }
    }
}
