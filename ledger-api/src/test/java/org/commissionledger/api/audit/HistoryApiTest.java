package org.commissionledger.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The history as others see it; the chain is checked by a formula of the test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HistoryApiTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient auditor = organisation.as(Role.AUDITOR);

    @BeforeAll
    void thereIsAHistory() {
        TestClient admin = organisation.admin();
        organisation.place("h-1", 20_000);
        organisation
                .place(order("h-2", 20_000, "at", "2011-03-02T10:00:00.123456Z"))
                .expect(201);
        admin.post(
                        "/v1/orders/h-1/commission/confirm",
                        "{\"amount\":{\"amount\":400,\"currency\":\"GBP\"},\"final\":true,\"reference\":\"\u00e9\u20ac\ud83d\ude00 \\\"q\\\"\",\"at\":\"2011-04-01T00:00:00Z\"}")
                .expect(200);
        admin.post(
                        "/v1/orders/h-2/commission/decline",
                        "{\"reasonCode\":\"OTHER\",\"note\":\"tab or \\\\ back\",\"at\":\"2011-04-02T00:00:00+02:00\"}")
                .expect(200);
        organisation.place(order("h-2", 1)).expectProblem(409, "order.duplicate");
    }

    private List<JsonNode> export(String query) {
        Answer answer = auditor.get("/v1/audit/export" + query).expect(200);
        assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        return answer.body().lines().map(TestClient.JSON::readTree).toList();
    }

    @Test
    void theChainIsWholeAndNothingIsMissing() {
        String before = "00".repeat(32);
        long sequence = 0;
        String recorded = "";
        Map<String, Long> streams = new HashMap<>();
        for (JsonNode line : export("")) {
            assertThat(line.propertyNames())
                    .containsExactly(
                            "ledgerSequence",
                            "eventId",
                            "stream",
                            "streamSequence",
                            "type",
                            "revision",
                            "effectiveAt",
                            "recordedAt",
                            "payload",
                            "metadata",
                            "hash");
            assertThat(line.get("ledgerSequence").asLong()).isEqualTo(++sequence);
            long inStream = line.get("streamSequence").asLong();
            Long last = streams.put(line.get("stream").asString(), inStream);
            if (last != null) {
                assertThat(inStream).isEqualTo(last + 1);
            } else {
                assertThat(inStream).isIn(0L, 1L);
            }
            assertThat(line.get("recordedAt").asString()).isGreaterThanOrEqualTo(recorded);
            recorded = line.get("recordedAt").asString();
            before = hash(before, line);
            assertThat(line.get("hash").asString()).isEqualTo(before);
        }
        assertThat(sequence).isGreaterThan(10);
    }

    private static String hash(String before, JsonNode line) {
        MessageDigest leaf = sha256();
        leaf.update((byte) 0);
        for (String field : List.of(
                "ledgerSequence",
                "eventId",
                "stream",
                "streamSequence",
                "type",
                "revision",
                "effectiveAt",
                "recordedAt",
                "payload",
                "metadata")) {
            byte[] bytes = line.get(field).asString().getBytes(UTF_8);
            leaf.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            leaf.update(bytes);
        }
        MessageDigest hash = sha256();
        hash.update((byte) 1);
        hash.update(HexFormat.of().parseHex(before));
        hash.update(leaf.digest());
        return HexFormat.of().formatHex(hash.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void timesHaveSixDecimalsAndTextsAreAsStored() {
        JsonNode placed = export("").stream()
                .filter(line -> line.get("stream").asString().equals("order/h-2"))
                .findFirst()
                .orElseThrow();
        assertThat(placed.get("effectiveAt").asString()).isEqualTo("2011-03-02T10:00:00.123456Z");
        assertThat(placed.get("recordedAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        JsonNode metadata = TestClient.JSON.readTree(placed.get("metadata").asString());
        assertThat(metadata.get("actor").asString())
                .isEqualTo(organisation.admin().clientId());
        assertThat(metadata.get("role").asString()).isEqualTo("ADMIN");
        assertThat(metadata.get("source").asString()).isEqualTo("api");
        assertThat(metadata.get("requestKey").asString()).hasSize(36);
        assertThat(placed.get("eventId").asString()).hasSize(36);
    }

    @Test
    void theExportTakesAnyPart() {
        List<JsonNode> all = export("");
        assertThat(export("?after=3")).isEqualTo(all.subList(3, all.size()));
        assertThat(export("?through=3")).isEqualTo(all.subList(0, 3));
        assertThat(export("?after=2&through=5")).isEqualTo(all.subList(2, 5));
        assertThat(export("?after=5&through=2")).isEmpty();
        assertThat(export("?after=1000000")).isEmpty();
        assertThat(export("?through=1000000")).isEqualTo(all);
    }

    @Test
    void eventsShowTheSameAsObjects() {
        List<JsonNode> lines = export("");
        List<JsonNode> events = auditor.all("/v1/events?limit=3");
        assertThat(events).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode event = events.get(i);
            JsonNode line = lines.get(i);
            for (String field : line.propertyNames()) {
                JsonNode stored = line.get(field);
                boolean text = field.equals("payload") || field.equals("metadata");
                assertThat(event.get(field)).isEqualTo(text ? TestClient.JSON.readTree(stored.asString()) : stored);
            }
            assertThat(event.get("position").asLong()).isPositive();
        }
    }

    @Test
    void eventsAreFilteredByStreamTypeAndTime() {
        assertThat(types("?stream=order/h-1"))
                .containsExactly("order.placed", "commission.confirmed", "commission.declined");
        assertThat(types("?type=commission.declined")).hasSize(2);
        assertThat(types("?stream=order/h-2&type=order.placed")).hasSize(1);
        assertThat(types("?stream=order/nowhere")).isEmpty();
        assertThat(types("?from=2011-04-01&to=2011-04-02"))
                .containsExactly("commission.confirmed", "commission.declined", "commission.declined");
        assertThat(types("?from=2011-04-01&to=2011-04-01T22:00:00Z"))
                .containsExactly("commission.confirmed", "commission.declined");
        assertThat(types("?to=2011-03-02")).containsExactly("order.placed");
    }

    private List<String> types(String query) {
        return auditor.get("/v1/events" + query).expect(200).each("type");
    }

    @Test
    void eventsComeInPagesThatKeepTheirPlace() {
        TestOrganisation growing = TestService.shared().organisation();
        growing.admin().put("/v1/categories/a", "{\"name\":\"a\"}").expect(200);
        Answer first = growing.admin().get("/v1/events?limit=2");
        assertThat(first.json().get("page").get("hasMore").asBoolean()).isTrue();
        growing.admin().put("/v1/categories/b", "{\"name\":\"b\"}").expect(200);
        String cursor = first.json().get("page").get("next").asString();
        assertThat(growing.admin().get("/v1/events?cursor=" + cursor).each("ledgerSequence"))
                .startsWith("3");
        assertThat(growing.admin().get("/v1/events?after=2&limit=1").each("ledgerSequence"))
                .containsExactly("3");
        growing.admin().get("/v1/events?cursor=nonsense").expectProblem(400, "request.invalid-cursor");
    }

    @Test
    void theCallersCorrelationIsKept() {
        TestClient admin = organisation.admin();
        admin.send(admin.request("/v1/categories/correlated")
                        .PUT(BodyPublishers.ofString("{\"name\":\"c\"}"))
                        .header("X-Correlation-Id", "trace-7"))
                .expect(200);
        JsonNode event =
                auditor.get("/v1/events?stream=category/correlated").data().getFirst();
        assertThat(event.get("metadata").get("correlationId").asString()).isEqualTo("trace-7");
        assertThat(Instant.parse(event.get("recordedAt").asString())).isBeforeOrEqualTo(Instant.now());
    }
}
