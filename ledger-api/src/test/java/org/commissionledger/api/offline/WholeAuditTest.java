package org.commissionledger.api.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commissionledger.api.testing.TestOrganisation.order;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commissionledger.api.testing.Answer;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An auditor's day from morning to evening: each figure leads to the events behind it, and all of them are the same in the end. */
class WholeAuditTest {

    private static final List<String> FIGURES = List.of("orders", "pending", "paid", "declined", "reversed");
    private static final String LAST_MONTH = "2011-03-31T23:59:59.999999Z";

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient auditor = organisation.as(Role.AUDITOR);

    @TempDir
    private Path folder;

    @Test
    void everythingAddsUpFromTheExportToTheRebuild() throws IOException {
        String march = march();
        JsonNode then = totals("");
        april();
        Path keys = save("keys.json", auditor.get("/v1/audit/keys"));
        auditor.get("/v1/audit/checkpoint").expect(200);
        Path export = save("history.ndjson", auditor.get("/v1/audit/export"));
        Path checkpoints = save("checkpoints.json", auditor.get("/v1/audit/checkpoints?limit=500"));
        assertThat(run("verify", export, "--keys", keys, "--checkpoints", checkpoints))
                .isZero();
        Path proof = save("proof.json", auditor.get("/v1/audit/proof/" + confirmed()));
        assertThat(run("verify-proof", proof, "--keys", keys)).isZero();

        assertThat(totals("?asOf=" + march).get("totals")).isEqualTo(then.get("totals"));
        assertThat(totals("?effectiveAsOf=" + LAST_MONTH).get("totals")).isEqualTo(then.get("totals"));
        explainsTheDifference(march, Files.readString(export));
        List<String> before = figures();
        for (String projection : List.of("orders", "journal", "commissions", "revenue")) {
            organisation
                    .admin()
                    .post("/v1/projections/" + projection + "/rebuild", "")
                    .expect(200);
        }
        assertThat(figures()).isEqualTo(before);
        JsonNode verified = auditor.post("/v1/audit/verify", "").expect(200).json();
        assertThat(verified.get("verified").asBoolean()).as(verified.toString()).isTrue();
    }

    /** What was recorded first; answers when the last of it was. */
    private String march() {
        for (int i = 0; i < 8; i++) {
            organisation.place("d-" + i, 10_000 + i);
        }
        organisation.place(order("z-1", 10_000, "productId", "product-zenith")).expect(201);
        return auditor.get("/v1/events?limit=500")
                .data()
                .getLast()
                .get("recordedAt")
                .asString();
    }

    private void april() {
        String at = "\"at\": \"2011-04-10T10:00:00Z\"}";
        move("d-1", "confirm", "{" + at);
        move("d-2", "confirm", "{\"amount\": {\"amount\": 100, \"currency\": \"GBP\"}, " + at);
        move("d-3", "decline", "{\"reasonCode\": \"CANCELLED\", " + at);
        move("d-1", "reverse", "{\"reasonCode\": \"RETURNED\", " + at);
    }

    private void move(String orderId, String move, String body) {
        organisation
                .admin()
                .post("/v1/orders/" + orderId + "/commission/" + move, body)
                .expect(200);
    }

    private JsonNode totals(String query) {
        return auditor.get("/v1/commissions/totals" + query).expect(200).json();
    }

    private void explainsTheDifference(String march, String export) {
        String path = "/v1/commissions/explain?from-as-of=" + march;
        JsonNode difference =
                auditor.get(path).expect(200).json().get("difference").get(0);
        List<JsonNode> events = auditor.all(path + "&limit=2");
        assertThat(events)
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(export).contains(event.get("eventId").asString()));
        assertAddUp(events, difference);
        JsonNode now = totals("");
        assertAddUp(
                auditor.all(now.get("links").get("explain").asString()),
                now.get("totals").get(0));
    }

    private static void assertAddUp(List<JsonNode> events, JsonNode total) {
        for (String figure : FIGURES) {
            assertThat(events.stream().mapToLong(e -> e.get(figure).asLong()).sum())
                    .as(figure)
                    .isEqualTo(total.get(figure).asLong());
        }
    }

    private long confirmed() {
        return auditor.get("/v1/events?type=commission.confirmed")
                .data()
                .getFirst()
                .get("ledgerSequence")
                .asLong();
    }

    /** What must not change: totals, the trial balance, the digests of reports. */
    private List<String> figures() {
        List<String> figures = new ArrayList<>();
        figures.add(totals("").get("totals").toString());
        figures.add(totals("?effectiveAsOf=" + LAST_MONTH).get("totals").toString());
        figures.add(
                auditor.get("/v1/journal/trial-balance").json().get("accounts").toString());
        for (String report : List.of("orders", "revenue-detail", "commission-ageing")) {
            figures.add(auditor.get("/v1/reports/" + report + "?format=csv").header("Digest"));
        }
        return figures;
    }

    private Path save(String name, Answer answer) throws IOException {
        return Files.writeString(folder.resolve(name), answer.expect(200).body());
    }

    private static int run(Object... arguments) {
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new OfflineCommands(nowhere, nowhere).run(texts.toArray(String[]::new));
    }
}
