package org.commissionledger.api.resilience;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.PlainSearch;
import org.commissionledger.api.testing.ServiceProcess;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.eventstore.ChainCheck;
import org.commissionledger.eventstore.EventReader;
import org.commissionledger.organisation.OrganisationId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole service and its data directory. What identifies a person is never on the disk in the clear: not in tables, the write-ahead
 * log, PostgreSQL's or the service's log, temporary files or the key file; and after the erasure nothing shows it any more.
 */
class ForgettingTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String EMAIL = "Wilhelmina.Quagmire-7261@Zebra-Umbrella.example.org";
    private static final String NAME = "Wilhelmina Quagm\u00efre-\u00d8sterby";
    private static final String SECOND_EMAIL = "w.osterby-8812@mail.zebra-umbrella.example.org";
    private static final String SECOND_NAME = "Dr. Mina \u0141ukasiewicz-\u00d8sterby";
    private static final String MARKER = "a-page-in-the-clear-5519";
    private static final PlainSearch PERSON = new PlainSearch(EMAIL, NAME, SECOND_EMAIL, SECOND_NAME);

    @TempDir
    private Path directory;

    private Path data;
    private Path logs;
    private ServiceProcess service;
    private TestClient admin;

    @BeforeEach
    void begin() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
        logs = Files.createDirectory(directory.resolve("logs"));
        start();
        admin.put("/v1/categories/c", Map.of("name", "Category")).expect(200);
        admin.put("/v1/providers/v", Map.of("name", "Provider")).expect(200);
        Map<String, Object> plan = Map.of("type", "PERCENT", "basisPoints", 500);
        admin.put("/v1/products/p", Map.of("name", "P", "categoryId", "c", "providerId", "v", "commissionPlan", plan))
                .expect(200);
        admin.put("/v1/integrations/web", Map.of("name", "Web", "channel", "WEB"))
                .expect(200);
        admin.put("/v1/settings", Map.of("customerPropertyKeys", List.of("page")))
                .expect(200);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void start() {
        service = ServiceProcess.start(data, logs.resolve("service.log"));
        admin = service.bootstrap();
    }

    private void restart() {
        service.close();
        start();
    }

    private JdbcClient sql() {
        return JdbcClient.create(service.database());
    }

    private Answer identify(Object body) {
        return admin.post("/v1/customers/k/identify", body);
    }

    private void visits(String customer, String eventId) {
        Map<String, Object> event = Map.of("eventId", eventId, "type", "VISITED", "properties", Map.of("page", MARKER));
        admin.post("/v1/customers/" + customer + "/events", Map.of("events", List.of(event)))
                .expect(200);
    }

    /** What is in memory of the server goes to the disk. */
    private void assertNotOnTheDisk() throws IOException {
        sql().sql("checkpoint").update();
        assertThat(PERSON.in(directory)).isEmpty();
    }

    private List<String> parked() {
        return admin.get("/v1/projections/customers/parked").expect(200).each("stream");
    }

    private String digest() {
        return sql().sql("select md5(string_agg(t::text, ',' order by t::text)) from (select e::text"
                        + " from ledger_customers.entry e union all select (customer_id, merged_into, email, name,"
                        + " email_hash, erased, events, first_seen, last_seen)::text from ledger_customers.customer) t")
                .query(String.class)
                .single();
    }

    private void rebuild() {
        admin.get("/v1/customers/k").expect(200); // waits for what was written
        String before = digest();
        admin.post("/v1/projections/customers/rebuild", "").expect(200);
        assertThat(digest()).isEqualTo(before);
    }

    @Test
    void theSearchFindsWhatIsThere() throws IOException {
        visits("k", "1");
        sql().sql("checkpoint").update();
        assertThat(new PlainSearch(MARKER).in(data)).isNotEmpty();
        byte[] within = ("xy" + NAME + "z").getBytes(UTF_8);
        List<byte[]> forms = List.of(
                within,
                NAME.toUpperCase(Locale.ROOT).getBytes(UTF_8),
                EMAIL.toLowerCase(Locale.ROOT).getBytes(UTF_16LE),
                Base64.getEncoder().encode(within),
                Base64.getUrlEncoder().encode(("x" + EMAIL).getBytes(UTF_16LE)),
                "E4B8AD57696C68656C6D696E612E517561676D6972652D37323631405A656272612D556D6272656C6C612E6578616D706C652E6F7267"
                        .getBytes(UTF_8));
        for (byte[] form : forms) {
            Path file = Files.write(logs.resolve("form"), form);
            assertThat(PERSON.in(logs)).as(new String(form, UTF_8)).isNotEmpty();
            Files.delete(file);
        }
    }

    @Test
    void leavesNothingOfThePersonInTheWholeDataDirectory() throws Exception {
        aPersonIsKnown();
        whoSendsWhatIsRefused();
        oneOfTheirEventsIsParked();
        List<String> hashes = sql().sql("select email_hash from ledger_customers.customer where email_hash is not null")
                .query(String.class)
                .list();
        assertThat(hashes).hasSize(1);
        assertThat(admin.get("/v1/customers?email=" + EMAIL).expect(200).each("customerId"))
                .containsExactly("k");
        assertNotOnTheDisk();
        restart();
        assertNotOnTheDisk();

        admin.delete("/v1/customers/k/personal-data").expect(204);
        assertForgotten(hashes.getFirst());
        assertNotOnTheDisk();
        rebuild();
        assertForgotten(hashes.getFirst());
        restart();
        assertForgotten(hashes.getFirst());
        visits("k", "late");
        rebuild();
        assertForgotten(hashes.getFirst());
        assertNotOnTheDisk();
        service.close();
        assertThat(PERSON.in(directory)).isEmpty();
    }

    private void aPersonIsKnown() {
        visits("a", "1");
        visits("k", "1");
        admin.post(
                        "/v1/orders",
                        Map.of(
                                "orderId",
                                "o-1",
                                "integrationId",
                                "web",
                                "productId",
                                "p",
                                "customerId",
                                "k",
                                "value",
                                Map.of("amount", 1_000, "currency", "GBP")))
                .expect(201);
        identify(Map.of("email", SECOND_EMAIL, "mergeFrom", List.of("a"))).expect(200);
        String key = TestClient.newKey();
        Map<String, Object> body = Map.of("email", EMAIL, "name", NAME);
        admin.post("/v1/customers/k/identify", body, key).expect(200);
        admin.post("/v1/customers/k/identify", body, key).expect(200);
        assertThat(admin.get("/v1/customers/a").json().get("displayName").asString())
                .isEqualTo(NAME);
    }

    /** What is refused is nowhere either: no error and no log repeats it. */
    private void whoSendsWhatIsRefused() {
        identify(Map.of("email", EMAIL + "@twice")).expect(400);
        identify(Map.of("email", EMAIL, "name", NAME + "\n")).expect(400);
        identify(Map.of("email", EMAIL, NAME, "x")).expect(400);
        identify("{\"email\":\"" + EMAIL + "\",\"name\":\"" + NAME).expect(400);
        identify(Map.of("email", EMAIL, "at", NAME)).expect(400);
        Map<String, Object> event = Map.of("type", "VISITED", "properties", Map.of("email", EMAIL, NAME, 1));
        admin.post("/v1/customers/k/events", Map.of("events", List.of(event))).expect(200);
        admin.postCsv("/v1/customer-events/bulk", "customerId,type\n" + EMAIL + ",VISITED\nk,\"" + NAME + "\n");
        admin.get("/v1/customers?email=" + EMAIL + "%20x").expect(400);
        admin.get("/v1/customers/" + EMAIL).expect(404);
        admin.get("/v1/customers?name=" + EMAIL).expect(400);
        admin.send(admin.request("/v1/customers/k").GET().header("X-Correlation-Id", EMAIL))
                .expect(200);
    }

    private void oneOfTheirEventsIsParked() {
        sql().sql("alter table ledger_customers.entry add check (at <> '2011-03-03 00:00:00+00')")
                .update();
        identify(Map.of("email", SECOND_EMAIL, "name", SECOND_NAME, "at", "2011-03-03T00:00:00Z"))
                .expect(200);
        await().atMost(SOON).until(() -> parked().equals(List.of("customer/k")));
        assertThat(sql().sql("select cause from ledger.parked_event")
                        .query(String.class)
                        .single())
                .contains("violates check constraint")
                .doesNotContain("Failing row");
    }

    private void assertForgotten(String hash) {
        await().atMost(SOON)
                .until(() -> admin.get("/v1/customers/k").json().get("erased").asBoolean());
        for (String id : List.of("k", "a")) {
            Answer customer = admin.get("/v1/customers/" + id).expect(200);
            assertThat(customer.json().get("displayName").asString().split(" ")).hasSize(3);
            assertThat(customer.json().get("identified").asBoolean()).isFalse();
            assertThat(customer.json().has("email") || customer.json().has("name"))
                    .isFalse();
        }
        Answer timeline = admin.get("/v1/customers/k/timeline").expect(200);
        assertThat(timeline.data()).hasSizeGreaterThan(3);
        assertThat(timeline.body()).doesNotContain(MARKER);
        assertThat(admin.get("/v1/customers?email=" + EMAIL).expect(200).data()).isEmpty();
        identify(Map.of("email", EMAIL)).expectProblem(409, "customer.erased");
        assertThat(parked()).isEmpty();
        assertThat(tablesWith(hash)).isEmpty();
        assertThat(sql().sql("select count(*) from ledger_customers.entry where properties is not null")
                        .query(Long.class)
                        .single())
                .isZero();
        ChainCheck.assertWhole(new EventReader(service.database()), new OrganisationId("demo"));
    }

    private List<String> tablesWith(String text) {
        List<String> found = new ArrayList<>();
        for (String table : sql().sql(
                        "select schemaname || '.' || tablename from pg_tables where schemaname like 'ledger%'")
                .query(String.class)
                .list()) {
            boolean has = sql().sql("select exists (select from " + table + " t where strpos(t::text, ?) > 0)")
                    .param(text)
                    .query(Boolean.class)
                    .single();
            if (has) {
                found.add(table);
            }
        }
        return found;
    }

    /** The key's row is held, so that the service ends behind the event and before the key is destroyed. */
    @Test
    void isFinishedAtTheNextStartWhenTheServiceIsKilledInBetween() throws Exception {
        aPersonIsKnown();
        try (Connection holder = service.database().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select * from ledger.person_key where person = 'customer/k' for update");
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    admin.delete("/v1/customers/k/personal-data");
                } catch (java.io.UncheckedIOException e) {
                    // the service is killed before it answers
                }
            });
            String waiting = "from pg_stat_activity where wait_event_type = 'Lock' and query like '%person_key%'";
            await().atMost(SOON)
                    .until(() -> sql().sql("select count(*) " + waiting)
                                    .query(Long.class)
                                    .single()
                            == 1);
            service.kill();
            caller.join();
            sql().sql("select pg_terminate_backend(pid) " + waiting)
                    .query((row, n) -> n)
                    .list();
            holder.rollback();
        }
        assertThat(keys()).containsExactly(true);
        assertThat(sql().sql("select count(*) from ledger.event where type = 'customer.personal-data-erased'")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        start();
        await().atMost(SOON).until(() -> keys().equals(List.of(false)));
        assertThat(sql().sql("select count(*) from ledger.erasure_note")
                        .query(Long.class)
                        .single())
                .isZero();
        identify(Map.of("email", EMAIL)).expectProblem(409, "customer.erased");
    }

    /** Whether the person's key is there. */
    private List<Boolean> keys() {
        return sql().sql("select wrapped is not null from ledger.person_key where person = 'customer/k'")
                .query(Boolean.class)
                .list();
    }
}
