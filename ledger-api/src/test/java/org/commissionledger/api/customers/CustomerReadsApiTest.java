package org.commissionledger.api.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.command.CommandContext;
import org.commissionledger.command.LedgerCore;
import org.commissionledger.customer.CustomerCommand;
import org.commissionledger.customer.CustomerEvent.EventRecorded;
import org.commissionledger.customer.CustomerEventId;
import org.commissionledger.customer.CustomerId;
import org.commissionledger.customer.EventName;
import org.commissionledger.customer.Identification;
import org.commissionledger.customer.PersonalDetails;
import org.commissionledger.eventstore.Append;
import org.commissionledger.eventstore.EventMetadata;
import org.commissionledger.eventstore.NewEvent;
import org.commissionledger.eventstore.StoredAnswer;
import org.commissionledger.identity.UuidV7;
import org.commissionledger.organisation.OrganisationId;
import org.commissionledger.organisation.Role;
import org.commissionledger.person.EmailAddress;
import org.commissionledger.person.PersonKeys;
import org.commissionledger.person.PersonName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Customers, timelines and analytics, as each role sees them. */
class CustomerReadsApiTest {

    private static final Instant MARCH = Instant.parse("2011-03-01T10:00:00Z");

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final TestClient admin = organisation.admin();
    private final OrganisationId id = new OrganisationId(organisation.id());
    private final LedgerCore core = service.bean("ledgerCore", LedgerCore.class);

    @BeforeEach
    void someoneVisitsOrdersAndSaysWhoTheyAre() {
        happens("a-1", "VISITED", MARCH.minusSeconds(7200));
        organisation.place("o-1", 20_000);
        organisation.place(order("o-2", 1_000, "customerId", "c-2")).expect(201);
        core.ledger()
                .executeGroup(
                        new CommandContext(id, EventMetadata.system("test")),
                        new Identification(
                                        id,
                                        new CustomerId("c-1"),
                                        new PersonalDetails(new EmailAddress("Ada@example.org"), new PersonName("Ada")),
                                        List.of(new CustomerId("a-1")),
                                        MARCH)
                                .items(service.bean("personKeys", PersonKeys.class)),
                        true,
                        null,
                        (results, receipt) -> new StoredAnswer(200, null, ""));
        // so that the client waits for what went in beside it
        organisation.place(order("o-3", 5, "customerId", "c-2")).expect(201);
    }

    private void happens(String customer, String type, Instant at) {
        EventRecorded event = new EventRecorded(
                new CustomerId(customer),
                new CustomerEventId(UuidV7.next().toString()),
                new EventName(type),
                null,
                null,
                null,
                null,
                Map.of("page", "home"),
                at);
        NewEvent written = new NewEvent(
                UuidV7.next(),
                CustomerCommand.eventsStream(id, event.customerId()).stream(),
                NewEvent.AT_END,
                "customer.event-recorded",
                1,
                at,
                core.eventCodec().encode(event),
                "{}");
        core.appender().submit(new Append(id, List.of(written), Map.of(), null)).join();
    }

    private static JsonNode read(TestClient client, String path) {
        return client.get(path).expect(200).json();
    }

    @Test
    void aMergedIdAnswersWithTheKnownCustomer() {
        JsonNode known = read(admin, "/v1/customers/a-1");
        assertThat(known.get("customerId").asString()).isEqualTo("c-1");
        assertThat(known.get("email").asString()).isEqualTo("Ada@example.org");
        assertThat(known.get("displayName").asString()).isEqualTo("Ada");
        assertThat(known.get("mergedFrom").get(0).asString()).isEqualTo("a-1");
        assertThat(known.get("totals").get(0).get("commissionPending").asLong()).isEqualTo(1_000);
        assertThat(known.get("visits").get(0).get("day").asString()).isEqualTo("2011-03-01");
        assertThat(read(admin, "/v1/customers/c-2")
                        .get("displayName")
                        .asString()
                        .split(" "))
                .hasSize(3);
        admin.get("/v1/customers/none").expectProblem(404, "customer.unknown");
        service.organisation().admin().get("/v1/customers/c-1").expectProblem(404, "customer.unknown");
    }

    @Test
    void anAddressFindsItsCustomerInAnyCase() {
        JsonNode found = read(admin, "/v1/customers?email=aDA@example.org").get("data");
        assertThat(found.findValuesAsString("customerId")).containsExactly("c-1");
        assertThat(read(admin, "/v1/customers?email=bob@example.org").get("data"))
                .isEmpty();
        JsonNode page = read(admin, "/v1/customers?limit=1");
        assertThat(page.get("page").get("hasMore").asBoolean()).isTrue();
        JsonNode rest = read(
                admin,
                "/v1/customers?limit=1&cursor=" + page.get("page").get("next").asString());
        assertThat(page.findValuesAsString("customerId")).isNotEqualTo(rest.findValuesAsString("customerId"));
        assertThat(rest.get("page").get("hasMore").asBoolean()).isFalse();
    }

    @Test
    void eachRoleSeesWhatItMay() {
        JsonNode technical = read(organisation.as(Role.TECHNICAL), "/v1/customers/c-1");
        assertThat(technical.has("email") || technical.has("name") || technical.has("totals"))
                .isFalse();
        assertThat(technical.get("displayName").asString()).doesNotContain("Ada");
        organisation
                .as(Role.TECHNICAL)
                .get("/v1/customers?email=ada@example.org")
                .expectProblem(400, "request.unknown-parameter");
        JsonNode support = read(organisation.as(Role.SUPPORT), "/v1/customers/c-1");
        assertThat(support.get("name").asString()).isEqualTo("Ada");
        assertThat(support.has("totals")).isFalse();
        assertThat(read(organisation.as(Role.TECHNICAL), "/v1/customers/c-1/timeline")
                        .toString())
                .doesNotContain("properties");
    }

    @Test
    void theTimelineIsInBusinessTime() {
        JsonNode page = read(admin, "/v1/customers/c-1/timeline");
        assertThat(page.get("data").findValuesAsString("type"))
                .containsExactly("IDENTIFIED", "COMMISSION_ACCRUED", "ORDER_SUCCESSFUL", "ORDER_PLACED", "VISITED");
        assertThat(page.get("data").findValuesAsString("class"))
                .containsExactly("BEHAVIOUR", "BEHAVIOUR", "FUNNEL", "FUNNEL", "FUNNEL");
        assertThat(page.get("data").get(1).get("amount").get("amount").asLong()).isEqualTo(1_000);
        assertThat(page.get("data").get(4).get("properties").get("page").asString())
                .isEqualTo("home");
        for (int limit = 1; limit <= 4; limit++) {
            assertThat(admin.all("/v1/customers/c-1/timeline?limit=" + limit))
                    .containsExactlyElementsOf(page.get("data"));
        }
    }

    @Test
    void anOrderThatSucceedsLaterShowsWhatItAccrues() {
        organisation.place(order("later", 20_000, "status", "PENDING")).expect(201);
        Map<String, Object> delivered = Map.of("status", "SUCCESSFUL", "at", "2011-03-09T10:00:00Z");
        admin.post("/v1/orders/later/status", delivered).expect(200);
        assertThat(read(admin, "/v1/customers/c-1/timeline?limit=2").get("data").findValuesAsString("type"))
                .containsExactly("COMMISSION_ACCRUED", "ORDER_SUCCESSFUL");
    }

    @Test
    void ordersAreFoundByEveryIdOfTheirCustomer() {
        organisation.place(order("o-4", 5, "customerId", "a-1")).expect(201);
        for (String customer : List.of("a-1", "c-1")) {
            assertThat(admin.get("/v1/orders?customerId=" + customer).each("orderId"))
                    .containsExactlyInAnyOrder("o-1", "o-4");
        }
        assertThat(admin.get("/v1/orders?customerId=c-2").each("orderId")).containsExactlyInAnyOrder("o-2", "o-3");
        assertThat(organisation.totals("?customerId=c-1").get("orders").asInt()).isEqualTo(2);
    }

    @Test
    void theFunnelCountsMergedCustomersOnce() {
        JsonNode stages = read(admin, "/v1/analytics/funnel?from=2011-03-01&to=2011-03-02")
                .get("stages");
        assertThat(stages.findValuesAsString("customers")).containsExactly("2", "2", "2", "2", "2");
        JsonNode early =
                read(admin, "/v1/analytics/funnel?to=2011-03-01T09:00:00Z").get("stages");
        assertThat(early.findValuesAsString("customers")).containsExactly("1", "0", "0", "0", "0");
        assertThat(early.findValuesAsString("ofPrevious")).containsExactly("1", "0", "0", "0", "0");
        JsonNode books = read(admin, "/v1/analytics/funnel?categoryId=books").get("stages");
        assertThat(books.findValuesAsString("customers")).containsOnly("0");
    }

    @Test
    void theSummaryHasAPointForEachIntervalAlsoWhereNothingHappened() {
        JsonNode points = read(admin, "/v1/analytics/summary?from=2011-02-28&to=2011-03-03&timezone=Europe/London")
                .get("points");
        assertThat(points.findValuesAsString("customers")).containsExactly("0", "2", "0");
        assertThat(points.findValuesAsString("newCustomers")).containsExactly("0", "2", "0");
        assertThat(points.findValuesAsString("orders")).containsExactly("0", "3", "0");
        assertThat(points.get(1).get("value").get(0).get("amount").asLong()).isEqualTo(21_005);
        assertThat(points.get(0).get("value")).isEmpty();
        JsonNode hours = read(
                        admin, "/v1/analytics/summary?from=2011-03-01T07:30:00Z&to=2011-03-01T10:00:01Z&interval=hour")
                .get("points");
        assertThat(hours.findValuesAsString("at"))
                .containsExactly(
                        "2011-03-01T07:00:00Z", "2011-03-01T08:00:00Z", "2011-03-01T09:00:00Z", "2011-03-01T10:00:00Z");
        assertThat(hours.findValuesAsString("customers")).containsExactly("0", "1", "0", "2");
        assertThat(hours.findValuesAsString("newCustomers")).containsExactly("0", "1", "0", "1");
        assertThat(hours.findValuesAsString("orders")).containsExactly("0", "0", "0", "3");
        admin.get("/v1/analytics/summary?to=2011-03-01").expect(400);
    }
}
