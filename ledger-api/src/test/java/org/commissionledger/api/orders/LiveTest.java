package org.commissionledger.api.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What happens to orders, heard as it happens. */
class LiveTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestService service = TestService.shared();
    private final TestOrganisation organisation = service.organisation().withCatalogue();
    private final List<Ear> ears = new ArrayList<>();

    @AfterEach
    void leave() {
        ears.forEach(Ear::close);
    }

    /** One who listens, and writes down what it hears. */
    private static final class Ear implements AutoCloseable {
        final List<JsonNode> heard = new CopyOnWriteArrayList<>();
        final List<Long> ids = new CopyOnWriteArrayList<>();
        private final HttpResponse<InputStream> events;
        private final Thread reading;
        private volatile boolean opened;

        Ear(TestClient client, @Nullable Long after) {
            HttpRequest.Builder request = client.request("/v1/analytics/live").GET();
            events = client.open(after == null ? request : request.header("Last-Event-ID", after.toString()));
            assertThat(events.statusCode()).isEqualTo(200);
            assertThat(events.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            reading = Thread.ofVirtual().start(this::read);
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> opened);
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    opened = true;
                    if (line.startsWith("id: ")) {
                        ids.add(Long.parseLong(line.substring(4)));
                    } else if (line.startsWith("data: ")) {
                        heard.add(TestClient.JSON.readTree(line.substring(6)));
                    }
                }
            } catch (IOException e) {
                // closed by the test
            }
        }

        List<String> orders() {
            return heard.stream()
                    .map(change -> change.get("type").asString() + " "
                            + change.get("order").get("orderId").asString())
                    .toList();
        }

        boolean hasEnded() {
            return !reading.isAlive();
        }

        @Override
        public void close() {
            try {
                events.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Ear listen(TestClient client, @Nullable Long after) {
        Ear ear = new Ear(client, after);
        ears.add(ear);
        return ear;
    }

    private void heard(Ear ear, String... orders) {
        await().atMost(SOON).untilAsserted(() -> assertThat(ear.orders()).containsExactly(orders));
    }

    @Test
    void tellsOfNewOrdersAndOfWhatBecomesOfThem() {
        organisation.place("before", 100);
        Ear ear = listen(organisation.admin(), null);
        organisation.place(order("a", 10_000, "status", "PENDING")).expect(201);
        TestClient admin = organisation.admin();
        admin.post("/v1/orders/a/status", Map.of("status", "SUCCESSFUL")).expect(200);
        admin.post("/v1/orders/a/commission/confirm", Map.of()).expect(200);
        heard(ear, "order.placed a", "order.succeeded a", "commission.confirmed a");
        JsonNode last = ear.heard.get(2).get("order");
        assertThat(last.get("commissionState").asString()).isEqualTo("CONFIRMED");
        assertThat(last.get("commission").get("paid").asLong()).isEqualTo(500);
        assertThat(ear.ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void goesOnBehindWhatWasHeardLastAndMissesNothing() {
        Ear first = listen(organisation.admin(), null);
        organisation.place("a", 100);
        organisation.place("b", 100);
        heard(first, "order.placed a", "order.placed b");
        first.close();
        for (int i = 0; i < 40; i++) {
            organisation.place("while-away-" + i, 100);
        }
        Ear again = listen(organisation.admin(), first.ids.get(0));
        organisation.place("c", 100);
        List<String> expected = new ArrayList<>(List.of("order.placed b"));
        IntStream.range(0, 40).forEach(i -> expected.add("order.placed while-away-" + i));
        expected.add("order.placed c");
        heard(again, expected.toArray(String[]::new));
    }

    @Test
    void eachHearsWhatIsItsOwn() {
        TestOrganisation other = service.organisation().withCatalogue();
        Ear stranger = listen(other.admin(), 0L);
        Ear acme = listen(organisation.as(Role.PROVIDER), null);
        Ear finance = listen(organisation.as(Role.FINANCE), null);
        organisation.place(order("z", 100, "productId", "product-zenith")).expect(201);
        organisation.place("a", 100);
        heard(finance, "order.placed z", "order.placed a");
        heard(acme, "order.placed a");
        other.place("o", 100);
        heard(stranger, "order.placed o");
    }

    @Test
    void endsForAClientThatIsRevoked() {
        TestClient finance = organisation.newClient(Role.FINANCE);
        Ear ear = listen(finance, null);
        organisation.admin().delete("/v1/clients/" + finance.clientId()).expect(204);
        organisation.place("a", 100);
        await().atMost(SOON).until(ear::hasEnded);
        assertThat(ear.orders()).isEmpty();
    }

    @Test
    void manyHearTheSameInTheSameOrder() {
        List<Ear> crowd = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            crowd.add(listen(organisation.admin(), null));
        }
        String[] expected = new String[100];
        for (int i = 0; i < expected.length; i++) {
            organisation.place("o-" + i, 100);
            expected[i] = "order.placed o-" + i;
        }
        crowd.forEach(ear -> heard(ear, expected));
    }

    @Test
    void refusesAnIdThatIsNone() {
        TestClient admin = organisation.admin();
        admin.send(admin.request("/v1/analytics/live").GET().header("Last-Event-ID", "x"))
                .expectProblem(400, "request.invalid-value");
    }
}
