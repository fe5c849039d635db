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
import java.util.concurrent.TimeUnit;
import org.commissionledger.api.LedgerApplication;
import org.commissionledger.api.testing.TestClient;
import org.commissionledger.api.testing.TestOrganisation;
import org.commissionledger.api.testing.TestService;
import org.commissionledger.organisation.Role;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Over HTTP an auditor takes what it needs, and from there on believes nobody: it has the files and the public keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditorsDayTest {

    private final TestOrganisation organisation =
            TestService.shared().organisation().withCatalogue();
    private final TestClient auditor = organisation.as(Role.AUDITOR);
    private final TestClient acme = organisation.as(Role.PROVIDER); // now: the files have all of the history

    @TempDir
    private static Path folder;

    private Path keys;
    private Path export;
    private Path checkpoints;

    /** What a command came to. */
    private record Outcome(int exit, String out, String err) {}

    @BeforeAll
    void theAuditorTakesTheFiles() {
        for (int i = 0; i < 10; i++) {
            organisation.place("a-" + i, 10_000);
        }
        organisation.place(order("z-1", 10_000, "productId", "product-zenith")).expect(201);
        auditor.get("/v1/audit/checkpoint").expect(200);
        organisation.admin().post("/v1/orders/a-3/commission/confirm", "").expect(200);
        auditor.get("/v1/audit/checkpoint").expect(200);
        keys = save("keys.json", auditor.get("/v1/audit/keys").expect(200).body());
        export = save(
                "history.ndjson", auditor.get("/v1/audit/export").expect(200).body());
        checkpoints = save(
                "checkpoints.json",
                auditor.get("/v1/audit/checkpoints?limit=500").expect(200).body());
    }

    private Path save(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outcome run(Object... arguments) {
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = new OfflineCommands(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(texts.toArray(String[]::new));
        return new Outcome(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private long confirmed() {
        return auditor.get("/v1/events?type=commission.confirmed")
                .data()
                .getFirst()
                .get("ledgerSequence")
                .asLong();
    }

    @Test
    void theHistoryIsVerifiedWithoutTheService() {
        Outcome outcome = run("verify", export, "--keys", keys, "--checkpoints", checkpoints);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).startsWith("verified: ");
        assertThat(outcome.err()).contains("100 %");
    }

    @Test
    void itIsVerifiedAgainstTheFileOutsideTheDatabaseToo() {
        Path file = TestService.shared().checkpoints();
        Outcome own = run("verify", export, "--keys", keys, "--checkpoints", file, "--organisation", organisation.id());
        assertThat(own.exit()).as(own.toString()).isZero();
        Outcome other = run("verify", export, "--keys", keys, "--checkpoints", file, "--organisation", "nobody");
        assertThat(other.exit()).isEqualTo(2);
    }

    @Test
    void whatWasChangedOnTheWayIsFound() throws IOException {
        Path changed = save("changed.ndjson", Files.readString(export).replace("\\\"paid\\\":500", "\\\"paid\\\":900"));
        Outcome outcome = run("verify", changed, "--keys", keys, "--checkpoints", checkpoints);
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).contains("event.hash at " + confirmed() + ":", "checkpoint.root", "NOT verified");
        List<String> lines = Files.readAllLines(export);
        Path cut = save("cut.ndjson", String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        assertThat(run("verify", cut, "--keys", keys, "--checkpoints", checkpoints)
                        .out())
                .contains("history.short at ");
        Outcome alone = run("verify", cut, "--keys", keys);
        assertThat(alone.exit()).isEqualTo(1);
        assertThat(alone.out()).contains("history.short at ");
        assertThat(alone.err())
                .contains("the keys came with a checkpoint of " + organisation.id() + ", event " + lines.size());
        Outcome other = run("verify", cut, "--keys", keys, "--organisation", "another");
        assertThat(other.exit()).as("the checkpoint is none of theirs").isZero();
    }

    @Test
    void theKeysAloneAreEnoughForTheWholeHistory() throws IOException {
        Outcome whole = run("verify", export, "--keys", keys);
        assertThat(whole.exit()).as(whole.toString()).isZero();
        assertThat(whole.out()).contains(", 1 checkpoints");
        ObjectNode set = (ObjectNode) TestClient.JSON.readTree(Files.readString(keys));
        set.remove("checkpoint");
        Outcome bare = run("verify", export, "--keys", save("bare.json", set.toString()));
        assertThat(bare.exit()).isZero();
        assertThat(bare.err()).contains("no checkpoint was given for the events from 1 on");
    }

    @Test
    void oneCommissionIsProvenToWhoHasThePublicKeyAlone() {
        String proof = acme.get("/v1/audit/proof/" + confirmed()).expect(200).body();
        Outcome outcome = run("verify-proof", save("proof.json", proof), "--keys", keys);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).contains("verified. The event is in the history of " + organisation.id());
    }

    @Test
    void aProofOfSomethingElseIsNone() {
        ObjectNode proof = (ObjectNode)
                auditor.get("/v1/audit/proof/" + confirmed()).expect(200).json();
        ObjectNode event = (ObjectNode) proof.get("event");
        event.put("payload", event.get("payload").stringValue().replace("\"paid\":500", "\"paid\":900"));
        Outcome changed = run("verify-proof", save("changed.json", proof.toString()), "--keys", keys);
        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.out()).contains("proof.event", "proof.path", "NOT verified");
        ObjectNode forged = (ObjectNode)
                auditor.get("/v1/audit/proof/" + confirmed()).expect(200).json();
        ((ObjectNode) forged.get("checkpoint")).put("position", 1);
        assertThat(run("verify-proof", save("forged.json", forged.toString()), "--keys", keys)
                        .out())
                .contains("checkpoint.signature");
    }

    @Test
    void anOlderCheckpointIsProvenToBeTheBeginning() {
        JsonNode first = auditor.get("/v1/audit/checkpoints?limit=1").data().getFirst();
        String proof = auditor.get("/v1/audit/consistency?from=" + first.get("ledgerSequence"))
                .expect(200)
                .body();
        Outcome outcome = run("verify-consistency", save("consistency.json", proof), "--keys", keys);
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        ObjectNode other = (ObjectNode) TestClient.JSON.readTree(proof);
        other.putArray("path");
        assertThat(run("verify-consistency", save("other.json", other.toString()), "--keys", keys)
                        .exit())
                .isEqualTo(1);
    }

    @Test
    void aCommandThatCannotBeCarriedOutSaysSo() {
        assertThat(run("verify", export).exit()).isEqualTo(2);
        assertThat(run("verify", export).err()).contains("--keys is missing", "usage: ");
        assertThat(run("verify", folder.resolve("none"), "--keys", keys).exit()).isEqualTo(2);
        assertThat(run("verify-proof", export, "--keys", keys).exit()).isEqualTo(2);
        assertThat(run("verify", export, "--keys", export).exit()).isEqualTo(2);
        assertThat(OfflineCommands.are(new String[] {"verify"})).isTrue();
        assertThat(OfflineCommands.are(new String[] {"--server.port=0"})).isFalse();
        assertThat(OfflineCommands.are(new String[0])).isFalse();
    }

    @Test
    void aCommandThatIsNotThereIsToldSo() {
        for (Outcome outcome : List.of(run("verfy"), run("verfy", export, "--keys", keys))) {
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("There is no command verfy.\nusage: verify FILE.ndjson ");
            assertThat(outcome.out()).isEmpty();
        }
        assertThat(run("verify", "--keys", keys).err()).startsWith("The file is missing.\nusage: ");
    }

    /** The whole program: it ends by itself, and has begun nothing. */
    @Test
    void aMistypedCommandStartsNoService() throws Exception {
        Path data = folder.resolve("data");
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LedgerApplication.class.getName(),
                "verfy",
                export.toString());
        command.environment().put("LEDGER_DATA_DIRECTORY", data.toString());
        command.environment().put("SERVER_PORT", "0");
        Process process =
                command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(err)).contains("There is no command verfy.", "usage: verify ");
        assertThat(out).isEmptyFile();
        assertThat(data).doesNotExist();
    }
}
