package org.commissionledger.api.customers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestService;
import org.junit.jupiter.api.Test;

/** A node that has shown a person does not show them again from the moment that another has answered that they are forgotten. */
class ForgottenOnTwoNodesTest {

    private static final Map<String, Object> JO = Map.of("email", "jo-bloggs@example.org", "name", "Jo Bloggs");

    private final TestService service = TestService.shared();
    private final TestClient here = service.organisation().admin();

    private static Answer now(TestClient client, String path) {
        return client.send(client.request(path).GET()).expect(200);
    }

    private static void assertShownNowhere(TestClient client) {
        for (String path :
                List.of("/v1/customers/jo", "/v1/customers/was-jo", "/v1/customers", "/v1/customers/jo/timeline")) {
            assertThat(now(client, path).body()).doesNotContainIgnoringCase("bloggs");
        }
    }

    @Test
    void atOnceWhateverItHasCached() throws Exception {
        try (TestService node = service.anotherNode()) {
            TestClient there = here.at(node);
            Map<String, Object> event = Map.of("type", "VISITED");
            here.post("/v1/customers/was-jo/events", Map.of("events", List.of(event)))
                    .expect(200);
            there.post(
                            "/v1/customers/jo/identify",
                            Map.of(
                                    "email",
                                    "jo-bloggs@example.org",
                                    "name",
                                    "Jo Bloggs",
                                    "mergeFrom",
                                    List.of("was-jo")))
                    .expect(200);
            here.post("/v1/customers/jo/identify", JO).expect(200);
            for (TestClient client : List.of(here, there, here, there)) {
                assertThat(client.get("/v1/customers/was-jo").json().get("name").asString())
                        .isEqualTo("Jo Bloggs");
                assertThat(client.get("/v1/customers?email=jo-bloggs@example.org")
                                .each("customerId"))
                        .containsExactly("jo");
            }
            here.delete("/v1/customers/jo/personal-data").expect(204);
            assertShownNowhere(there);
            assertShownNowhere(here);
            there.post("/v1/customers/jo/identify", JO).expectProblem(409, "customer.erased");
            for (TestClient client : List.of(here, there)) {
                assertThat(client.get("/v1/customers/jo").json().get("erased").asBoolean())
                        .isTrue();
                assertThat(client.get("/v1/customers?email=jo-bloggs@example.org")
                                .data())
                        .isEmpty();
            }
        }
    }

    @Test
    void whileOthersSayWhoTheyAreAgainAndAgain() throws Exception {
        try (TestService node = service.anotherNode();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            TestClient there = here.at(node);
            there.post("/v1/customers/jo/identify", JO).expect(200);
            AtomicBoolean forgotten = new AtomicBoolean();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TestClient client = i % 2 == 0 ? here : there;
                Map<String, Object> body = Map.of("email", "jo-bloggs@example.org", "name", "Jo Bloggs " + i);
                all.add(callers.submit(() -> {
                    boolean before;
                    Answer answer;
                    do {
                        before = forgotten.get();
                        answer = client.post("/v1/customers/jo/identify", body);
                        if (answer.status() != 200) {
                            answer.expectProblem(409, "customer.erased");
                        }
                    } while (!before);
                    answer.expectProblem(409, "customer.erased");
                }));
            }
            there.get("/v1/customers/jo").expect(200);
            here.delete("/v1/customers/jo/personal-data").expect(204);
            forgotten.set(true);
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(here.get("/v1/events?stream=customer/jo&limit=500").each("type"))
                    .endsWith("customer.personal-data-erased")
                    .containsOnlyOnce("customer.personal-data-erased");
            assertThat(there.get("/v1/customers/jo").body()).doesNotContainIgnoringCase("bloggs");
        }
    }
}
